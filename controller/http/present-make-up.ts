/** Make-ups as HTTP shows them. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { MakeUpBody } from '@loa-lang/schemas/http/make-ups';
import { longestRunMs } from '../domain/broadcasts/broadcast.ts';
import type { MakeUpOffer } from '../domain/make-up/make-up.ts';
import type { AudienceCluster } from '../domain/placement/audience.ts';
import { hindranceWords } from '../services/make-up/make-up-words.ts';
import type { MakeUpView } from '../services/make-up/make-ups.ts';
import { outInstant } from './instants.ts';
import { afterMakeUpBody } from './present-broadcast.ts';

const pole = ({ id, code, name, hamletName }: AudienceCluster) => ({ id, code, name, hamlet: hamletName });

const householdsOf = ({ services }: AudienceCluster): number =>
  services.reduce((total, each) => total + each.households, 0);

export function makeUpBody({ original, makeUps, offer, problem, after }: MakeUpView): MakeUpBody {
  const { broadcast } = original;
  return {
    broadcastId: broadcast.id,
    title: broadcast.title,
    possible: problem === undefined,
    ...(problem !== undefined && { problem: { code: problem.code, message: problem.words } }),
    summary: summaryOf(offer),
    durationMs: longestRunMs(broadcast.items, broadcast.audience),
    clusters: offer.targets.map(({ cluster, outcome, online }) => ({
      ...pole(cluster),
      ...{ state: outcome, online, households: householdsOf(cluster) },
    })),
    leftOut: offer.leftOut.map(({ cluster, reason }) => ({
      ...pole(cluster),
      ...{ reason, message: hindranceWords(reason) },
    })),
    twice: offer.twice.map(({ cluster, ...rest }) => ({ ...pole(cluster), ...rest })),
    makeUps: makeUps.map(({ broadcast: { id, startAt }, state }) => ({
      ...{ broadcastId: id, state, startAt: outInstant(startAt) },
    })),
    ...(after !== undefined && { afterMakeUp: afterMakeUpBody(after) }),
  };
}

function summaryOf({ targets, twice }: MakeUpOffer): Words {
  const households = targets.reduce((total, { cluster }) => total + householdsOf(cluster), 0);
  const [codes, neighbours] = [targets, twice].map((list) => list.map(({ cluster }) => cluster.code).join(', '));
  const again = twice.reduce((total, each) => total + each.households, 0);
  if (targets.length === 0) return { vi: 'Không có cụm nào để phát bù lúc này.', en: 'No cluster for a make-up now.' };
  const few = {
    vi: `Phát bù cho cụm ${codes} (${households} hộ).`,
    en: `For cluster ${codes} (${households} households).`,
  };
  if (twice.length === 0) return few;
  return {
    vi: `${few.vi} Khoảng ${again} hộ quanh cụm ${neighbours} sẽ nghe lại lần thứ hai.`,
    en: `${few.en} Some ${again} households around cluster ${neighbours} will hear it twice.`,
  };
}
