/** Readiness of coming broadcasts and planned outages over HTTP. */
import { type Static, Type } from 'typebox';
import { NoticeSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { READINESS_STATES } from '../states/readiness.ts';
import { InstantSchema } from './common.ts';

const Reason = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' });

export const OutageCreateSchema = Type.Object(
  {
    hamletIds: Type.Array(IdSchema, { minItems: 1, maxItems: 100, uniqueItems: true }),
    from: InstantSchema,
    until: InstantSchema,
    reason: Reason,
  },
  { additionalProperties: false },
);
export type OutageCreate = Static<typeof OutageCreateSchema>;

export const OutageSchema = Type.Object({
  id: IdSchema,
  hamletId: IdSchema,
  hamlet: Type.String(),
  from: InstantSchema,
  until: InstantSchema,
  reason: Type.String(),
});
export type OutageBody = Static<typeof OutageSchema>;
export const OutageListSchema = Type.Object({ outages: Type.Array(OutageSchema) });
export const OutageQuerySchema = Type.Object({ communeId: Type.Optional(IdSchema) });

const Counts = {
  broadcastId: IdSchema,
  title: Type.String(),
  startAt: InstantSchema,
  /** clusters that said they hold plan and audio */
  ready: Type.Integer(),
  /** ready, and no planned outage lies over the broadcast */
  expected: Type.Integer(),
  clustersTotal: Type.Integer(),
  summary: Type.Object({ vi: Type.String(), en: Type.String() }),
};

export const ReadinessSchema = Type.Object({
  ...Counts,
  /** a start at which no planned outage would be in the way */
  earlierStartAt: Type.Optional(InstantSchema),
  warnings: Type.Array(NoticeSchema),
  relays: Type.Array(
    Type.Object({
      title: Type.String(),
      minutes: Type.Integer(),
      sourceId: Type.Optional(IdSchema),
      name: Type.Optional(Type.String()),
      state: Type.Enum(['heard', 'not-checked', 'failing', 'off', 'no-source'], {
        description: 'heard: when it was tried last; sources are tried some hours and some minutes before each slot',
      }),
    }),
    { description: 'what it relays' },
  ),
  clusters: Type.Array(
    Type.Object({
      id: IdSchema,
      code: Type.String(),
      name: Type.String(),
      hamlet: Type.String(),
      state: Type.Enum([...READINESS_STATES]),
      online: Type.Boolean(),
      lastSeenAt: Type.Optional(InstantSchema),
      missingBytes: Type.Integer(),
      outage: Type.Optional(Type.Object({ from: InstantSchema, until: InstantSchema, reason: Type.String() })),
    }),
  ),
});
export type ReadinessBody = Static<typeof ReadinessSchema>;

export const ReadinessQuerySchema = Type.Object({
  communeId: Type.Optional(IdSchema),
  hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 84, description: 'how far ahead; 24 when absent' })),
});
export const ComingReadinessSchema = Type.Object({ broadcasts: Type.Array(Type.Object(Counts)) });
