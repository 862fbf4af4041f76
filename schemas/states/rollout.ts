/** Rollouts (đợt cập nhật): a version of the agent, brought to one cluster first and then to the rest. */

/**
 * `running`: devices are ordered as rules allow; `paused`: nothing more is ordered until somebody says so; `stopped`: for
 * good; `finished`: every device is settled. What was ordered goes on in all of them.
 */
export const ROLLOUT_STATES = ['running', 'paused', 'stopped', 'finished'] as const;
export type RolloutState = (typeof ROLLOUT_STATES)[number];

/** Why it pauses: somebody said so; the first cluster did not become healthy; too many others did not; the release was withdrawn. */
export const ROLLOUT_PAUSES = ['by-hand', 'first-failed', 'failures', 'withdrawn'] as const;
export type RolloutPause = (typeof ROLLOUT_PAUSES)[number];

/**
 * In the order they may follow each other. `ordered`: the command is out; `downloading`: the device fetches it;
 * `installed`: it has it and waits for a gap, or tries it; the last four are settled.
 */
export const ROLLOUT_DEVICE_STATES = [
  'waiting',
  'ordered',
  'downloading',
  'installed',
  'healthy',
  'rolled-back',
  'failed',
  'skipped',
] as const;
export type RolloutDeviceState = (typeof ROLLOUT_DEVICE_STATES)[number];

export const SETTLED: readonly RolloutDeviceState[] = ['healthy', 'rolled-back', 'failed', 'skipped'];
export const IN_FLIGHT: readonly RolloutDeviceState[] = ['ordered', 'downloading', 'installed'];
/** It has not become what it should. */
export const FAILED: readonly RolloutDeviceState[] = ['rolled-back', 'failed'];

/** Why a device is not ordered, or not now. */
export const ROLLOUT_WAITS = [
  'first',
  'soaking',
  'wave',
  'offline',
  'hours',
  'on-air',
  'maintenance',
  'not-running',
] as const;
export type RolloutWait = (typeof ROLLOUT_WAITS)[number];
