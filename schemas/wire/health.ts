/** A health sample. Topic `device/{id}/health`, QoS 0, signed by the device; all but the uptime may be unknown. */
import { type Static, Type } from 'typebox';
import { DatedSchema } from './common.ts';

export const HealthSchema = Type.Object({
  uptimeMs: Type.Number({ minimum: 0 }),
  at: DatedSchema,
  agentVersion: Type.String({ maxLength: 64 }),
  /** half-width of what the device does not know about the time, ms */
  timeUncertaintyMs: Type.Optional(Type.Number({ minimum: 0 })),
  residentBytes: Type.Optional(Type.Integer({ minimum: 0 })),
  diskFreeBytes: Type.Optional(Type.Integer({ minimum: 0 })),
  cachedAssets: Type.Optional(Type.Integer({ minimum: 0 })),
  cachedBytes: Type.Optional(Type.Integer({ minimum: 0 })),
  pendingReports: Type.Optional(Type.Integer({ minimum: 0 })),
  /** of recent signed exchanges with the controller, ms: what the network takes there and back */
  roundTripMs: Type.Optional(Type.Object({ median: Type.Number({ minimum: 0 }), p95: Type.Number({ minimum: 0 }) })),
  /** so long before it is heard sound leaves for the output, ms: a live cannot be delayed by less */
  outputAheadMs: Type.Optional(Type.Number({ minimum: 0 })),
  /** packets of streams since the agent was started */
  streams: Type.Optional(
    Type.Object({
      heard: Type.Integer({ minimum: 0 }),
      /** came when their place was over */
      late: Type.Integer({ minimum: 0 }),
      /** never came */
      lost: Type.Integer({ minimum: 0 }),
      /** made up in place of those, ms */
      concealedMs: Type.Number({ minimum: 0 }),
      /** so long before the output needed them 95 % of the last packets were there, ms; negative: too late */
      marginMs: Type.Optional(Type.Number()),
    }),
  ),
  sink: Type.Optional(Type.Enum(['idle', 'sounding', 'failed'])),
});
export type Health = Static<typeof HealthSchema>;
