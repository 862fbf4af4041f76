/** Why there is no make-up now. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import { formatRfc3339 } from '../../domain/broadcasts/rfc3339.ts';
import { deadline } from '../../domain/coverage/cluster-coverage.ts';
import type { MakeUpOffer } from '../../domain/make-up/make-up.ts';
import type { Clock } from '../../ports/clock.ts';
import { Refusal } from '../refusal.ts';
import type { Facts } from './make-up-facts.ts';
import { hindranceWords } from './make-up-words.ts';

/** What is in the way whatever the hour: `undefined` when nothing is. */
export function settledProblem(
  { original: { broadcast, coverage }, content }: Facts,
  { clock, timeZone }: { clock: Clock; timeZone: string },
): Refusal | undefined {
  const now = clock.now();
  // its chime alone would be played again
  if (broadcast.class === 'live') return new Refusal('make-up-not-recorded');
  if (broadcast.cancelledAt !== undefined) return new Refusal('make-up-cancelled');
  if (broadcast.approval !== 'approved') return new Refusal('make-up-not-aired');
  const early = broadcast.repeat === undefined && now >= broadcast.startAt && coverage.complete;
  const until = deadline(broadcast);
  if (now <= until && !early)
    return new Refusal('make-up-not-settled', { until: formatRfc3339(until, timeZone).slice(11, 16) });
  if (content.items.length === 0) return new Refusal('make-up-not-recorded');
  return undefined;
}

export function nothingFor({ offer: { targets, leftOut } }: Facts): Refusal {
  if (targets.length === 0 && leftOut.length === 0) return new Refusal('make-up-all-reached');
  return new Refusal('make-up-nothing', { why: whyNot(leftOut) });
}

function whyNot(leftOut: MakeUpOffer['leftOut']): Words {
  const reasons = [...new Set(leftOut.map((each) => each.reason))];
  const inLanguage = (reader: keyof Words) =>
    reasons
      .map((reason) => {
        const codes = leftOut.filter((each) => each.reason === reason).map(({ cluster }) => cluster.code);
        return `${codes.join(', ')}: ${hindranceWords(reason)[reader]}`;
      })
      .join('; ');
  return { vi: inLanguage('vi'), en: inLanguage('en') };
}
