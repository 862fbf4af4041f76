/** How a cluster is, in one word: what matters first. The order is the order of lists, on the server and in the console. */

/**
 * `fault`: something does not sound, or sounds wrongly; `offline`: it is away; `degraded`: it will not do for long, or is
 * to be seen to on the next way; `silenced`: muted, or held down by a lock; `maintenance`: somebody works there until a
 * known time, faults are expected; `sounding`: its output sounds; `ready`; `empty`: it has no device.
 */
export const CLUSTER_STATES = [
  'fault',
  'offline',
  'degraded',
  'silenced',
  'maintenance',
  'sounding',
  'ready',
  'empty',
] as const;
export type ClusterState = (typeof CLUSTER_STATES)[number];
