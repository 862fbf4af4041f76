/** Broadcasts of the last day that somebody missed who can be given them now. */
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { MissedCluster } from '../../domain/make-up/make-up.ts';
import type { BroadcastView } from '../broadcasts/view-broadcasts.ts';
import type { MakeUps } from '../make-up/make-ups.ts';

export interface Missed {
  broadcast: Broadcast;
  hamletIds: string[];
  targets: readonly MissedCluster[];
  households: number;
  durationMs: number;
}

/** Each is asked about by itself; what is older waits in the log. */
const MOST = 4;

/** @param views newest first */
export async function missedOf(views: readonly BroadcastView[], makeUps: Pick<MakeUps, 'get'>): Promise<Missed[]> {
  const asked = views.filter(isMissed).slice(0, MOST);
  const offers = await Promise.all(asked.map(({ broadcast }) => makeUps.get(broadcast.id)));
  return offers.flatMap(({ original: { broadcast }, makeUps: rounds, problem, offer, content }): Missed[] => {
    const isUnderWay = rounds.some(({ state }) => !['done', 'cancelled', 'returned', 'not-approved'].includes(state));
    if (problem !== undefined || isUnderWay || offer.targets.length === 0) return [];
    const services = offer.targets.flatMap(({ cluster }) => cluster.services);
    return [
      {
        broadcast,
        hamletIds: [...new Set(offer.targets.map(({ cluster }) => cluster.hamletId))],
        targets: offer.targets,
        households: services.reduce((sum, { households }) => sum + households, 0),
        durationMs: content.items.reduce((sum, { durationMs }) => sum + durationMs, 0),
      },
    ];
  });
}

const isMissed = ({ broadcast, state, coverage }: BroadcastView): boolean =>
  state === 'done' &&
  broadcast.makeUp === undefined &&
  broadcast.onTheSpot === undefined &&
  // what somebody said live is gone, and an emergency is read again by itself
  !['live', 'emergency'].includes(broadcast.class) &&
  coverage.clusters.some(({ outcome }) => outcome === 'missed' || outcome === 'partial');
