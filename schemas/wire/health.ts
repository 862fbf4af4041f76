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
  sink: Type.Optional(Type.Enum(['idle', 'sounding', 'failed'])),
});
export type Health = Static<typeof HealthSchema>;
