/** Dates, weekdays and lists as people write them. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { type DayNumber, dateText, dayOf, parseDate, timeOf, timeText, type WallMillis } from '../civil-date.ts';
import type { CivilDate } from '../recurrence-spec.ts';
import { WEEKDAYS, type Weekday } from '../rule/rule.ts';
import { offsetAt } from '../zone-clock.ts';

const WEEKDAY_WORDS: Readonly<Record<Weekday, Words>> = {
  MO: { vi: 'thứ Hai', en: 'Monday' },
  TU: { vi: 'thứ Ba', en: 'Tuesday' },
  WE: { vi: 'thứ Tư', en: 'Wednesday' },
  TH: { vi: 'thứ Năm', en: 'Thursday' },
  FR: { vi: 'thứ Sáu', en: 'Friday' },
  SA: { vi: 'thứ Bảy', en: 'Saturday' },
  SU: { vi: 'Chủ nhật', en: 'Sunday' },
};
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const weekdayWords = (weekday: Weekday): Words => WEEKDAY_WORDS[weekday];
export const monthWords = (month: number): Words => ({ vi: `${month}`, en: MONTHS_EN[month - 1] ?? '' });

/** `01/11` and `1 Nov` of `11-01`. */
export function monthDayWords(monthDay: string): Words {
  const [month = '', day = ''] = monthDay.split('-');
  return { vi: `${day}/${month}`, en: `${Number(day)} ${monthWords(Number(month)).en}` };
}

/** `31/12/2026` and `31 Dec 2026`. */
export function dateWords(day: DayNumber): Words {
  const text = dateText(day);
  const { vi, en } = monthDayWords(text.slice(5));
  return { vi: `${vi}/${text.slice(0, 4)}`, en: `${en} ${text.slice(0, 4)}` };
}

export const momentWords = (wall: WallMillis): Words => both(timeText(timeOf(wall)), dateWords(dayOf(wall)));

/** An instant on a zone's clocks, to the second: `04:30 03/03/2026`. */
export const instantWords = (instant: EpochMillis, zone: string): Words =>
  momentWords(Math.floor((instant + offsetAt(instant, zone)) / 1000) * 1000);

/** Of a day as `YYYY-MM-DD`. */
export const dayWords = (day: CivilDate): Words => dateWords(parseDate(day) as DayNumber);

export const same = (text: string): Words => ({ vi: text, en: text });

/** One after the other, with a space where both say something. */
export const both = (...parts: readonly (Words | string | undefined)[]): Words => {
  const in_ = (language: keyof Words) =>
    parts
      .map((part) => (part === undefined || typeof part === 'string' ? part : part[language]))
      .filter((text) => text !== undefined && text !== '')
      .join(' ');
  return { vi: in_('vi'), en: in_('en') };
};

/** "a, b và c". */
export function listed(items: readonly Words[]): Words {
  const join = (texts: readonly string[], and: string) =>
    texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} ${and} ${texts[texts.length - 1]}`;
  return {
    vi: join(
      items.map(({ vi }) => vi),
      'và',
    ),
    en: join(
      items.map(({ en }) => en),
      'and',
    ),
  };
}

/** Three and more weekdays in a row as "thứ Hai đến thứ Sáu". */
export function weekdayList(weekdays: readonly Weekday[]): Words {
  const places = weekdays.map((weekday) => WEEKDAYS.indexOf(weekday)).sort((a, b) => a - b);
  const [first, last] = [places[0] ?? 0, places[places.length - 1] ?? 0];
  if (places.length > 2 && last - first === places.length - 1) {
    const [from, to] = [weekdayWords(WEEKDAYS[first] as Weekday), weekdayWords(WEEKDAYS[last] as Weekday)];
    return { vi: `${from.vi} đến ${to.vi}`, en: `${from.en} to ${to.en}` };
  }
  return listed(places.map((place) => weekdayWords(WEEKDAYS[place] as Weekday)));
}
