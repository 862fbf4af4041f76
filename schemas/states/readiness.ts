/** Whether a cluster is ready for a broadcast that is to come. */

/**
 * `ready`: its device said that it holds plan and audio; `no-plan`: it has not said that the plan arrived; `old-plan`:
 * it holds an earlier version; `no-audio`: audio is missing; `muted`: it keeps time and sounds nothing; `no-device`.
 */
export const READINESS_STATES = ['ready', 'no-plan', 'old-plan', 'no-audio', 'muted', 'no-device'] as const;
export type ReadinessState = (typeof READINESS_STATES)[number];
