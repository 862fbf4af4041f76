/**
 * When a condition becomes a fault and when it is over: only after it has lasted, so that a moment is no alarm, and the
 * later the more often it came back, so that a fault that comes and goes stays one.
 */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

/** `between`: neither bad enough to raise nor good enough to clear. */
export type Verdict = 'ill' | 'well' | 'between';

export interface Times {
  setAfterMs: Millis;
  clearAfterMs: Millis;
  /** so many samples must say the same, both ways; 1 where a device tells of every change at once */
  samples: number;
}

export interface RuleState {
  open: boolean;
  /** since when it has been ill, while it is open */
  since: EpochMillis | undefined;
  /** since when it looks otherwise than `open` says */
  turnedAt: EpochMillis | undefined;
  /** the last sample that says so, and how many have */
  sampledAt: EpochMillis;
  samples: number;
  /** how often it was over, and came back soon */
  closings: number;
  closedAt: EpochMillis | undefined;
}

export interface Seen {
  verdict: Verdict;
  /** when it was seen first, or measured */
  at: EpochMillis;
}

/** An hour of calm ends any fault. */
const LONGEST_CALM_MS: Millis = 3600_000;
/** Whoever was well for so long begins anew. */
const FORGIVEN_AFTER_MS: Millis = 6 * 3600_000;

export const CLOSED: RuleState = {
  ...{ open: false, since: undefined, turnedAt: undefined, sampledAt: -Infinity, samples: 0 },
  ...{ closings: 0, closedAt: undefined },
};

/** As it is known to somebody who was not there. */
export const opened = (since: EpochMillis, closings: number): RuleState => ({ ...CLOSED, open: true, since, closings });

/** Something is still to come of it without another sample. */
export const isAtRest = ({ open, turnedAt }: RuleState): boolean => !open && turnedAt === undefined;

/** @param notBefore nothing is raised before */
export function advance(
  state: RuleState,
  seen: Seen,
  now: EpochMillis,
  times: Times,
  notBefore = -Infinity,
): RuleState {
  const turns = seen.verdict === (state.open ? 'well' : 'ill');
  if (!turns) {
    return state.turnedAt === undefined ? state : { ...state, turnedAt: undefined, sampledAt: -Infinity, samples: 0 };
  }
  const isNew = seen.at > state.sampledAt;
  const next = {
    ...state,
    turnedAt: state.turnedAt ?? seen.at,
    sampledAt: Math.max(state.sampledAt, seen.at),
    samples: state.samples + (isNew ? 1 : 0),
  };
  const lastedMs = now - next.turnedAt;
  if (next.samples < times.samples) return next;
  if (!state.open) return lastedMs < times.setAfterMs || now < notBefore ? next : open(next, now);
  return lastedMs < calmMs(state, times) ? next : { ...CLOSED, closings: state.closings + 1, closedAt: now };
}

const calmMs = ({ closings }: RuleState, { clearAfterMs }: Times): Millis =>
  Math.min(Math.max(LONGEST_CALM_MS, clearAfterMs), clearAfterMs * 2 ** Math.min(closings, 20));

function open({ turnedAt, closings, closedAt }: RuleState, now: EpochMillis): RuleState {
  const isForgiven = closedAt === undefined || now - closedAt > FORGIVEN_AFTER_MS;
  return opened(turnedAt ?? now, isForgiven ? 0 : closings);
}
