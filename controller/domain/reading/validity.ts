/** Until when a text is news: by the last date in it. */
import type { CivilDay } from './air-date-warnings.ts';
import { dayMonthAt, fullDateAt, isDay } from './rules/date-forms.ts';
import { Scan } from './scan.ts';
import { RELATIVE_DAYS } from './tables/relative-days.ts';

export interface DatedPlace {
  /** the day that is meant, in the commune's zone */
  day: CivilDay;
  written: string;
  /** UTF-16 offsets in the text's NFC form */
  from: number;
  to: number;
}

const DAY_MS = 86_400_000;
const WORDY = /(\d{1,2}) tháng (\d{1,2})(?: năm (\d{4}))?(?!\d)/y;
/** What comes first in a date, so that only there is looked. */
const DIGITS = /(?<![\p{L}\d./-])\d{1,4}/gu;
/** A day of the lunar calendar is another day. */
const LUNAR = /^[ ,(]{0,2}(?:âm lịch|âl|nông lịch|al\b)/u;
/** The date of a paper or of something that has happened: no news ends with it. */
const OF_A_PAPER =
  /(?:số|quyết định|nghị định|nghị quyết|thông tư|kế hoạch|công văn|tờ trình|chỉ thị|luật)[^.;\n]{0,60}(?:ngày )?$/u;
/** What must stand before a day and month in figures: 3/4 alone may be a ratio, 12.5 a length. */
const LEADS_TO_A_DATE =
  /(?:ngày|mùng|mồng|hôm|sáng|trưa|chiều|tối|đêm|hết|đến|tới|từ|trước|và|(?:thứ|t) ?(?:\p{L}+|[2-7])|chủ nhật|cn)[ ,(:-]{1,3}$/u;
const pad = (value: number): string => String(value).padStart(2, '0');
const millis = (day: CivilDay): number => Date.parse(`${day}T00:00:00Z`);
const isReal = (day: CivilDay): boolean =>
  !Number.isNaN(millis(day)) && new Date(millis(day)).toISOString().startsWith(day);
/** News is not planned further ahead; what lies beyond is a misprint or another kind of date. */
const AHEAD_MS = 366 * DAY_MS;

/**
 * The last day that the text names from the day of writing on; a date without a year is the next such day. Dates of
 * papers and of the lunar calendar do not count. `undefined` when there is none.
 */
export function lastDateIn(given: string, writtenOn: CivilDay): DatedPlace | undefined {
  const text = given.normalize('NFC').replace(/\r\n?/g, '\n');
  const scan = new Scan(text, Number(writtenOn.slice(0, 4)), new Map());
  const today = millis(writtenOn);
  return [...written(scan, writtenOn), ...relative(scan, writtenOn)]
    .filter(({ day }) => isReal(day) && millis(day) >= today && millis(day) <= today + AHEAD_MS)
    .sort((a, b) => millis(b.day) - millis(a.day) || a.from - b.from)[0];
}

function* written(scan: Scan, writtenOn: CivilDay): Generator<DatedPlace> {
  let end = 0;
  for (const { index: from } of scan.low.matchAll(DIGITS)) {
    if (from < end) continue;
    const date = wordyAt(scan, from) ?? fullDateAt(scan, from) ?? dayMonthAt(scan, from);
    if (date?.day === undefined) continue;
    const before = scan.low.slice(Math.max(0, from - 90), from);
    if ('separator' in date && date.year === undefined && !LEADS_TO_A_DATE.test(before)) continue;
    const { to, day, month, year } = date;
    end = to;
    if (LUNAR.test(scan.low.slice(to, to + 12))) continue;
    // a paper is named by day, month and year
    if (year !== undefined && OF_A_PAPER.test(before)) continue;
    const place = { from, to, written: scan.text.slice(from, to) };
    if (year !== undefined) yield { ...place, day: `${year}-${pad(month)}-${pad(day)}` };
    else yield { ...place, day: nextSuch(day, month, writtenOn) };
  }
}

function wordyAt(scan: Scan, at: number) {
  WORDY.lastIndex = at;
  const found = WORDY.exec(scan.low);
  if (found === null) return undefined;
  const [all, day, month, year] = found;
  if (!isDay(Number(day), Number(month))) return undefined;
  const date = { to: at + all.length, day: Number(day), month: Number(month) };
  return year === undefined ? { ...date, year: undefined } : { ...date, year: Number(year) };
}

/** This year's when it is still to come, or passed lately; else the next year's: 5/1 written in December. */
function nextSuch(day: number, month: number, writtenOn: CivilDay): CivilDay {
  const year = Number(writtenOn.slice(0, 4));
  const own = `${year}-${pad(month)}-${pad(day)}`;
  const next = `${year + 1}-${pad(month)}-${pad(day)}`;
  return millis(own) < millis(writtenOn) - 180 * DAY_MS ? next : own;
}

function* relative({ low, text }: Scan, writtenOn: CivilDay): Generator<DatedPlace> {
  for (const [words, days] of RELATIVE_DAYS) {
    const from = low.indexOf(words);
    if (from < 0 || days < 0) continue;
    const to = from + words.length;
    const day = new Date(millis(writtenOn) + days * DAY_MS).toISOString().slice(0, 10);
    yield { day, written: text.slice(from, to), from, to };
  }
}
