/** What an agent says about itself, for `status`, for commands and for those who watch a fleet. */
import type { AssetId, BroadcastId, DeviceId } from '@loa-lang/schemas/ids';
import type { Dbfs, EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Revision } from '@loa-lang/schemas/wire/common';
import type { TimeTrust } from './domain/clock-offset-timekeeper.ts';

export interface AgentStatus {
  deviceId: DeviceId;
  /** of the cluster, as configured */
  label: string | undefined;
  agentVersion: string;
  uptimeMs: Millis;
  connected: boolean;
  time: {
    trust: TimeTrust;
    now: EpochMillis | undefined;
    uncertaintyMs: Millis | undefined;
    exchanges: number;
  };
  muted: boolean;
  held: { keys?: Revision; settings?: Revision; plans: Record<string, Revision> };
  /** documents of which a newer revision is known to exist */
  behind: readonly string[];
  audio: { complete: number; usedBytes: number; missing: AssetId[] };
  /** what sounds now and what is laid out next */
  playing: { broadcastId: BroadcastId; run: number; itemIndex: number; startAt: EpochMillis; endAt: EpochMillis }[];
  nextStartAt: EpochMillis | undefined;
  sink: { name: string; state: 'idle' | 'sounding' | 'failed' };
  volumeDb: Dbfs;
  pendingReports: number;
  faults: string[];
  counts: Record<string, number>;
}
