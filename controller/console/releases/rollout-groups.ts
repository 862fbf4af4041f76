/** States of devices in a rollout, as few as people tell apart. Pure. */
import { FAILED, IN_FLIGHT, type RolloutDeviceState } from '@loa-lang/schemas/states/rollout';

/** In the order in which somebody has to know of them. */
export const GROUPS = ['failed', 'underWay', 'waiting', 'healthy', 'skipped'] as const;
export type Group = (typeof GROUPS)[number];

export function groupOf(state: RolloutDeviceState): Group {
  if (FAILED.includes(state)) return 'failed';
  if (IN_FLIGHT.includes(state)) return 'underWay';
  return state as Exclude<Group, 'failed' | 'underWay'>;
}

/** @param counts devices by state, as the API tells them */
export function byGroup(counts: Readonly<Record<string, number>>): Record<Group, number> {
  const found: Record<Group, number> = { failed: 0, underWay: 0, waiting: 0, healthy: 0, skipped: 0 };
  for (const [state, count] of Object.entries(counts)) found[groupOf(state as RolloutDeviceState)] += count;
  return found;
}

export const allOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
