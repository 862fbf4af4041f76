/** What a text says that fits some days of airing and not others. */
import { fullDateAt, isDay } from './rules/date-forms.ts';
import { Scan } from './scan.ts';
import { RELATIVE_DAYS, RELATIVE_SPANS, WEEKDAY_NAMES } from './tables/relative-days.ts';

/** YYYY-MM-DD in the commune's zone. */
export type CivilDay = string;

export interface AirDateWarning {
  /**
   * relative-day: "hôm nay" means another day on each day of airing; relative-day-wrong: the date beside it is not that
   * day; weekday-wrong: the date beside the weekday falls on another.
   */
  kind: 'relative-day' | 'relative-day-wrong' | 'weekday-wrong';
  /** UTF-16 offsets in the text's NFC form */
  from: number;
  to: number;
  written: string;
  airDate: CivilDay;
  /** relative-day: the day it means when heard on `airDate`; absent for "tuần sau" and the like */
  means?: CivilDay;
  /** what stands in the text */
  date?: CivilDay;
  /** weekday-wrong: the right name */
  weekday?: string;
}

const DAY_MS = 86_400_000;
const RELATIVE = new RegExp(
  `(?<!\\p{L})(?:${[...RELATIVE_DAYS.map(([words]) => words), ...RELATIVE_SPANS].sort((a, b) => b.length - a.length).join('|')})(?!\\p{L})`,
  'gu',
);
const WEEKDAY =
  /(?<!\p{L})(?:(chủ nhật)|cn|thứ (hai|ba|tư|năm|sáu|bảy|[2-7])|t\.?([2-7]))(?![\p{L}\d])[ ,(:-]{0,4}(?:(?:là )?ngày )?/gu;
const WORDY_DATE = /(\d{1,2}) tháng (\d{1,2})(?: năm (\d{4}))?(?!\d)/y;
const SHORT_DATE = /(\d{1,2}) ?[/.-] ?(\d{1,2})(?![\d/.-]*\d)/y;

const millis = (day: CivilDay): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (instant: number): CivilDay => new Date(instant).toISOString().slice(0, 10);
const pad = (value: number): string => String(value).padStart(2, '0');

/** Warnings for each day of airing, in the order of the text. Days that are no days are passed over. */
export function airDateWarnings(given: string, airDates: readonly CivilDay[]): AirDateWarning[] {
  const text = given.normalize('NFC').replace(/\r\n?/g, '\n');
  const days = [...new Set(airDates)].filter((day) => !Number.isNaN(millis(day)));
  return days
    .flatMap((airDate) => {
      const scan = new Scan(text, Number(airDate.slice(0, 4)), new Map());
      return [...relativeWords(scan, airDate), ...weekdays(scan, airDate)];
    })
    .sort((a, b) => a.from - b.from || a.airDate.localeCompare(b.airDate));
}

function* relativeWords(scan: Scan, airDate: CivilDay): Generator<AirDateWarning> {
  for (const match of scan.low.matchAll(RELATIVE)) {
    const [from, to] = [match.index, match.index + match[0].length];
    const offset = RELATIVE_DAYS.find(([words]) => words === match[0])?.[1];
    const place = { from, to, written: scan.text.slice(from, to), airDate };
    if (offset === undefined) {
      yield { kind: 'relative-day', ...place };
      continue;
    }
    const means = dayOf(millis(airDate) + offset * DAY_MS);
    const gap =
      /^[ ,(:]{1,3}(?:(?:là )?(?:thứ \p{L}+|chủ nhật)[ ,(]{1,3})?(?:ngày )?/u.exec(scan.low.slice(to, to + 40))?.[0] ??
      '';
    const date = dateNear(scan, to + gap.length, airDate);
    if (date === undefined) yield { kind: 'relative-day', ...place, means };
    else if (date !== means) yield { kind: 'relative-day-wrong', ...place, means, date };
  }
}

function* weekdays(scan: Scan, airDate: CivilDay): Generator<AirDateWarning> {
  for (const match of scan.low.matchAll(WEEKDAY)) {
    const [all, sunday, word, short] = match;
    const digit = word ?? short;
    const named = sunday !== undefined || digit === undefined ? 0 : numberOf(digit);
    const date = dateNear(scan, match.index + all.length, airDate);
    if (date === undefined) continue;
    const actual = new Date(millis(date)).getUTCDay();
    if (actual === named) continue;
    const written = scan.text
      .slice(match.index, match.index + all.length)
      .replace(/[ ,(:-]*(?:(?:là )?ngày )?[ ,(:-]*$/iu, '');
    const to = match.index + written.length;
    yield {
      kind: 'weekday-wrong',
      from: match.index,
      to,
      written,
      airDate,
      date,
      weekday: WEEKDAY_NAMES[actual] ?? '',
    };
  }
}

const WORDS: Readonly<Record<string, number>> = { hai: 1, ba: 2, tư: 3, năm: 4, sáu: 5, bảy: 6 };
const numberOf = (word: string): number => WORDS[word] ?? Number(word) - 1;

/** The date that begins at `at`; without a year, that of the nearest such day to the day of airing. */
function dateNear(scan: Scan, at: number, airDate: CivilDay): CivilDay | undefined {
  const full = fullDateAt(scan, at);
  if (full?.day !== undefined && full.year !== undefined) return `${full.year}-${pad(full.month)}-${pad(full.day)}`;
  WORDY_DATE.lastIndex = at;
  const wordy = WORDY_DATE.exec(scan.low);
  const found = wordy ?? scan.match(SHORT_DATE, at);
  if (found === undefined) return undefined;
  const [day, month] = [Number(found[1]), Number(found[2])];
  if (!isDay(day, month)) return undefined;
  if (wordy?.[3] !== undefined) return `${wordy[3]}-${pad(month)}-${pad(day)}`;
  const year = Number(airDate.slice(0, 4));
  const near = [year - 1, year, year + 1].map((each) => `${each}-${pad(month)}-${pad(day)}`);
  const away = (each: CivilDay): number => Math.abs(millis(each) - millis(airDate));
  return near.filter((each) => dayOf(millis(each)) === each).sort((a, b) => away(a) - away(b))[0];
}
