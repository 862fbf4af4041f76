/** The calendar of a commune over HTTP: days, what sounds on them, who wins where things meet. */
import { type Static, Type } from 'typebox';
import { ConflictSchema, NoticeSchema, WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { BROADCAST_STATES } from '../states/broadcast.ts';
import { BROADCAST_CLASSES, LEVELS } from '../wire/plan.ts';
import { DaySchema, InstantSchema } from './common.ts';
import { RecurrenceIdSchema } from './schedules.ts';

/** Six weeks: a month as calendars print it. */
export const MAX_CALENDAR_DAYS = 42;

/**
 * Beside the states of broadcasts. `silent`: nothing of it would sound, and the notices say why; `skipped`: left out by
 * hand; `day-off`: left out on a day off; `paused`: its schedule is.
 */
export const CALENDAR_STATES = [...BROADCAST_STATES, 'silent', 'skipped', 'day-off', 'paused'] as const;
export type CalendarState = (typeof CALENDAR_STATES)[number];

export const CalendarQuerySchema = Type.Object(
  {
    communeId: IdSchema,
    from: { ...DaySchema, description: 'first day in the commune’s zone' },
    to: { ...DaySchema, description: `last day, inclusive, at most ${MAX_CALENDAR_DAYS} days on` },
  },
  { additionalProperties: false },
);

export const CalendarDaySchema = Type.Object({
  day: DaySchema,
  lunar: Type.Optional(
    Type.Object(
      { day: Type.Integer(), month: Type.Integer(), leap: Type.Boolean(), words: WordsSchema },
      { description: 'in the Vietnamese calendar; absent outside the years 1901–2199' },
    ),
  ),
  dayOff: Type.Optional(Type.String({ description: 'name of the commune’s day off' })),
});
export type CalendarDayBody = Static<typeof CalendarDaySchema>;

export const CalendarEntrySchema = Type.Object({
  key: Type.String({ description: 'of the occurrence or the broadcast; conflicts name it' }),
  kind: Type.Enum(['session', 'one-off', 'single', 'above'], {
    description: 'single: planned by itself; above: planned by an area above, not the commune’s to change',
  }),
  scheduleId: Type.Optional(IdSchema),
  recurrenceId: Type.Optional(RecurrenceIdSchema),
  broadcastId: Type.Optional(IdSchema),
  title: Type.String(),
  class: Type.Enum([...BROADCAST_CLASSES]),
  level: Type.Enum([...LEVELS]),
  startAt: InstantSchema,
  /** when its content ends if nothing delays it */
  contentEndsAt: InstantSchema,
  /** by when it must end */
  endsAt: InstantSchema,
  state: Type.Enum([...CALENDAR_STATES]),
  moved: Type.Boolean(),
  replaced: Type.Boolean(),
  makeUp: Type.Boolean({ description: 'it repeats an earlier one for those who missed it' }),
  hamlets: Type.Integer(),
  clusters: Type.Integer(),
  reached: Type.Optional(
    Type.Object(
      { clusters: Type.Integer(), households: Type.Integer(), householdsTotal: Type.Integer() },
      { description: 'of what has begun' },
    ),
  ),
  parts: Type.Array(Type.String(), { description: 'titles in their order' }),
  notices: Type.Array(NoticeSchema, { description: 'why nothing of it, or not all, sounds' }),
});
export type CalendarEntryBody = Static<typeof CalendarEntrySchema>;

export const CalendarConflictSchema = Type.Object({
  ...ConflictSchema.properties,
  loserKey: Type.String(),
  winnerKey: Type.String(),
});
export type CalendarConflictBody = Static<typeof CalendarConflictSchema>;

export const CalendarSchema = Type.Object({
  communeId: IdSchema,
  timeZone: Type.String(),
  days: Type.Array(CalendarDaySchema),
  entries: Type.Array(CalendarEntrySchema, { description: 'in the order of their starts' }),
  conflicts: Type.Array(CalendarConflictSchema, { description: 'of what is still to come, one for each meeting' }),
});
export type CalendarBody = Static<typeof CalendarSchema>;
