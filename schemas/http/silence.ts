/** The lock of silence and stopping over HTTP. */
import { type Static, Type } from 'typebox';
import { NoticeSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { LEVELS } from '../wire/plan.ts';
import { DeliverySchema, InstantSchema } from './common.ts';

const Level = Type.Enum([...LEVELS]);
const Reason = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' });

export const SilenceCreateSchema = Type.Object(
  {
    areaId: IdSchema,
    reason: Reason,
    level: Type.Optional(
      Type.Enum([...LEVELS], {
        description: 'default: commune, province for a province; never above the caller’s own',
      }),
    ),
  },
  { additionalProperties: false },
);

export const SilenceLiftSchema = Type.Union([
  Type.Object({ level: Type.Optional(Level) }, { additionalProperties: false }),
  Type.Null(),
]);

/** `no-device`: nothing there could confirm. */
export const SILENCE_CLUSTER_STATES = ['confirmed', 'unconfirmed', 'no-device'] as const;
export const SilenceClusterSchema = Type.Object({
  clusterId: IdSchema,
  code: Type.String(),
  name: Type.String(),
  state: Type.Enum([...SILENCE_CLUSTER_STATES], {
    description: 'confirmed: its device has said that it holds the plan with this silence, or with its lifting',
  }),
  online: Type.Boolean(),
  confirmedAt: Type.Optional(InstantSchema),
});

export const SilenceSchema = Type.Object({
  id: IdSchema,
  areaId: IdSchema,
  areaName: Type.String(),
  level: Level,
  since: InstantSchema,
  reason: Type.String(),
  latchedBy: Type.Optional(Type.String()),
  liftedAt: Type.Optional(InstantSchema),
  liftedBy: Type.Optional(Type.String()),
  state: Type.Enum(['open', 'lifted']),
  stored: Type.Boolean({ description: 'the database knows it' }),
  clusters: Type.Array(SilenceClusterSchema),
  confirmed: Type.Integer(),
  total: Type.Integer({ description: 'clusters with a device' }),
});
export type SilenceBody = Static<typeof SilenceSchema>;

export const SilenceDoneSchema = Type.Object({
  silence: SilenceSchema,
  repeated: Type.Boolean({ description: 'it was so before; it was sent once more' }),
  plans: Type.Array(
    Type.Object({
      planId: IdSchema,
      sent: Type.Boolean({ description: 'handed to the message server and confirmed by it' }),
      reason: Type.Optional(Type.String()),
    }),
  ),
  stored: Type.Boolean({ description: 'the database knows it' }),
  durable: Type.Boolean({ description: 'it survives a crash of the server' }),
  notices: Type.Array(NoticeSchema),
});
export type SilenceDoneBody = Static<typeof SilenceDoneSchema>;

export const SilenceListSchema = Type.Object({
  open: Type.Array(SilenceSchema),
  lifted: Type.Array(SilenceSchema, { description: 'those of the last three days' }),
  complete: Type.Boolean({ description: 'false while the database does not answer: there may be more' }),
});

const Ids = Type.Array(IdSchema, { minItems: 1, maxItems: 500, uniqueItems: true });
export const StopSchema = Type.Object(
  {
    areaId: Type.Optional(IdSchema),
    groupIds: Type.Optional(Ids),
    clusterIds: Type.Optional(Ids),
    broadcastId: Type.Optional(IdSchema),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);

export const STOP_OUTCOMES = ['stopped', 'cancelled', 'over'] as const;
export const StopDoneSchema = Type.Object({
  broadcasts: Type.Array(
    Type.Object({
      broadcastId: IdSchema,
      title: Type.String(),
      outcome: Type.Enum([...STOP_OUTCOMES], {
        description: 'stopped: it was sounding; cancelled: it had not begun; over: it had ended before',
      }),
      scope: Type.Enum(['everywhere', 'part'], { description: 'part: it plays on where nobody asked for silence' }),
      clusters: Type.Integer({ description: 'where it was stopped' }),
      elsewhere: Type.Integer({ description: 'clusters where it plays on' }),
      message: NoticeSchema.properties.message,
    }),
  ),
  delivery: DeliverySchema,
  notices: Type.Array(NoticeSchema),
});
export type StopDoneBody = Static<typeof StopDoneSchema>;
