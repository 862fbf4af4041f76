/** Starts by hour, minute or second. A schedule has none of them, but a rule that is read is read rightly. */
import { DAY_MS, type DayNumber, dayOf, timeOf, type WallMillis } from '../civil-date.ts';
import { dayFilter } from './day-filter.ts';
import type { Rule } from './rule.ts';
import type { Tick } from './step-budget.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const UNITS: Partial<Record<Rule['freq'], number>> = { HOURLY: HOUR_MS, MINUTELY: MINUTE_MS, SECONDLY: SECOND_MS };

const hourOf = (wall: WallMillis): number => Math.floor(timeOf(wall) / HOUR_MS);
const minuteOf = (wall: WallMillis): number => Math.floor(timeOf(wall) / MINUTE_MS) % 60;
const secondOf = (wall: WallMillis): number => Math.floor(timeOf(wall) / SECOND_MS) % 60;

/** Periods that may hold starts from `begin` to `end`; days that the rule does not name cost one step. */
export function* subDailyPeriods(
  rule: Rule,
  start: WallMillis,
  begin: WallMillis,
  end: WallMillis,
  tick: Tick,
): Generator<WallMillis[]> {
  const unit = UNITS[rule.freq] ?? SECOND_MS;
  const step = unit * rule.interval;
  const origin = Math.floor(start / unit) * unit;
  /** first period at or after a moment */
  const at = (wall: WallMillis): WallMillis => origin + Math.ceil((wall - origin) / step) * step;
  const passes = dayFilter(rule, dayOf(start));
  let today: DayNumber | undefined;
  let isNamed = false;
  const { BYHOUR, BYMINUTE, BYSECOND } = rule.lists;
  const isLeftOut = (list: readonly number[] | undefined, value: number) => list !== undefined && !list.includes(value);

  for (let period = at(Math.floor(begin / unit) * unit); period <= end; ) {
    tick();
    if (dayOf(period) !== today) {
      today = dayOf(period);
      isNamed = passes(today);
    }
    if (!isNamed) {
      period = at((dayOf(period) + 1) * DAY_MS);
    } else if (isLeftOut(BYHOUR, hourOf(period))) {
      period = at((Math.floor(period / HOUR_MS) + 1) * HOUR_MS);
    } else if (unit < HOUR_MS && isLeftOut(BYMINUTE, minuteOf(period))) {
      period = at((Math.floor(period / MINUTE_MS) + 1) * MINUTE_MS);
    } else if (unit < MINUTE_MS && isLeftOut(BYSECOND, secondOf(period))) {
      period += step;
    } else {
      yield within(rule, unit, period, start);
      period += step;
    }
  }
}

/** What one hour, minute or second holds. */
function within({ lists }: Rule, unit: number, period: WallMillis, start: WallMillis): WallMillis[] {
  const minutes = unit === HOUR_MS ? (lists.BYMINUTE ?? [minuteOf(start)]) : [0];
  const seconds = unit >= MINUTE_MS ? (lists.BYSECOND ?? [secondOf(start)]) : [0];
  return minutes.flatMap((minute) => seconds.map((second) => period + minute * MINUTE_MS + second * SECOND_MS));
}
