/** What a commune allows itself: quiet hours and session rules; and its days off. Times are those of the commune. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { DaySchema, InstantSchema, NameSchema } from './common.ts';

export const CivilTimeSchema = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'HH:MM' });

/** Every day from one time to another; over midnight when `until` is not later than `from`. */
export const DailyHoursSchema = Type.Object(
  { from: CivilTimeSchema, until: CivilTimeSchema },
  { additionalProperties: false },
);
export type DailyHours = Static<typeof DailyHoursSchema>;

const Limits = {
  maxPerDay: Type.Integer({ minimum: 0, maximum: 48, description: 'sessions that one cluster plays a day' }),
  maxMinutes: Type.Integer({ minimum: 1, maximum: 24 * 60, description: 'of one session' }),
};

export const SessionRulesSchema = Type.Object(
  {
    ...Limits,
    weekend: Type.Optional(
      Type.Object(Limits, { additionalProperties: false, description: 'on Saturday and Sunday instead' }),
    ),
    middayRest: Type.Optional(DailyHoursSchema),
  },
  { additionalProperties: false },
);
export type SessionRules = Static<typeof SessionRulesSchema>;

export const CommuneRulesSchema = Type.Object(
  {
    quietHours: Type.Union([DailyHoursSchema, Type.Null()], {
      description: 'hard for everything but emergencies; null: none, for trials',
    }),
    sessions: Type.Union([SessionRulesSchema, Type.Null()], {
      description: 'count scheduled and relay; they yield to the approver’s written reason; null: none',
    }),
  },
  { additionalProperties: false },
);
export type CommuneRules = Static<typeof CommuneRulesSchema>;

export const CommuneRulesParamsSchema = Type.Object({ communeId: IdSchema });
export const CommuneRulesPutSchema = Type.Object(
  { ...CommuneRulesSchema.properties, version: Type.Optional(Type.Integer({ minimum: 0 })) },
  { additionalProperties: false },
);
export const CommuneRulesAnswerSchema = Type.Object({
  communeId: IdSchema,
  version: Type.Integer({ description: '0 while the usual rules apply' }),
  rules: CommuneRulesSchema,
  changedAt: Type.Optional(InstantSchema),
});

export const DayOffSchema = Type.Object({ communeId: IdSchema, day: DaySchema, name: Type.String() });
export const DayOffPutSchema = Type.Object({ name: NameSchema }, { additionalProperties: false });
export const DayOffParamsSchema = Type.Object({ communeId: IdSchema, day: DaySchema });
export const DayOffQuerySchema = Type.Object({ communeId: IdSchema });
export const DayOffListSchema = Type.Object({ daysOff: Type.Array(DayOffSchema) });
