/** Another astronomy comes to the same calendar. */
import { dateText } from '@loa-lang/controller/domain/calendar/civil-date';
import { lunarDays } from '@loa-lang/controller/domain/calendar/lunar/lunar-date';
import { lunarMonths } from '@loa-lang/controller/domain/calendar/lunar/lunar-year';
import type { LunarDate } from '@loa-lang/controller/domain/calendar/recurrence-spec';
import { beforeAll, describe, expect, it } from 'vitest';
import { moonLongitude, type SecondMonth, secondCalendar } from '../../../support/calendar/second-lunar-calendar.ts';

const [FIRST, LAST] = [1900, 2100];
/** Both ways together are good to less than this. */
const UNSURE_MINUTES = 1;
/** New moons so near to midnight that neither way can tell the day. */
const UNSURE = ['1967-07-08', '2077-11-16'];

let months: SecondMonth[];
beforeAll(() => {
  const second = secondCalendar(FIRST, LAST);
  months = Array.from({ length: LAST - FIRST + 1 }, (_, index) => second.get(FIRST + index) ?? []).flat();
});

/** Both lists, without the days on which neither can be sure. */
function compared(date: LunarDate, theirs: readonly (readonly [SecondMonth, number])[]): [string[], string[]] {
  const [first, last] = [months[0], months.at(-1)] as [SecondMonth, SecondMonth];
  const unsure = new Set(
    months
      .filter(({ marginMinutes }) => marginMinutes < UNSURE_MINUTES)
      .flatMap(({ start }) => Array.from({ length: 62 }, (_, day) => start - 31 + day)),
  );
  const sure = (days: readonly number[]) => days.filter((day) => !unsure.has(day)).map(dateText);
  return [
    sure(lunarDays([date], first.start, last.start + last.days - 1)),
    sure(theirs.map(([{ start }, n]) => start + n)),
  ];
}

describe('the moon of the second opinion', () => {
  it('is where the worked example of its book has it: 133.162655° on 12 April 1992', () => {
    expect(((moonLongitude(2448724.5) % 360) + 360) % 360).toBeCloseTo(133.162655, 4);
  });
});

describe(`lunar years ${FIRST}–${LAST}, reckoned from the longitudes of moon and sun`, () => {
  it('have the same months, leap months among them, from the same days on', () => {
    const text = ({ month, leap, start }: Pick<SecondMonth, 'month' | 'leap' | 'start'>) =>
      `${dateText(start)} ${month}${leap ? '+' : ''}`;
    const ours = Array.from({ length: LAST - FIRST + 1 }, (_, index) => lunarMonths(FIRST + index)).flat();
    const leaps = months.filter(({ leap }) => leap).length;
    console.info(`${months.length} months, ${leaps} of them leap months, compared with a second astronomy`);
    expect(ours.map(({ month, leap }) => [month, leap])).toEqual(months.map(({ month, leap }) => [month, leap]));
    const otherwise = months.filter((month, index) => text(month) !== text(ours[index] as SecondMonth));
    expect(otherwise.map(({ start }) => dateText(start))).toEqual(UNSURE);
    for (const { marginMinutes } of otherwise) expect(marginMinutes).toBeLessThan(UNSURE_MINUTES);
  });

  it('mùng một and rằm of every month, leap months too', () => {
    for (const day of [1, 15]) {
      const [ours, theirs] = compared(
        { every: 'month', day },
        months.map((month) => [month, day - 1]),
      );
      expect(ours).toEqual(theirs);
      expect(ours.length).toBeGreaterThan(2400);
    }
  });

  it('giao thừa is the day before Tết; 10/3 and 23 Chạp come once a year, in the regular month', () => {
    const regular = (which: number) => months.filter(({ month, leap }) => month === which && !leap);
    const last = regular(12).map((month) => [month, month.days - 1] as const);
    for (const [ours, theirs] of [
      compared({ every: 'year', month: 12, day: 'last' }, last),
      compared(
        { every: 'year', month: 3, day: 10 },
        regular(3).map((month) => [month, 9]),
      ),
      compared(
        { every: 'year', month: 12, day: 23 },
        regular(12).map((month) => [month, 22]),
      ),
    ]) {
      expect(ours).toEqual(theirs);
      expect(ours.length).toBeGreaterThanOrEqual(LAST - FIRST);
    }
    const tet = regular(1).map(({ start }) => start);
    expect(last.slice(0, -1).map(([month, day]) => month.start + day + 1)).toEqual(tet.slice(1));
  });
});
