/** Self-tests over HTTP: ordered, scheduled, graded, and drawn over time. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { CALIBRATION_STATES, SELF_TEST_GRADES, SELF_TEST_MODES, SELF_TEST_NOTES } from '../states/self-test.ts';
import { SelfTestParametersSchema } from '../wire/command.ts';
import { BandSchema, SELF_TEST_OUTCOMES } from '../wire/report.ts';
import { CommandSchema, ForceSchema } from './commands.ts';
import { CursorSchema, InstantSchema, NextSchema } from './common.ts';
import { DailyHoursSchema } from './commune-rules.ts';

export const SelfTestOrderSchema = Type.Object(
  {
    mode: Type.Optional(
      Type.Enum([...SELF_TEST_MODES], {
        description: 'check (default); calibrate: what is measured becomes how the cluster sounds when it is well',
      }),
    ),
    levelDbfs: SelfTestParametersSchema.properties.levelDbfs,
    force: Type.Optional(ForceSchema),
  },
  { additionalProperties: false },
);

const FiguresSchema = Type.Object({
  correctionDb: Type.Optional(Type.Number({ description: 'played against the baseline' })),
  lossDb: Type.Optional(Type.Number({ description: 'median against the baseline; positive is softer' })),
  delayShiftMs: Type.Optional(Type.Number()),
  missing: Type.Integer({ description: 'bands in which nothing was heard over the noise' }),
  bands: Type.Array(
    Type.Object({
      hz: Type.Number(),
      expectedDbfs: Type.Number(),
      levelDbfs: Type.Number(),
      noiseDbfs: Type.Number(),
      lossDb: Type.Number(),
      missing: Type.Boolean(),
    }),
  ),
});

export const SelfTestSchema = Type.Object({
  id: IdSchema,
  clusterId: IdSchema,
  deviceId: IdSchema,
  mode: Type.Enum([...SELF_TEST_MODES]),
  orderedBy: Type.String(),
  orderedAt: InstantSchema,
  scheduled: Type.Boolean(),
  volumeDb: Type.Number(),
  /** absent while the device has not told */
  reportedAt: Type.Optional(InstantSchema),
  outcome: Type.Optional(Type.Enum([...SELF_TEST_OUTCOMES])),
  grade: Type.Optional(Type.Enum([...SELF_TEST_GRADES], { description: 'absent while it cannot be said' })),
  message: WordsSchema,
  notes: Type.Array(Type.Object({ code: Type.Enum([...SELF_TEST_NOTES]), message: WordsSchema })),
  figures: Type.Optional(FiguresSchema),
  measured: Type.Optional(
    Type.Object({
      playedDbfs: Type.Optional(Type.Number()),
      delayMs: Type.Optional(Type.Number()),
      confidence: Type.Optional(Type.Number()),
      bands: Type.Array(BandSchema),
    }),
  ),
  detail: Type.Optional(Type.String({ description: 'in the words of the device' })),
});
export type SelfTestBody = Static<typeof SelfTestSchema>;

export const SelfTestOrderedSchema = Type.Object({ test: Type.Optional(SelfTestSchema), command: CommandSchema });

export const BaselineSchema = Type.Object({
  state: Type.Enum([...CALIBRATION_STATES]),
  message: WordsSchema,
  madeAt: Type.Optional(InstantSchema),
  madeBy: Type.Optional(Type.String()),
  selfTestId: Type.Optional(IdSchema),
  volumeDb: Type.Optional(Type.Number()),
});

export const SelfTestListQuerySchema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(CursorSchema),
});
export const SelfTestListSchema = Type.Object({
  tests: Type.Array(SelfTestSchema),
  baseline: BaselineSchema,
  next: NextSchema,
});

/** For a chart: one point a test that was measured. */
export const SelfTestHistorySchema = Type.Object({
  points: Type.Array(
    Type.Object({
      at: InstantSchema,
      grade: Type.Optional(Type.Enum([...SELF_TEST_GRADES])),
      lossDb: Type.Optional(Type.Number()),
      levelDbfs: Type.Optional(Type.Number({ description: 'energy of all bands in the recording' })),
      noiseDbfs: Type.Optional(Type.Number()),
      delayMs: Type.Optional(Type.Number()),
    }),
  ),
});
export const SelfTestHistoryQuerySchema = Type.Object({
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 731, description: 'default 90' })),
});

export const SelfTestScheduleSchema = Type.Object(
  {
    enabled: Type.Boolean(),
    weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
      ...{ minItems: 1, maxItems: 7, uniqueItems: true },
      description: 'ISO 8601: 1 is Monday',
    }),
    hours: DailyHoursSchema,
    levelDbfs: SelfTestParametersSchema.properties.levelDbfs,
  },
  { additionalProperties: false },
);
export type SelfTestScheduleBody = Static<typeof SelfTestScheduleSchema>;

export const SelfTestScheduleAnswerSchema = Type.Object({
  communeId: IdSchema,
  schedule: SelfTestScheduleSchema,
  changedAt: Type.Optional(InstantSchema),
  changedBy: Type.Optional(Type.String()),
  clusters: Type.Integer({ description: 'clusters of the commune' }),
  room: Type.Integer({
    description: 'how many are tested in one window; the others come first the next time',
  }),
});
