/** Readings and dictionary entries as HTTP shows them. */
import { type ErrorParameters, errorText } from '@loa-lang/schemas/errors/codes';
import type { ReadingBody, ReadingWarningBody } from '@loa-lang/schemas/http/readings';
import type { AirDateWarning } from '../domain/reading/air-date-warnings.ts';
import type { Correction, Reading } from '../domain/reading/reading-types.ts';
import type { Readings } from '../services/reading/readings.ts';
import { outInstant } from './instants.ts';

const WEEKDAYS_EN: Readonly<Record<string, string>> = {
  'chủ nhật': 'a Sunday',
  'thứ hai': 'a Monday',
  'thứ ba': 'a Tuesday',
  'thứ tư': 'a Wednesday',
  'thứ năm': 'a Thursday',
  'thứ sáu': 'a Friday',
  'thứ bảy': 'a Saturday',
};

/** 2026-03-01 → 01/03/2026, as people here write it. */
const shownDay = (day: string): string => day.split('-').reverse().join('/');

export function readingBody(
  {
    text,
    segments,
    spoken,
    unknown,
    lostCorrections,
    airDateWarnings,
    validity,
  }: Awaited<ReturnType<Readings['preview']>>,
  corrections: readonly Correction[],
): ReadingBody {
  return {
    text,
    segments,
    spoken,
    ...(validity !== undefined && { validUntil: validityBody(validity) }),
    warnings: [
      ...unknown.map((written) => unknownWarning(segments, written)),
      ...foreignWarnings(segments),
      ...lostCorrections.map((index) =>
        notice('reading-correction-lost', { written: corrections[index]?.written ?? '' }),
      ),
      ...airDateWarnings.map(airDateBody),
    ],
  };
}

const validityBody = ({
  until,
  written,
  from,
  to,
}: NonNullable<Awaited<ReturnType<Readings['preview']>>['validity']>) => ({
  until: outInstant(until),
  written,
  from,
  to,
});

const notice = (
  code: 'reading-abbreviation-unknown' | 'reading-word-foreign' | 'reading-correction-lost',
  parameters: ErrorParameters,
) => ({
  code,
  message: errorText(code, parameters),
});

function unknownWarning(segments: Reading['segments'], written: string): ReadingWarningBody {
  const place = segments.find((segment) => segment.kind !== 'plain' && segment.written.includes(written));
  return {
    ...notice('reading-abbreviation-unknown', { written }),
    ...(place !== undefined && { from: place.from, to: place.to }),
  };
}

/** Each foreign word once, at its first place. */
function foreignWarnings(segments: Reading['segments']): ReadingWarningBody[] {
  const first = new Map<string, Reading['segments'][number]>();
  for (const segment of segments) {
    const word = segment.written.toLowerCase();
    if (segment.kind === 'foreign' && !first.has(word)) first.set(word, segment);
  }
  return [...first.values()].map(({ written, from, to }) => ({
    ...notice('reading-word-foreign', { written }),
    from,
    to,
  }));
}

export function airDateBody({
  kind,
  from,
  to,
  written,
  airDate,
  means,
  date,
  weekday = '',
}: AirDateWarning): ReadingWarningBody {
  const code = kind === 'relative-day' && means === undefined ? 'relative-span' : kind;
  const parameters = {
    written,
    airDate: shownDay(airDate),
    ...(means !== undefined && { means: shownDay(means) }),
    ...(date !== undefined && { date: shownDay(date) }),
  };
  const message = {
    vi: errorText(code, { ...parameters, weekday }).vi,
    en: errorText(code, { ...parameters, weekday: WEEKDAYS_EN[weekday] ?? weekday }).en,
  };
  return { code, message, from, to, airDate };
}
