/** Instants as people here write them. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { EpochMillis } from '@loa-lang/schemas/units';

const WEEKDAYS = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'];

const digitsOf = (instant: EpochMillis, zone: string): Date => {
  const part = Object.fromEntries(
    new Intl.DateTimeFormat('en-US-u-ca-iso8601', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    })
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return new Date(Date.UTC(part.year ?? 1970, (part.month ?? 1) - 1, part.day ?? 1, part.hour ?? 0, part.minute ?? 0));
};

const two = (value: number): string => String(value).padStart(2, '0');

/** `17:00` */
export const timeWords = (instant: EpochMillis, zone: string): string => {
  const digits = digitsOf(instant, zone);
  return `${two(digits.getUTCHours())}:${two(digits.getUTCMinutes())}`;
};

/** `07/12 17:00` */
export const dayMonthTime = (instant: EpochMillis, zone: string): string => {
  const digits = digitsOf(instant, zone);
  return `${two(digits.getUTCDate())}/${two(digits.getUTCMonth() + 1)} ${timeWords(instant, zone)}`;
};

/** `thứ Hai 07/12`, with the year when it is another one than that of `now`; in English `Monday 7 December` */
export function dayWords(instant: EpochMillis, zone: string, now: EpochMillis): Words {
  const digits = digitsOf(instant, zone);
  const year = digits.getUTCFullYear();
  const isOtherYear = year !== digitsOf(now, zone).getUTCFullYear();
  const [day, month] = [digits.getUTCDate(), digits.getUTCMonth() + 1];
  const english = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(digits);
  return {
    vi: `${WEEKDAYS[digits.getUTCDay()]} ${two(day)}/${two(month)}${isOtherYear ? `/${year}` : ''}`,
    en: `${english.replace(',', '')}${isOtherYear ? ` ${year}` : ''}`,
  };
}

/** `17:00 thứ Hai 07/12`; in English `17:00, Monday 7 December` */
export function instantWords(instant: EpochMillis, zone: string, now: EpochMillis): Words {
  const { vi, en } = dayWords(instant, zone, now);
  const time = timeWords(instant, zone);
  return { vi: `${time} ${vi}`, en: `${time}, ${en}` };
}
