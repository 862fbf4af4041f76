/** On which days a rule comes, in words. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { DayNumber } from '../civil-date.ts';
import { fieldsOf, weekdayOf } from '../gregorian.ts';
import { type Frequency, type Rule, WEEKDAYS, type Weekday, type WeekdayValue } from '../rule/rule.ts';
import { both, listed, monthWords, same, weekdayList, weekdayWords } from './date-words.ts';

const UNITS: Readonly<Record<Frequency, Words>> = {
  SECONDLY: { vi: 'giây', en: 'second' },
  MINUTELY: { vi: 'phút', en: 'minute' },
  HOURLY: { vi: 'giờ', en: 'hour' },
  DAILY: { vi: 'ngày', en: 'day' },
  WEEKLY: { vi: 'tuần', en: 'week' },
  MONTHLY: { vi: 'tháng', en: 'month' },
  YEARLY: { vi: 'năm', en: 'year' },
};

/** "hằng ngày", "thứ Hai và thứ Tư hằng tuần", "ngày 1 và 15, 2 tháng một lần". */
export function ruleWords(rule: Rule, start: DayNumber): Words {
  const { freq, interval, lists } = rule;
  const unit = UNITS[freq];
  const named = namedDays(rule, start);
  const isEveryWeekday = freq === 'WEEKLY' && rule.byDay?.length === WEEKDAYS.length;
  if (isEveryWeekday && interval === 1 && Object.keys(lists).length === 0)
    return ruleWords({ ...rule, freq: 'DAILY', byDay: [] }, start);
  const isWeekdaysOfDays = freq === 'DAILY' && interval === 1 && named.vi !== '' && rule.byDay !== undefined;
  const period = isWeekdaysOfDays ? UNITS.WEEKLY : unit;
  const often: Words =
    interval === 1
      ? { vi: `hằng ${period.vi}`, en: `every ${period.en}` }
      : { vi: `${interval} ${unit.vi} một lần`, en: `every ${interval} ${unit.en}s` };
  const positions = lists.BYSETPOS;
  const choice: Words | undefined =
    positions === undefined
      ? undefined
      : both({ vi: ', chỉ lấy lần', en: ', only the' }, listed(fromStart(positions).map(nth)), {
          vi: `trong mỗi ${unit.vi}`,
          en: `of each ${unit.en}`,
        });
  const days =
    named.vi === ''
      ? often
      : {
          vi: `${named.vi}${interval === 1 ? ' ' : ', '}${often.vi}`,
          en: interval === 1 ? `${often.en} on ${named.en}` : `${named.en}, ${often.en}`,
        };
  return choice === undefined ? days : { vi: `${days.vi}${choice.vi}`, en: `${days.en}${choice.en}` };
}

/** The days that the rule names, or that its start names for it; empty for every day. */
function namedDays(rule: Rule, start: DayNumber): Words {
  const { freq, lists, byDay } = rule;
  const { month, day } = fieldsOf(start);
  const isNamed = (byDay ?? lists.BYMONTHDAY ?? lists.BYYEARDAY ?? lists.BYWEEKNO) !== undefined;
  const ownDay = !isNamed && (freq === 'MONTHLY' || freq === 'YEARLY') ? [day] : undefined;
  const ownMonth = !isNamed && freq === 'YEARLY' ? [month] : undefined;
  const ownWeekday = !isNamed && freq === 'WEEKLY' ? [{ weekday: WEEKDAYS[weekdayOf(start)] as Weekday }] : undefined;
  const weekdays = byDay ?? ownWeekday;
  const monthDays = lists.BYMONTHDAY ?? ownDay;
  const months = lists.BYMONTH ?? ownMonth;
  const isLong = freq === 'MONTHLY' || freq === 'YEARLY';
  const isLimited = (lists.BYMONTHDAY ?? lists.BYYEARDAY ?? lists.BYWEEKNO ?? lists.BYSETPOS) !== undefined;
  const isInEveryMonth = freq === 'YEARLY' && monthDays !== undefined && months === undefined;
  return both(
    weekdays === undefined || weekdays.length === 0 ? undefined : weekdaysWords(weekdays, isLong && !isLimited),
    monthDays === undefined
      ? undefined
      : both({ vi: 'ngày', en: 'day' }, listed(fromStart(monthDays).map(monthDayPlace))),
    isInEveryMonth ? { vi: 'mỗi tháng', en: 'of every month' } : undefined,
    lists.BYYEARDAY === undefined
      ? undefined
      : both({ vi: 'ngày thứ', en: 'day' }, listed(fromStart(lists.BYYEARDAY).map(place)), {
          vi: 'trong năm',
          en: 'of the year',
        }),
    lists.BYWEEKNO === undefined
      ? undefined
      : both({ vi: 'tuần', en: 'in week' }, listed(fromStart(lists.BYWEEKNO).map(place))),
    months === undefined ? undefined : both({ vi: 'tháng', en: 'in' }, listed(months.map(monthWords))),
  );
}

/** `isEach`: several of them come in one period, which is said. */
function weekdaysWords(values: readonly WeekdayValue[], isEach: boolean): Words {
  const every = values.filter(({ ordinal }) => ordinal === undefined).map(({ weekday }) => weekday);
  const inOrder = fromStart(values.map(({ ordinal = 0 }) => ordinal)).flatMap((each) =>
    values.filter(({ ordinal }) => ordinal === each),
  );
  const numbered = [...new Set(inOrder)].flatMap(({ ordinal, weekday }) => {
    if (ordinal === undefined) return [];
    const [name, number] = [weekdayWords(weekday), nth(ordinal)];
    return [
      {
        vi: `${name.vi} ${ordinal === 1 || ordinal === -1 ? '' : 'lần '}${number.vi}`,
        en: `the ${number.en} ${name.en}`,
      },
    ];
  });
  return listed([
    ...(every.length === 0 ? [] : [both(isEach ? { vi: 'mọi', en: 'every' } : undefined, weekdayList(every))]),
    ...numbered,
  ]);
}

/** "đầu tiên", "thứ 2", "cuối cùng", "thứ 2 từ cuối". */
function nth(position: number): Words {
  const size = Math.abs(position);
  const english = `${size}${size % 10 === 1 && size !== 11 ? 'st' : size % 10 === 2 && size !== 12 ? 'nd' : size % 10 === 3 && size !== 13 ? 'rd' : 'th'}`;
  if (position === 1) return { vi: 'đầu tiên', en: 'first' };
  if (position === -1) return { vi: 'cuối cùng', en: 'last' };
  return position > 0 ? { vi: `thứ ${size}`, en: english } : { vi: `thứ ${size} từ cuối`, en: `${english} last` };
}

/** Ascending, those that count from the end behind the others. */
const fromStart = (places: readonly number[]): number[] =>
  [...places].sort((a, b) => Number(a < 0) - Number(b < 0) || a - b);

const monthDayPlace = (position: number): Words =>
  position === -1 ? { vi: 'cuối tháng', en: 'the last' } : place(position);

/** A place counted from the start as its number, one from the end in words. */
const place = (position: number): Words =>
  position > 0
    ? same(`${position}`)
    : position === -1
      ? { vi: 'cuối', en: 'last' }
      : { vi: `thứ ${-position} từ cuối`, en: `${-position} from the end` };
