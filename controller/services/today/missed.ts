/** Broadcasts of the last day that somebody missed who can be given them now. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Territory } from '../../domain/areas/territory.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { CoverageLine } from '../../domain/coverage/coverage-line.ts';
import type { MissedCluster } from '../../domain/make-up/make-up.ts';
import type { CoverageFacts } from '../../ports/coverage-facts.ts';
import type { MakeUps } from '../make-up/make-ups.ts';

export interface MissedDeps {
  coverageFacts: Pick<CoverageFacts, 'byIds'>;
  makeUps: Pick<MakeUps, 'all'>;
}

export interface Missed {
  broadcast: Broadcast;
  hamletIds: string[];
  targets: readonly MissedCluster[];
  households: number;
  durationMs: number;
}

/** Each is asked about by itself; what is older waits in the log. */
const MOST = 4;
const WITHIN_MS: Millis = 24 * 3600_000;

/** @param lines of what is settled, in the order of their starts; the answer is newest first */
export async function missedOf(
  { coverageFacts, makeUps }: MissedDeps,
  lines: readonly CoverageLine[],
  territory: Territory,
  now: EpochMillis,
): Promise<Missed[]> {
  const left = lines.filter((line) => line.startAt >= now - WITHIN_MS && line.missed.some(wasLeftOut));
  if (left.length === 0) return [];
  const rows = new Map((await coverageFacts.byIds(left.map(({ id }) => id))).map((row) => [row.id, row]));
  const asked = left
    .reverse()
    .flatMap(({ id }) => rows.get(id) ?? [])
    .filter(mayBeMadeUp)
    .slice(0, MOST);
  const offers = await makeUps.all(asked, territory);
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

/** What a wired group played is not known. */
const wasLeftOut = ({ reason }: CoverageLine['missed'][number]): boolean => reason !== 'gateway';

const mayBeMadeUp = ({ cancelledAt, onTheSpot, class: kind }: Broadcast): boolean =>
  cancelledAt === undefined &&
  onTheSpot === undefined &&
  // what somebody said live is gone, and an emergency is read again by itself
  !['live', 'emergency'].includes(kind);
