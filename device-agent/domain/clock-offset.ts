/**
 * Controller time from sync exchanges. The two ways jitter independently, so the fastest message of each way counts,
 * not the fastest round trip.
 */
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Bound } from './clock-offset-corridor.ts';
import { fitOffsetLine, type OffsetLine } from './clock-offset-fit.ts';

export interface SyncExchange {
  /** device sent its request */
  sentAt: MonotonicMillis;
  /** controller received it */
  receivedAt: EpochMillis;
  /** controller answered */
  answeredAt: EpochMillis;
  /** device received the answer */
  arrivedAt: MonotonicMillis;
}

export type SyncVerdict =
  | { verdict: 'accepted' }
  /** impossible numbers or too old */
  | { verdict: 'refused' }
  /** does not fit what is known by up to 2 s; followed when the next ones agree with it */
  | { verdict: 'odd' }
  /** the controller's time differs by more than 2 s from what is known: not followed, a fault */
  | { verdict: 'stepped'; byMs: Millis }
  /** so many consistent exchanges contradict what was known that it was given up; a step above 2 s is a fault */
  | { verdict: 'restarted'; byMs: Millis };

/** Bounds work and memory; at one exchange in 10 s it is 85 minutes. */
const MAX_EXCHANGES = 512;
/** Signed answers are refused beyond this age (wire contract). */
const MAX_ROUND_TRIP_MS = 3000;
/** More than this is a step, never a correction (wire contract). */
const STEP_MS = 2000;
/** Misfit that rounding and wander explain, ms. */
const TOLERANCE_MS = 2;
/** Exchanges that must agree against what is known before it is given up. */
const AGREEING_FOR_ODD = 3;
const AGREEING_FOR_STEP = 5;

interface Interval {
  exchange: SyncExchange;
  at: MonotonicMillis;
  lower: number;
  upper: number;
}

export class ClockOffset {
  #intervals: Interval[] = [];
  #rebels: Interval[] = [];
  #line: OffsetLine | undefined;

  /** Exchanges in use. */
  get count(): number {
    return this.#intervals.length;
  }

  line(): OffsetLine | undefined {
    return this.#line;
  }

  add(exchange: SyncExchange): SyncVerdict {
    const interval = toInterval(exchange);
    if (interval === undefined) return { verdict: 'refused' };
    const misfitMs = this.#misfit(interval);
    if (misfitMs === 0) {
      this.#rebels = [];
      this.#accept([...this.#intervals, interval]);
      return { verdict: 'accepted' };
    }
    return this.#rebel(interval, misfitMs);
  }

  /** Controller time by the estimate, without any smoothing. */
  controllerTimeAt(at: MonotonicMillis): EpochMillis | undefined {
    return this.#line === undefined ? undefined : at + offsetAt(this.#line, at);
  }

  monotonicAt(controllerTime: EpochMillis): MonotonicMillis | undefined {
    const line = this.#line;
    if (line === undefined) return undefined;
    // controllerTime = at + offset + slope * (at - anchor), solved for `at`
    return (controllerTime - line.offset + line.slope * line.anchor) / (1 + line.slope);
  }

  /** Half-width of what is unknown about controller time at the instant, ms. */
  uncertaintyMs(at: MonotonicMillis): Millis | undefined {
    const line = this.#line;
    if (line === undefined) return undefined;
    return line.halfWidth + Math.abs(at - line.anchor) * (2e-6 + line.slopeDeviation);
  }

  /** Signed distance of the estimate from the interval in which the exchange says that the offset lies; 0 inside. */
  #misfit(interval: Interval): Millis {
    const line = this.#line;
    if (line === undefined) return 0;
    const slack =
      TOLERANCE_MS + line.halfWidth + Math.abs(interval.at - line.anchor) * (2e-6 + 3 * line.slopeDeviation);
    const expected = offsetAt(line, interval.at);
    if (interval.lower > expected + slack) return interval.lower - expected;
    if (interval.upper < expected - slack) return interval.upper - expected;
    return 0;
  }

  #rebel(interval: Interval, misfitMs: Millis): SyncVerdict {
    const agree = this.#rebels.filter((other) => overlaps(other, interval));
    // those who disagree with the newest are dropped: a restart needs an unbroken agreement
    this.#rebels = [...agree, interval];
    const stepped = Math.abs(misfitMs) > STEP_MS;
    if (this.#rebels.length < (stepped ? AGREEING_FOR_STEP : AGREEING_FOR_ODD))
      return stepped ? { verdict: 'stepped', byMs: misfitMs } : { verdict: 'odd' };
    this.#accept(this.#rebels);
    this.#rebels = [];
    return { verdict: 'restarted', byMs: misfitMs };
  }

  #accept(intervals: Interval[]): void {
    let kept = intervals.slice(-MAX_EXCHANGES);
    const anchor = Math.max(...kept.map((interval) => interval.exchange.arrivedAt));
    let line = fit(kept, anchor);
    // wander beyond what is allowed for: what is oldest is the least true
    while (line === undefined && kept.length > 1) {
      kept = kept.slice(Math.ceil(kept.length / 4));
      line = fit(kept, anchor);
    }
    this.#intervals = kept;
    this.#line = line;
  }
}

const offsetAt = (line: OffsetLine, at: MonotonicMillis): number => line.offset + line.slope * (at - line.anchor);

const overlaps = (a: Interval, b: Interval): boolean =>
  a.lower <= b.upper + TOLERANCE_MS && b.lower <= a.upper + TOLERANCE_MS;

const toInterval = (exchange: SyncExchange): Interval | undefined => {
  const { sentAt, receivedAt, answeredAt, arrivedAt } = exchange;
  const roundTrip = arrivedAt - sentAt;
  const held = answeredAt - receivedAt;
  // negated comparisons refuse NaN too
  if (!(roundTrip >= 0 && roundTrip <= MAX_ROUND_TRIP_MS && held >= 0 && held <= roundTrip + TOLERANCE_MS))
    return undefined;
  return {
    exchange,
    at: (sentAt + arrivedAt) / 2,
    upper: receivedAt - sentAt,
    lower: answeredAt - arrivedAt,
  };
};

const fit = (intervals: readonly Interval[], anchor: number): OffsetLine | undefined => {
  const uppers: Bound[] = intervals.map(({ exchange, upper }) => ({ at: exchange.sentAt, offset: upper }));
  const lowers: Bound[] = intervals.map(({ exchange, lower }) => ({ at: exchange.arrivedAt, offset: lower }));
  return fitOffsetLine(uppers, lowers, anchor);
};
