/** Latches of silence: what may lift them, how two accounts of one become one, and how a plan carries them. */
import { joinLatches } from '@loa-lang/schemas/timeline/merge-plans';
import { levelRank } from '@loa-lang/schemas/timeline/precedence';
import type { Latch, Level } from '@loa-lang/schemas/wire/plan';

/** Latches that a plan may carry; open ones go before lifted ones. */
const MAX_IN_PLAN = 64;

export const isOpen = (latch: Pick<Latch, 'liftedAt'>): boolean => latch.liftedAt === undefined;

/** Its own level or a higher one lifts a latch. */
export const mayLift = (level: Level, latch: Pick<Latch, 'level'>): boolean =>
  levelRank(level) <= levelRank(latch.level);

/** What is known already, joined with an account of the same latch from elsewhere. */
export const joined = <L extends Latch>(known: L | undefined, latch: L): L =>
  known === undefined ? latch : { ...known, ...joinLatches(known, latch) };

/** Whether an account of a latch says something that is not known. */
export const tellsMore = (known: Latch | undefined, latch: Latch): boolean =>
  known === undefined ||
  latch.since < known.since ||
  (latch.liftedAt !== undefined && latch.liftedAt < (known.liftedAt ?? Infinity));

/** Open ones first, then the last lifted ones, as many as a plan may carry; a latch is never given up for a lifted one. */
export const latchesForPlan = (latches: readonly Latch[]): Latch[] =>
  [...latches]
    .sort((a, b) => (b.liftedAt ?? Infinity) - (a.liftedAt ?? Infinity) || b.since - a.since || (a.id < b.id ? -1 : 1))
    .slice(0, MAX_IN_PLAN);

/** The latches of a plan with these added. */
export function withLatches(silence: readonly Latch[], added: readonly Latch[]): Latch[] {
  const byId = new Map(silence.map((latch) => [latch.id, latch]));
  for (const latch of added) byId.set(latch.id, joined(byId.get(latch.id), latch));
  return latchesForPlan([...byId.values()]);
}

/** Only what the wire carries of a latch. */
export const wireLatch = ({ id, areaId, level, since, reason, liftedAt }: Latch): Latch => ({
  ...{ id, areaId, level, since, reason },
  ...(liftedAt !== undefined && { liftedAt }),
});

/** Of these latches those that lie on one of the plans. */
export const latchesOn = <L extends Latch>(latches: readonly L[], planIds: ReadonlySet<string>): L[] =>
  latches.filter((latch) => planIds.has(latch.areaId));
