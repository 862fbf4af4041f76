/** RDATE and EXDATE may be written in UTC (RFC 5545 section 3.3.5, form 2); what is stored is what the commune's clocks show. */
import { dateTimeText, parseDateTime } from './civil-date.ts';
import type { RecurrenceSpec } from './recurrence-spec.ts';
import { isZone, zoneClock } from './zone-clock.ts';

/** What cannot be read stays as it is, and is refused by its check. */
export function withLocalMoments(spec: RecurrenceSpec): RecurrenceSpec {
  const { zone, rdate, exdate } = spec;
  if (!isZone(zone)) return spec;
  const local = (text: string): string => {
    const instant = text.endsWith('Z') ? parseDateTime(text.slice(0, -1)) : undefined;
    return instant === undefined ? text : dateTimeText(zoneClock(zone, instant, instant).wallAt(instant));
  };
  return {
    ...spec,
    ...(rdate !== undefined && { rdate: rdate.map(local) }),
    ...(exdate !== undefined && { exdate: exdate.map(local) }),
  };
}
