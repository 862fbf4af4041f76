/** Versions of the agent and their rollouts over HTTP. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { AssetIdSchema, IdSchema } from '../ids.ts';
import { ROLLOUT_DEVICE_STATES, ROLLOUT_PAUSES, ROLLOUT_STATES, ROLLOUT_WAITS } from '../states/rollout.ts';
import { InstantSchema } from './common.ts';
import { DailyHoursSchema } from './commune-rules.ts';

export const ReleaseBodySchema = Type.Object({
  id: AssetIdSchema,
  version: Type.String(),
  sizeBytes: Type.Integer(),
  madeAt: InstantSchema,
  addedAt: InstantSchema,
  addedBy: Type.String(),
  withdrawnAt: Type.Optional(InstantSchema),
});
export type ReleaseBody = Static<typeof ReleaseBodySchema>;
export const ReleaseListSchema = Type.Object({ releases: Type.Array(ReleaseBodySchema) });
export const ReleaseParamsSchema = Type.Object({ releaseId: AssetIdSchema });

const FirstClusterId = Type.Unsafe<string>({
  ...IdSchema,
  description: 'goes first; the others follow when it has been healthy for the time of soaking',
});

export const RolloutCreateSchema = Type.Object(
  {
    releaseId: AssetIdSchema,
    areaId: Type.Optional(IdSchema),
    clusterIds: Type.Optional(Type.Array(IdSchema, { minItems: 1, maxItems: 5000 })),
    firstClusterId: FirstClusterId,
    soakMinutes: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 14 * 24 * 60, description: '30 unless said otherwise' }),
    ),
    hours: Type.Optional(
      Type.Union([DailyHoursSchema, Type.Literal('any')], {
        description:
          'in which devices are ordered; 07:00 to 17:00 unless said otherwise, when somebody can drive there',
      }),
    ),
  },
  { additionalProperties: false, description: 'either areaId or clusterIds' },
);
export type RolloutCreate = Static<typeof RolloutCreateSchema>;

export const RolloutResumeSchema = Type.Object(
  { firstClusterId: Type.Optional(FirstClusterId) },
  { additionalProperties: false },
);

const RolloutDeviceSchema = Type.Object({
  deviceId: IdSchema,
  clusterId: IdSchema,
  code: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  state: Type.Enum([...ROLLOUT_DEVICE_STATES]),
  wait: Type.Optional(Type.Enum([...ROLLOUT_WAITS], { description: 'what a waiting one waits for' })),
  detail: Type.Optional(Type.String({ description: 'as the device or the system said it' })),
  message: Type.Optional(WordsSchema),
  orders: Type.Integer({ description: 'how often it was ordered' }),
  orderedAt: Type.Optional(InstantSchema),
  healthyAt: Type.Optional(InstantSchema),
  changedAt: InstantSchema,
});

export const RolloutSchema = Type.Object({
  id: IdSchema,
  release: ReleaseBodySchema,
  areaId: Type.Optional(IdSchema),
  firstClusterId: IdSchema,
  state: Type.Enum([...ROLLOUT_STATES]),
  pause: Type.Optional(Type.Enum([...ROLLOUT_PAUSES])),
  message: Type.Optional(WordsSchema),
  soakMinutes: Type.Number(),
  hours: Type.Optional(DailyHoursSchema),
  createdAt: InstantSchema,
  createdBy: Type.String(),
  changedAt: InstantSchema,
  counts: Type.Record(Type.String(), Type.Integer(), { description: 'devices by state' }),
  devices: Type.Array(RolloutDeviceSchema),
});
export type RolloutBody = Static<typeof RolloutSchema>;
export const RolloutListSchema = Type.Object({
  rollouts: Type.Array(Type.Omit(RolloutSchema, ['devices']), { description: 'newest first, at most 100' }),
});
