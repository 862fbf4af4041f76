/** What a cluster has said of the broadcasts that it played to their ends. */
import type { ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Receipt } from '@loa-lang/schemas/wire/report';

export interface PlayedReceipts {
  /** Where these devices are; those that are nowhere are left out. */
  placesOf(deviceIds: readonly DeviceId[]): Promise<Map<DeviceId, ClusterId>>;
  /** Of broadcasts that began since, newest first. */
  finished(clusterId: ClusterId, since: EpochMillis, most: number): Promise<Receipt[]>;
}
