/** What is known of devices before a broadcast, and outages that are planned. */
import type { AreaId, BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PlannedOutage } from '../domain/readiness/outages.ts';
import type { DeviceFacts } from '../domain/readiness/readiness.ts';

export interface ReadinessStore {
  /** Of each broadcast, per cluster that has a device. */
  facts(
    broadcasts: readonly { id: BroadcastId; clusterIds: readonly ClusterId[]; assetIds: readonly string[] }[],
  ): Promise<Map<BroadcastId, Map<ClusterId, DeviceFacts>>>;
}

export interface OutageStore {
  create(outages: readonly PlannedOutage[]): Promise<void>;
  /** not over at the instant, soonest first; of some hamlets, or all */
  coming(at: EpochMillis, hamletIds?: readonly AreaId[]): Promise<PlannedOutage[]>;
  find(id: string): Promise<PlannedOutage | undefined>;
  /** @returns false when there is none */
  remove(id: string): Promise<boolean>;
}
