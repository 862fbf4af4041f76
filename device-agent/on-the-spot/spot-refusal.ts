/** Why the device says no to somebody who stands before it. What people read is in `page/words`. */
import type { Millis } from '@loa-lang/schemas/units';

export const SPOT_PROBLEMS = [
  'code-malformed',
  'code-wrong',
  'code-wait',
  'card-not-yet',
  'card-over',
  'session-over',
  'not-allowed',
  'template-unknown',
  'no-audio',
  'too-long',
  'too-often',
  'busy',
  'locked',
  'muted',
  'output-failed',
  'disk-failed',
  'no-microphone',
  'microphone-silent',
  'bad-request',
] as const;
export type SpotProblem = (typeof SPOT_PROBLEMS)[number];

export interface SpotRefusal {
  ok: false;
  problem: SpotProblem;
  /** it is worth trying again after this */
  retryAfterMs?: Millis;
}

export const refused = (problem: SpotProblem, retryAfterMs?: Millis): SpotRefusal => ({
  ok: false,
  problem,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(retryAfterMs) }),
});
