/** Which clusters a lock of silence holds down, and which lock it is. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import { passesLatch } from '@loa-lang/schemas/timeline/silence';
import type { Latch, PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import { followedAreaIds, type Territory } from '../areas/territory.ts';
import { isOpen, latchesOn } from './latches.ts';

/** Open latches over these clusters that would keep it from sounding on some of them. */
export function latchesOver<L extends Latch>(
  latches: readonly L[],
  territory: Territory,
  clusterIds: readonly ClusterId[],
  sounding: Pick<PlannedBroadcast, 'class' | 'level'>,
): L[] {
  const followed = new Set(
    clusterIds.flatMap((id) => {
      const cluster = territory.clusters.get(id);
      return cluster === undefined ? [] : followedAreaIds(territory.areas, cluster);
    }),
  );
  return latchesOn(latches, followed).filter((latch) => isOpen(latch) && !passesLatch(sounding, latch));
}

/** Those latches where none of the clusters is left to sound; else none. */
export function latchesOverAll<L extends Latch>(
  latches: readonly L[],
  territory: Territory,
  clusterIds: readonly ClusterId[],
  sounding: Pick<PlannedBroadcast, 'class' | 'level'>,
): L[] {
  const over = latchesOver(latches, territory, clusterIds, sounding);
  const isLeft = (id: ClusterId) => latchesOver(over, territory, [id], sounding).length === 0;
  return clusterIds.some(isLeft) ? [] : over;
}
