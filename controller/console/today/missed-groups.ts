/** Broadcasts that the same clusters missed are one matter, and one act. */
import type { TodayBody } from '@loa-lang/schemas/http/today';

export type Missed = TodayBody['needs']['missed'][number];

export interface MissedGroup {
  /** the same while the group is the same */
  key: string;
  /** every cluster of it played, too quietly: to play again reaches nobody either */
  tooQuiet: boolean;
  /** in the order in which they were on air */
  all: readonly [Missed, ...Missed[]];
}

/** @param missed in any order @returns the one that was missed last first */
export function groupsOf(missed: readonly Missed[]): MissedGroup[] {
  const groups = new Map<string, MissedGroup>();
  const inOrder = [...missed].sort((a, b) => Date.parse(a.startAt) - Date.parse(b.startAt));
  for (const each of inOrder) {
    const tooQuiet = each.missedAt.length > 0 && each.missedAt.every((cluster) => cluster.tooQuiet);
    const ids = each.missedAt.map(({ id }) => id).sort();
    const key = `${tooQuiet ? 'quiet' : 'missed'} ${ids.join(' ')}`;
    const known = groups.get(key);
    groups.delete(key);
    groups.set(key, { key, tooQuiet, all: known === undefined ? [each] : [...known.all, each] });
  }
  return [...groups.values()].reverse();
}
