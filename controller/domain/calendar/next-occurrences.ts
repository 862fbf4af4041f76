/** The next starts of a schedule, however far apart. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { DAY_MS } from './civil-date.ts';
import { occurrences } from './occurrences.ts';
import type { CivilDate, Occurrence, RecurrenceSpec } from './recurrence-spec.ts';

/** Nothing is looked for further ahead: the rarest date that people use, 29 February on a weekday, comes within 40 years. */
export const HORIZON_YEARS = 100;
const HORIZON_MS = HORIZON_YEARS * 366 * DAY_MS;
const FIRST_SPAN_MS = 32 * DAY_MS;
const GROWTH = 4;

/** At most `count`, ascending, beginning at `from`. @throws RecurrenceTooHard */
export function nextOccurrences(
  spec: RecurrenceSpec,
  from: EpochMillis,
  count = 20,
  daysOff?: ReadonlySet<CivilDate>,
): Occurrence[] {
  const begin = Math.max(from, Date.parse(`${spec.startDate}T00:00:00Z`) - 2 * DAY_MS);
  const end = begin + HORIZON_MS;
  const found: Occurrence[] = [];
  for (let at = begin, span = FIRST_SPAN_MS; at < end && found.length < count; at += span, span *= GROWTH) {
    found.push(...occurrences(spec, { from: at, until: Math.min(at + span, end) }, daysOff));
  }
  return found.slice(0, count);
}
