/** The calendar of a commune as HTTP shows it. */
import { errorText } from '@loa-lang/schemas/errors/codes';
import type {
  CalendarBody,
  CalendarConflictBody,
  CalendarDayBody,
  CalendarEntryBody,
} from '@loa-lang/schemas/http/calendar';
import { type DayNumber, parseDate } from '../domain/calendar/civil-date.ts';
import { toLunar } from '../domain/calendar/lunar/lunar-date.ts';
import { lunarDayWords } from '../domain/calendar/lunar/lunar-words.ts';
import { FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR } from '../domain/calendar/lunar/lunar-year.ts';
import type { CalendarEntry } from '../domain/schedules/calendar-entry.ts';
import type { DatedConflict } from '../domain/schedules/conflicts-among.ts';
import type { CalendarView } from '../services/schedules/commune-calendar.ts';
import { PROBLEM_CODES, SKIP_CODES } from '../services/schedules/slot-words.ts';
import { outInstant } from './instants.ts';
import { collisionBodies } from './present-conflicts.ts';

function dayBody(day: string, name: string | undefined): CalendarDayBody {
  const year = Number(day.slice(0, 4));
  const isKnown = year > FIRST_LUNAR_YEAR && year <= LAST_LUNAR_YEAR;
  const lunar = isKnown ? toLunar(parseDate(day) as DayNumber) : undefined;
  return {
    day,
    ...(lunar !== undefined && {
      lunar: { day: lunar.day, month: lunar.month, leap: lunar.leap, words: lunarDayWords(lunar) },
    }),
    ...(name !== undefined && { dayOff: name }),
  };
}

function noticesOf({ problem, skipped }: CalendarEntry): CalendarEntryBody['notices'] {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  const codes = [
    ...(problem === undefined ? [] : [PROBLEM_CODES[problem]]),
    ...reasons.map((reason) => SKIP_CODES[reason]),
  ];
  return codes.map((code) => ({ code, message: errorText(code) }));
}

function entryBody(entry: CalendarEntry): CalendarEntryBody {
  const { key, kind, title, class: broadcastClass, level, startAt, endsAt, contentMs, state, reached } = entry;
  const { scheduleId, recurrenceId, broadcastId, moved, replaced, makeUp, hamlets, clusters, parts } = entry;
  return {
    ...{ key, kind, title, class: broadcastClass, level, state, moved, replaced, makeUp, hamlets, clusters, parts },
    ...{ startAt: outInstant(startAt), endsAt: outInstant(endsAt), contentEndsAt: outInstant(startAt + contentMs) },
    ...(scheduleId !== undefined && { scheduleId }),
    ...(recurrenceId !== undefined && { recurrenceId }),
    ...(broadcastId !== undefined && { broadcastId }),
    ...(reached !== undefined && { reached }),
    notices: noticesOf(entry),
  };
}

function conflictBody({ loserId, winnerId, ...conflict }: DatedConflict, view: CalendarView): CalendarConflictBody[] {
  const collisions = { conflicts: [conflict], repetitions: [], codes: view.codes, zone: view.zone };
  return collisionBodies(collisions).map((body) => ({ ...body, loserKey: loserId, winnerKey: winnerId }));
}

export const calendarBody = (view: CalendarView): CalendarBody => ({
  ...{ communeId: view.communeId, timeZone: view.zone },
  days: view.days.map((day) => dayBody(day, view.daysOff.get(day))),
  entries: view.entries.map(entryBody),
  conflicts: view.conflicts.flatMap((conflict) => conflictBody(conflict, view)),
});
