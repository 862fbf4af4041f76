/** Vectors of the corpus: lines of iCalendar, or start and rule apart. Only what the corpus writes is understood. */
import { occurrences } from '@loa-lang/controller/domain/calendar/occurrences';
import { specAt } from './spec.ts';

export interface CorpusVector {
  id: string;
  rrule?: string;
  dtstart?: string;
  ical?: string;
  kwargs?: { dtstart?: string };
  /** local date-times */
  expect?: string[];
  /** instants; only the first of them are listed where `limit` is a number */
  expect_iso?: string[];
}

interface Lines {
  zone: string;
  start: string;
  rules: string[];
  exrules: string[];
  rdate: string[];
  exdate: string[];
}

const MINUTE_MS = 60_000;
const YEAR_MS = 366 * 24 * 60 * MINUTE_MS;

/** Without a zone a vector is checked in UTC, whose clocks show every time once. */
function linesOf(vector: CorpusVector): Lines {
  const lines: Lines = { zone: 'UTC', start: vector.dtstart ?? '', rules: [], exrules: [], rdate: [], exdate: [] };
  if (vector.rrule !== undefined) lines.rules.push(vector.rrule);
  const [, year, month, day, hour, minute] =
    /\((\d+), (\d+), (\d+), (\d+), (\d+)\)/.exec(vector.kwargs?.dtstart ?? '') ?? [];
  const two = (text = '') => text.padStart(2, '0');
  if (year !== undefined) lines.start = `${year}${two(month)}${two(day)}T${two(hour)}${two(minute)}00`;
  const unfolded = (vector.ical ?? '').replace(/\n (?=\S)/g, (fold) => (vector.ical?.startsWith('FREQ') ? '' : fold));
  for (const line of unfolded.split(/\n|\s{2,}/).map((text) => text.trim())) {
    const [, name = '', zone, value = ''] = /^(?:(\w+)(?:;TZID=([\w/]+))?:)?(.*)$/.exec(line) ?? [];
    if (value === '') continue;
    if (zone !== undefined) lines.zone = zone;
    const kind = name.toUpperCase();
    if (kind === 'DTSTART') lines.start = value;
    else if (kind === 'EXRULE') lines.exrules.push(value);
    else if (kind === 'RDATE') lines.rdate.push(...value.split(','));
    else if (kind === 'EXDATE') lines.exdate.push(...value.split(','));
    else lines.rules.push(value);
  }
  return lines;
}

/**
 * What we say where the vector says `expected`: all starts up to a year after the last expected one, or as many as are
 * listed of a rule without an end. Several RRULEs are the union of several schedules, an EXRULE the difference.
 */
export function startsOf(vector: CorpusVector): { ours: string[]; expected: string[] } {
  const { zone, start, rules, exrules, rdate, exdate } = linesOf(vector);
  const expected = vector.expect_iso?.map((text) => new Date(text).toISOString()) ?? (vector.expect ?? []).map(isoOf);
  const isEndless = rules.some((rule) => !/COUNT|UNTIL/i.test(rule));
  const isFast = rules.some((rule) => /SECONDLY|MINUTELY|HOURLY/i.test(rule));
  const last = Date.parse(expected[expected.length - 1] ?? isoOf(start));
  const window = { from: Date.UTC(1900, 0, 1), until: last + (isEndless || isFast ? MINUTE_MS : YEAR_MS) };
  const instants = (rrule: string | undefined, dates: string[] = []): string[] =>
    occurrences(specAt(zone, start, { ...(rrule === undefined ? {} : { rrule }), rdate: dates, exdate }), window).map(
      ({ startAt }) => new Date(startAt).toISOString(),
    );
  const without = new Set(exrules.flatMap((rule) => instants(rule)));
  const all = rules.length === 0 ? instants(undefined, rdate) : rules.flatMap((rule) => instants(rule, rdate));
  const ours = [...new Set(all)].filter((instant) => !without.has(instant)).sort();
  return { ours: isEndless ? ours.slice(0, expected.length) : ours, expected };
}

const isoOf = (text: string): string =>
  text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6.000Z');
