/** Year to second of an instant on a zone's clocks: asked for hundreds of times a page, so that a calendar is opened twice a day of it. */
export type Instant = string | number | Date;

interface CivilParts {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
  second: string;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();
/** how far a zone's clocks are ahead at midnights of UTC, ms */
const ahead = new Map<string, number>();
/** Some years of days. */
const MOST_KEPT = 5000;

/** @throws {RangeError} of what is no instant */
export function civilParts(at: Instant, zone: string): CivilParts {
  const ms = new Date(at).getTime();
  const text = new Date(ms + aheadOf(ms, zone)).toISOString();
  // a year of five digits begins with its sign
  const from = text.length - 24;
  const part = (start: number, end: number) => text.slice(from + start, from + end);
  return {
    ...{ year: text.slice(0, from + 4), month: part(5, 7), day: part(8, 10) },
    ...{ hour: part(11, 13), minute: part(14, 16), second: part(17, 19) },
  };
}

/** The same at both ends of a day of UTC is the same within; on a day of change the instant itself is asked for. */
function aheadOf(ms: number, zone: string): number {
  const midnight = Math.floor(ms / DAY_MS) * DAY_MS;
  const [before, after] = [atMidnight(midnight, zone), atMidnight(midnight + DAY_MS, zone)];
  return before === after ? before : measured(ms, zone);
}

function atMidnight(ms: number, zone: string): number {
  const key = `${zone} ${ms}`;
  const found = ahead.get(key) ?? measured(ms, zone);
  if (ahead.size >= MOST_KEPT) ahead.clear();
  ahead.set(key, found);
  return found;
}

function measured(ms: number, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    const two = '2-digit' as const;
    format = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric' },
      ...{ month: two, day: two, hour: two, minute: two, second: two },
    });
    formats.set(zone, format);
  }
  const parts = format.formatToParts(new Date(ms)).map(({ type, value }): [string, number] => [type, Number(value)]);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = Object.fromEntries(parts);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}
