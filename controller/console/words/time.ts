/** Instants in the commune's zone, as people say them: `thứ Hai 07/12`, `05:30`, near ones as `còn 12 phút`. */
import { type Instant, civilParts as partsOf } from './civil-parts.ts';
import type { Language } from './language.ts';

const VI_DAYS = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'] as const;
const EN_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const DAY_MS = 86_400_000;

/** The commune's; places of one deployment are in one country. */
export const USUAL_ZONE = 'Asia/Ho_Chi_Minh';

export type { Instant };

export interface TimeWords {
  /** `05:30` */
  clock(at: Instant): string;
  /** `05:30:07` */
  seconds(at: Instant): string;
  /** `thứ Hai 07/12`; `hôm nay`, `hôm qua`, `ngày mai` when it is; with the year when it is another */
  day(at: Instant, now: Instant): string;
  /** `thứ Hai 07/12/2026` */
  wholeDay(at: Instant): string;
  /** `05:30 hôm nay` */
  moment(at: Instant, now: Instant): string;
  /** `còn 12 phút`, `12 phút trước`; days when it is far */
  near(at: Instant, now: Instant): string;
  /** of milliseconds: `1 giờ 05 phút`, `12 phút`, `40 giây` */
  length(ms: number): string;
  /** YYYY-MM-DD in the zone */
  isoDay(at: Instant): string;
}

export function timeWords(language: Language, zone: string = USUAL_ZONE): TimeWords {
  const isVi = language === 'vi';
  const isoDay = (at: Instant) => {
    const { year, month, day } = partsOf(at, zone);
    return `${year}-${month}-${day}`;
  };
  /** days since 1970 by the calendar of the zone */
  const dayNumber = (at: Instant) => Math.round(Date.parse(`${isoDay(at)}T00:00:00Z`) / DAY_MS);
  const clock = (at: Instant) => {
    const { hour, minute } = partsOf(at, zone);
    return `${hour}:${minute}`;
  };
  const named = (at: Instant) => (isVi ? VI_DAYS : EN_DAYS)[(((dayNumber(at) + 4) % 7) + 7) % 7] as string;
  const dated = (at: Instant) => {
    const { day, month } = partsOf(at, zone);
    return `${named(at)} ${day}/${month}`;
  };
  const wholeDay = (at: Instant) => `${dated(at)}/${partsOf(at, zone).year}`;
  const day = (at: Instant, now: Instant) => {
    const away = dayNumber(at) - dayNumber(now);
    if (away === 0) return isVi ? 'hôm nay' : 'today';
    if (away === 1) return isVi ? 'ngày mai' : 'tomorrow';
    if (away === -1) return isVi ? 'hôm qua' : 'yesterday';
    return partsOf(at, zone).year === partsOf(now, zone).year ? dated(at) : wholeDay(at);
  };
  const length = (ms: number) => {
    const all = Math.max(0, Math.round(ms / 1000));
    const [days, hours, minutes] = [Math.floor(all / 86_400), Math.floor(all / 3600) % 24, Math.floor(all / 60) % 60];
    const unit = (count: number, vi: string, en: string) =>
      isVi ? `${count} ${vi}` : `${count} ${en}${count === 1 ? '' : 's'}`;
    if (days >= 2) return unit(days, 'ngày', 'day');
    if (all >= 3600) {
      const whole = days * 24 + hours;
      return minutes === 0
        ? unit(whole, 'giờ', 'hour')
        : `${unit(whole, 'giờ', 'hour')} ${unit(minutes, 'phút', 'minute')}`;
    }
    return all >= 60 ? unit(minutes, 'phút', 'minute') : unit(all, 'giây', 'second');
  };
  return {
    clock,
    seconds: (at) => `${clock(at)}:${partsOf(at, zone).second}`,
    day,
    wholeDay,
    moment: (at, now) => `${clock(at)} ${day(at, now)}`,
    near: (at, now) => {
      const left = new Date(at).getTime() - new Date(now).getTime();
      if (Math.abs(left) < 5000) return isVi ? 'bây giờ' : 'now';
      const told = length(Math.abs(left));
      if (left > 0) return isVi ? `còn ${told}` : `in ${told}`;
      return isVi ? `${told} trước` : `${told} ago`;
    },
    length,
    isoDay,
  };
}
