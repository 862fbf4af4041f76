/**
 * A health sample. Topic `device/{id}/health`, QoS 0, signed by the device. Sent at the intervals of the settings and at
 * once when one of its states changes; all but the uptime may be unknown.
 */
import { type Static, Type } from 'typebox';
import { DatedSchema } from './common.ts';

const Bytes = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** By which network the device reaches the controller. */
export const NETWORK_KINDS = ['ethernet', 'wifi', 'mobile', 'other'] as const;
export type NetworkKind = (typeof NETWORK_KINDS)[number];

export const HealthSchema = Type.Object({
  /** of the agent */
  uptimeMs: Type.Number({ minimum: 0 }),
  /** of the machine */
  machineUptimeMs: Type.Optional(Type.Number({ minimum: 0 })),
  at: DatedSchema,
  agentVersion: Type.String({ maxLength: 64 }),
  /** half-width of what the device does not know about the time, ms */
  timeUncertaintyMs: Type.Optional(Type.Number({ minimum: 0 })),
  cpu: Type.Optional(
    Type.Object({
      temperatureC: Type.Optional(Type.Number({ minimum: -60, maximum: 200 })),
      /** load average of a minute for each core, 1 is all of it */
      load: Type.Optional(Type.Number({ minimum: 0 })),
    }),
  ),
  memory: Type.Optional(Type.Object({ totalBytes: Bytes, availableBytes: Bytes })),
  /** of the agent */
  residentBytes: Type.Optional(Bytes),
  diskFreeBytes: Type.Optional(Bytes),
  diskTotalBytes: Type.Optional(Bytes),
  cachedAssets: Type.Optional(Type.Integer({ minimum: 0 })),
  cachedBytes: Type.Optional(Bytes),
  pendingReports: Type.Optional(Type.Integer({ minimum: 0 })),
  network: Type.Optional(
    Type.Object({
      kind: Type.Enum([...NETWORK_KINDS]),
      /** received power as the radio says it: RSRP of LTE, RSSI of Wi-Fi, dBm */
      signalDbm: Type.Optional(Type.Number({ minimum: -150, maximum: 0 })),
      /** of the interface since the machine was started, whoever used it: what a SIM is billed for */
      receivedBytes: Type.Optional(Bytes),
      sentBytes: Type.Optional(Bytes),
    }),
  ),
  supply: Type.Optional(
    Type.Object({
      source: Type.Optional(Type.Enum(['mains', 'battery'])),
      volts: Type.Optional(Type.Number({ minimum: 0, maximum: 500 })),
      /** of the battery, 0 to 1 */
      charge: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    }),
  ),
  amplifier: Type.Optional(
    Type.Object({
      temperatureC: Type.Optional(Type.Number({ minimum: -60, maximum: 250 })),
      /** its fault contact */
      fault: Type.Optional(Type.Boolean()),
      /** of the loudspeaker line, effective */
      lineAmperes: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
    }),
  ),
  /** of the cabinet */
  door: Type.Optional(Type.Enum(['open', 'closed'])),
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
  /** RMS of the last second that sounded, dBFS */
  outputDbfs: Type.Optional(Type.Number({ minimum: -144, maximum: 6 })),
  volumeDb: Type.Optional(Type.Number({ minimum: -60, maximum: 12 })),
  muted: Type.Optional(Type.Boolean()),
  /** faults that the device has raised and not cleared */
  faults: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 32 })),
});
export type Health = Static<typeof HealthSchema>;
