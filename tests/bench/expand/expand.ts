/** How long a year of ten thousand schedules takes, and the eight days ahead that are looked at again and again. */
import { checkRecurrence } from '@loa-lang/controller/domain/calendar/check/check-recurrence';
import { occurrences } from '@loa-lang/controller/domain/calendar/occurrences';
import { atMost, type Bench, type BenchResult, figure, percentile } from '../bench.ts';
import { DAYS_OFF, MIX, schedule } from './schedules.ts';

const SCHEDULES = 10_000;
const DAY_MS = 86_400_000;
const FROM = Date.parse('2026-12-01T00:00+07:00');
const YEAR = { from: FROM, until: FROM + 365 * DAY_MS };
const AHEAD = { from: FROM, until: FROM + 8 * DAY_MS };
/** A quarter of an hour passes between two looks of one process at all its schedules. */
const YEAR_LIMIT_S = 60;

interface Pass {
  seconds: number;
  starts: number;
  eachMs: number[];
  peakHeapMb: number;
}

/** Nothing is kept of what was found, as nothing is kept of it in the controller. */
function pass(specs: readonly ReturnType<typeof schedule>[], window: typeof YEAR): Pass {
  const eachMs: number[] = [];
  let starts = 0;
  let peak = 0;
  const began = performance.now();
  for (const spec of specs) {
    const before = performance.now();
    starts += occurrences(spec, window, DAYS_OFF).length;
    eachMs.push(performance.now() - before);
    if (eachMs.length % 100 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed);
  }
  return { seconds: (performance.now() - began) / 1000, starts, eachMs, peakHeapMb: peak / 2 ** 20 };
}

async function run(log: (line: string) => void): Promise<BenchResult> {
  const specs = Array.from({ length: SCHEDULES }, (_, index) => schedule(index));
  const refused = specs.filter((spec) => !checkRecurrence(spec).ok);
  if (refused.length > 0)
    throw new Error(`${refused.length} schedules are no schedules: ${JSON.stringify(refused[0])}`);
  log('eight days ahead');
  const ahead = pass(specs, AHEAD);
  log('a year');
  const year = pass(specs, YEAR);
  return {
    conditions: { schedules: SCHEDULES, mix: MIX, daysOff: DAYS_OFF.size },
    figures: [
      atMost('a year of all', year.seconds, YEAR_LIMIT_S, 's'),
      figure('starts found', year.starts, ''),
      figure('starts a second', year.starts / year.seconds, '/s'),
      figure('one schedule, median', percentile(year.eachMs, 0.5), 'ms'),
      figure('one schedule, p99', percentile(year.eachMs, 0.99), 'ms'),
      figure('one schedule, longest', percentile(year.eachMs, 1), 'ms'),
      figure('peak heap', year.peakHeapMb, 'MB'),
      figure('eight days of all', ahead.seconds, 's'),
      figure('starts found in eight days', ahead.starts, ''),
    ],
  };
}

export const expand: Bench = {
  name: 'expand',
  what: 'a year of ten thousand schedules: seconds, starts a second, the longest, peak heap',
  run,
};
