/** A calendar for other programs (RFC 5545). Instants are in UTC, so that no description of the zone is needed. */
import type { EpochMillis } from '@loa-lang/schemas/units';

export interface CalendarEvent {
  /** stays the same in every copy of the calendar */
  uid: string;
  /** counts its changes from 0 */
  sequence: number;
  startAt: EpochMillis;
  endsAt: EpochMillis;
  summary: string;
  description?: string;
  location?: string;
  categories?: readonly string[];
  url?: string;
}

export interface CalendarFile {
  name: string;
  language: string;
  /** when it was put together */
  madeAt: EpochMillis;
  events: readonly CalendarEvent[];
}

/** Octets of a line, its end not counted (3.1). */
const MAX_OCTETS = 75;
/** What a text may not hold (3.3.11). */
const CONTROLS = /[^\P{Cc}\t\n]/gu;

/** A value of the type TEXT (3.3.11). */
export const escapedText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(CONTROLS, '')
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replaceAll('\n', '\\n');

/** Broken behind whole characters; the space that begins the next line counts. */
export function folded(line: string): string {
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MAX_OCTETS) {
      lines.push(current);
      [current, octets] = [' ', 1];
    }
    current += character;
    octets += size;
  }
  return [...lines, current].join('\r\n');
}

/** `20261127T223000Z` */
export const utc = (instant: EpochMillis): string => `${new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '')}`;

export function calendarText({ name, language, madeAt, events }: CalendarFile): string {
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', `PRODID:-//Loa Làng//Lịch phát thanh//${language.toUpperCase()}`],
    ...['CALSCALE:GREGORIAN', 'METHOD:PUBLISH'],
    // RFC 7986, and the older names that programs look for
    ...[`NAME:${escapedText(name)}`, `X-WR-CALNAME:${escapedText(name)}`],
    ...['REFRESH-INTERVAL;VALUE=DURATION:PT1H', 'X-PUBLISHED-TTL:PT1H'],
    ...events.flatMap((event) => eventLines(event, madeAt)),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function eventLines(event: CalendarEvent, madeAt: EpochMillis): string[] {
  const { uid, sequence, startAt, endsAt, summary, description, location, categories = [], url } = event;
  return [
    'BEGIN:VEVENT',
    ...[`UID:${uid}`, `DTSTAMP:${utc(madeAt)}`, `SEQUENCE:${sequence}`],
    // an end must lie behind the start (3.6.1)
    ...[`DTSTART:${utc(startAt)}`, `DTEND:${utc(Math.max(endsAt, startAt + 1000))}`],
    `SUMMARY:${escapedText(summary)}`,
    ...(description === undefined ? [] : [`DESCRIPTION:${escapedText(description)}`]),
    ...(location === undefined ? [] : [`LOCATION:${escapedText(location)}`]),
    ...(categories.length === 0 ? [] : [`CATEGORIES:${categories.map(escapedText).join(',')}`]),
    ...(url === undefined ? [] : [`URL:${url}`]),
    // it takes nobody's time
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}
