/** Schedules as a province has them, made by number, so that every run has the same. */
import type { RecurrenceSpec } from '@loa-lang/controller/domain/calendar/recurrence-spec';

const WINTER = [{ from: '11-01', to: '03-31', time: '05:30' }];
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const two = (value: number): string => String(value).padStart(2, '0');

/** Share of each kind, in hundredths, and what it is. */
const KINDS: readonly (readonly [number, string, (index: number) => Partial<RecurrenceSpec>])[] = [
  [
    40,
    'daily with a winter timetable and days off',
    () => ({ rrule: 'FREQ=DAILY', seasons: WINTER, skipDaysOff: true }),
  ],
  [
    15,
    'two times on working days',
    () => ({ rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=5,17', skipDaysOff: true }),
  ],
  [15, 'once a week', (index) => ({ rrule: `FREQ=WEEKLY;BYDAY=${WEEKDAYS[index % 7]}`, seasons: WINTER })],
  [6, 'twice a month', () => ({ rrule: 'FREQ=MONTHLY;BYMONTHDAY=1,15' })],
  [4, 'last working day of the month', () => ({ rrule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1' })],
  [
    8,
    'mùng một and rằm',
    () => ({
      lunar: [
        { every: 'month', day: 1 },
        { every: 'month', day: 15 },
      ],
    }),
  ],
  [3, 'a festival by the lunar year', (index) => ({ lunar: [{ every: 'year', month: (index % 12) + 1, day: 10 }] })],
  [2, 'once a year', () => ({ rrule: 'FREQ=YEARLY' })],
  [
    2,
    'daily since 2000 by COUNT, as far as it may go',
    () => ({ rrule: 'FREQ=DAILY;COUNT=10000', startDate: '2000-09-02' }),
  ],
  [
    5,
    'once, with further dates',
    (index) => ({ rdate: [3, 9, 12].map((month) => `2027${two(month)}${two((index % 27) + 1)}T190000`) }),
  ],
];

/** How many hundredths of each kind there are. */
export const MIX = KINDS.map(([share, name]) => `${share} % ${name}`).join(', ');

export function schedule(index: number): RecurrenceSpec {
  let left = index % 100;
  const kind = KINDS.find(([share]) => {
    left -= share;
    return left < 0;
  });
  const date = `2026-${two((index % 11) + 1)}-${two((index % 28) + 1)}`;
  const time = `${two(5 + (index % 3) * 6)}:${two((index % 4) * 15)}`;
  const exdate = index % 10 === 0 ? [`202706${two((index % 28) + 1)}T${time.replace(':', '')}00`] : [];
  return { zone: 'Asia/Ho_Chi_Minh', startDate: date, time, exdate, ...kind?.[2](index) };
}

/** Holidays, and a week of harvest. */
export const DAYS_OFF: ReadonlySet<string> = new Set([
  ...['2027-01-01', '2027-04-16', '2027-04-30', '2027-05-01', '2027-09-02', '2027-09-03'],
  ...[5, 6, 7, 8, 9, 10, 11].map((day) => `2027-02-${two(day)}`),
  ...[7, 8, 9, 10, 11, 12, 13].map((day) => `2027-06-${two(day)}`),
]);
