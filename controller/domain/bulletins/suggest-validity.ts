/** Until when a bulletin should air. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { civilDay, dayBounds } from '../broadcasts/civil-time.ts';
import { type DatedPlace, lastDateIn } from '../reading/validity.ts';

/** The end of the last day that its text names, read on the day it was written. */
export function suggestValidUntil(
  text: string,
  writtenAt: EpochMillis,
  zone: string,
): (DatedPlace & { until: EpochMillis }) | undefined {
  const last = lastDateIn(text, civilDay(writtenAt, zone));
  const bounds = last && dayBounds(last.day, zone);
  return last && bounds && { ...last, until: bounds.until };
}
