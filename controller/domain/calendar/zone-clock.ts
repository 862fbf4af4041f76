/** Between instants and what the clocks of a zone show, RFC 5545 section 3.3.5. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { Temporal } from 'temporal-polyfill';
import { DAY_MS, type WallMillis } from './civil-date.ts';

export interface ZoneClock {
  wallAt(instant: EpochMillis): WallMillis;
  /** A time that clocks show twice is the first of the two; one that they skip is read with the offset before the gap. */
  instantOf(wall: WallMillis): EpochMillis;
}

interface Span {
  since: EpochMillis;
  until: EpochMillis;
  offsetMs: Millis;
}

/** Whether there is such an IANA zone. */
export function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

/** How far the zone's clocks are ahead of UTC at an instant. */
export const offsetAt = (instant: EpochMillis, zone: string): Millis =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;

/** Right from two days before `from` to two days after `until`: no zone is further from UTC. */
export function zoneClock(zone: string, from: EpochMillis, until: EpochMillis): ZoneClock {
  const spans = spansOf(zone, from - 2 * DAY_MS, until + 2 * DAY_MS);
  const last = spans[spans.length - 1] as Span;
  return {
    wallAt: (instant) => instant + (spans.find((span) => instant < span.until) ?? last).offsetMs,
    instantOf: (wall) => {
      const index = spans.findIndex((span) => wall - span.offsetMs < span.until);
      const span = spans[index] ?? last;
      const before = spans[index - 1];
      const isSkipped = before !== undefined && wall - span.offsetMs < span.since;
      return wall - (isSkipped ? before : span).offsetMs;
    },
  };
}

/** Times between two changes of the zone's offset, at least one. */
function spansOf(zone: string, from: EpochMillis, until: EpochMillis): Span[] {
  const spans: Span[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    const end = next !== null && next.epochMilliseconds < until ? next.epochMilliseconds : Number.POSITIVE_INFINITY;
    spans.push({ since: at.epochMilliseconds, until: end, offsetMs: at.offsetNanoseconds / 1e6 });
    if (next === null || end === Number.POSITIVE_INFINITY) return spans;
    at = next;
  }
}
