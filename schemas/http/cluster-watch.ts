/** One cluster as a technician watches it: where clusters stand, its days, and what it plays; over HTTP. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { BROADCAST_APPROVALS } from '../states/broadcast.ts';
import { CLUSTER_STATES } from '../states/cluster.ts';
import { RECEIPT_REASONS, RECEIPT_STATES } from '../wire/report.ts';
import { DaySchema, InstantSchema } from './common.ts';

export const PlacedClusterQuerySchema = Type.Object({ under: Type.Optional(IdSchema) });
export const PlacedClusterListSchema = Type.Object({
  clusters: Type.Array(
    Type.Object({
      clusterId: IdSchema,
      code: Type.String(),
      name: Type.String(),
      state: Type.Enum([...CLUSTER_STATES]),
      latitude: Type.Number(),
      longitude: Type.Number(),
    }),
    { description: 'those whose place is known, at most 10,000' },
  ),
});
export type PlacedClusterListBody = Static<typeof PlacedClusterListSchema>;

export const UptimeDaysQuerySchema = Type.Object({
  days: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 92, description: 'the last so many with today; 30 when absent' }),
  ),
});
export const UptimeDaysSchema = Type.Object({
  days: Type.Array(
    Type.Object({
      day: DaySchema,
      /** so long it was looked at; 0 before its first device was there, and while no controller ran */
      watchedMs: Type.Integer(),
      onlineMs: Type.Integer(),
      /** of 90 s and longer, that began or went on that day */
      outages: Type.Integer(),
    }),
    { description: 'oldest first; today up to now' },
  ),
});
export type UptimeDaysBody = Static<typeof UptimeDaysSchema>;

const ProgrammeEntrySchema = Type.Object({
  broadcastId: IdSchema,
  title: Type.String(),
  class: Type.String(),
  startAt: InstantSchema,
  endsAt: InstantSchema,
  /** only what is approved is on the device */
  approval: Type.Enum([...BROADCAST_APPROVALS]),
  cancelled: Type.Boolean(),
  /** what its device has said of it last; absent while it has said nothing */
  receipt: Type.Optional(
    Type.Object({
      state: Type.Enum([...RECEIPT_STATES]),
      reason: Type.Optional(Type.Enum([...RECEIPT_REASONS])),
      at: InstantSchema,
    }),
  ),
});
export const ClusterProgrammeSchema = Type.Object({
  now: Type.Array(ProgrammeEntrySchema, { description: 'what is on air for it' }),
  next: Type.Array(ProgrammeEntrySchema, { description: 'soonest first, at most 5' }),
  past: Type.Array(ProgrammeEntrySchema, { description: 'latest first, at most 10' }),
});
export type ClusterProgrammeBody = Static<typeof ClusterProgrammeSchema>;
