/** Which devices have hung on a cluster. */
import type { ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';

export interface HardwareRecord {
  deviceId: DeviceId;
  /** printed on its box */
  code: string | undefined;
  agentVersion: string | undefined;
  from: EpochMillis;
  /** absent while it hangs there */
  until: EpochMillis | undefined;
  /** who put it there, where the record says so */
  by: string | undefined;
}

export interface HardwareReader {
  /** newest first, 200 at most */
  of(clusterId: ClusterId): Promise<HardwareRecord[]>;
}
