/** What the form of a schedule asks about its times, and what the controller is told. */
import type { RecurrenceBody } from '@loa-lang/schemas/http/recurrence';

export const REPEATS = ['once', 'daily', 'weekly', 'lunarMonthly', 'other'] as const;
/** `other`: a rule that the form does not know; it is kept as it is */
export type Repeat = (typeof REPEATS)[number];

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface SeasonDraft {
  /** DD/MM, both inclusive */
  from: string;
  to: string;
  time: string;
}

export interface TimesDraft {
  repeat: Repeat;
  weekdays: readonly Weekday[];
  startDate: string;
  time: string;
  endDate: string;
  skipDaysOff: boolean;
  seasons: readonly SeasonDraft[];
  /** what the form has no field for */
  kept: RecurrenceBody | undefined;
}

const WEEKLY = /^FREQ=WEEKLY;BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)$/;

function repeatOf({ rrule, lunar, rdate }: RecurrenceBody): Repeat {
  if (rdate !== undefined && rdate.length > 0) return 'other';
  if (lunar !== undefined && lunar.length > 0) {
    const days = lunar.map((date) => (date.every === 'month' ? date.day : 0)).sort((a, b) => a - b);
    return rrule === undefined && days.join() === '1,15' ? 'lunarMonthly' : 'other';
  }
  if (rrule === undefined) return 'once';
  if (rrule === 'FREQ=DAILY') return 'daily';
  return WEEKLY.test(rrule) ? 'weekly' : 'other';
}

const turned = (day: string): string => day.split(/[-/]/).reverse().join('/');

export function timesDraft(recurrence: RecurrenceBody): TimesDraft {
  const days = WEEKLY.exec(recurrence.rrule ?? '')?.[1]?.split(',') ?? [];
  return {
    repeat: repeatOf(recurrence),
    weekdays: WEEKDAYS.filter((day) => days.includes(day)),
    startDate: recurrence.startDate,
    time: recurrence.time.slice(0, 5),
    endDate: recurrence.endDate ?? '',
    skipDaysOff: recurrence.skipDaysOff === true,
    seasons: (recurrence.seasons ?? []).map(({ from, to, time }) => ({
      ...{ from: turned(from), to: turned(to), time: time.slice(0, 5) },
    })),
    kept: recurrence,
  };
}

const RULES: Readonly<Record<Repeat, (draft: TimesDraft) => Partial<RecurrenceBody>>> = {
  once: () => ({}),
  daily: () => ({ rrule: 'FREQ=DAILY' }),
  weekly: ({ weekdays }) => ({ rrule: `FREQ=WEEKLY;BYDAY=${WEEKDAYS.filter((day) => weekdays.includes(day)).join()}` }),
  lunarMonthly: () => ({
    lunar: [
      { every: 'month', day: 1 },
      { every: 'month', day: 15 },
    ],
  }),
  other: ({ kept }) => {
    const { rrule, lunar, rdate } = kept ?? {};
    return { ...(rrule !== undefined && { rrule }), ...(lunar && { lunar }), ...(rdate && { rdate }) };
  },
};

/** Seasons whose dates are no dates are told by `seasonFault` first. */
export function recurrenceOf(draft: TimesDraft): RecurrenceBody {
  const { startDate, time, endDate, skipDaysOff, seasons, kept, repeat } = draft;
  const single = repeat === 'once';
  return {
    ...{ startDate, time },
    ...RULES[repeat](draft),
    ...(!single && endDate !== '' && { endDate }),
    ...(kept?.exdate !== undefined && { exdate: kept.exdate }),
    ...(!single &&
      seasons.length > 0 && {
        seasons: seasons.map((season) => ({ from: monthDay(season.from), to: monthDay(season.to), time: season.time })),
      }),
    ...(!single && skipDaysOff && { skipDaysOff }),
  };
}

const DAY_MONTH = /^(\d{1,2})\s*[/.-]\s*(\d{1,2})$/;

/** `1/11` → `11-01`. */
function monthDay(text: string): string {
  const [, day = '', month = ''] = DAY_MONTH.exec(text.trim()) ?? [];
  return `${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

export const isDayMonth = (text: string): boolean => {
  const [, day, month] = DAY_MONTH.exec(text.trim()) ?? [];
  return Number(day) >= 1 && Number(day) <= 31 && Number(month) >= 1 && Number(month) <= 12;
};
