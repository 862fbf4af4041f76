/** When a schedule comes back, over HTTP. The zone is that of the commune, so a body has none. */
import { type Static, Type } from 'typebox';
import { DaySchema } from './common.ts';

const TimeOfDaySchema = Type.String({
  pattern: '^\\d{2}:\\d{2}(:\\d{2})?$',
  description: 'time on the commune’s clocks, such as 05:00',
});
const MonthDaySchema = Type.String({ pattern: '^\\d{2}-\\d{2}$', description: 'month and day, such as 11-01' });
const MomentSchema = Type.String({
  maxLength: 40,
  description:
    'date and time in the form of RFC 5545: on the commune’s clocks, such as 20261231T050000, or in UTC with a final Z; no periods',
});

const MonthlyLunarSchema = Type.Object(
  { every: Type.Literal('month'), day: Type.Integer({ minimum: 1, maximum: 30 }) },
  { additionalProperties: false },
);
const YearlyLunarSchema = Type.Object(
  {
    every: Type.Literal('year'),
    month: Type.Integer({ minimum: 1, maximum: 12, description: '1 Giêng to 12 Chạp; leap months are passed over' }),
    day: Type.Integer({ minimum: 1, maximum: 30 }),
  },
  { additionalProperties: false },
);
const LastOfYearSchema = Type.Object(
  { every: Type.Literal('year'), month: Type.Literal(12), day: Type.Literal('last') },
  { additionalProperties: false },
);
export const LunarDateSchema = Type.Union([MonthlyLunarSchema, YearlyLunarSchema, LastOfYearSchema], {
  description: 'Vietnamese calendar (UTC+7); day 30 of a month that has 29 is its last day',
});

export const SeasonSchema = Type.Object(
  { from: MonthDaySchema, to: MonthDaySchema, time: TimeOfDaySchema },
  { additionalProperties: false, description: 'both days inclusive; may run over New Year' },
);

/** How many single dates a schedule may name: as many as a year has days. More is a rule. */
export const MAX_SINGLE_DATES = 366;

export const RecurrenceBodySchema = Type.Object(
  {
    startDate: DaySchema,
    time: TimeOfDaySchema,
    endDate: Type.Optional(DaySchema),
    rrule: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4000,
        description: 'RRULE of RFC 5545 without DTSTART; absent together with lunar: once',
      }),
    ),
    lunar: Type.Optional(Type.Array(LunarDateSchema, { minItems: 1, maxItems: 100 })),
    rdate: Type.Optional(Type.Array(MomentSchema, { maxItems: MAX_SINGLE_DATES })),
    exdate: Type.Optional(Type.Array(MomentSchema, { maxItems: MAX_SINGLE_DATES })),
    seasons: Type.Optional(Type.Array(SeasonSchema, { maxItems: 12 })),
    skipDaysOff: Type.Optional(Type.Boolean({ description: 'left out on the commune’s days off' })),
  },
  { additionalProperties: false },
);
export type RecurrenceBody = Static<typeof RecurrenceBodySchema>;
