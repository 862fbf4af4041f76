/** Reports, stored once each. */
import type { DeviceId, StoreId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { ReportEntry } from '@loa-lang/schemas/wire/report';

export interface IncomingReport {
  deviceId: DeviceId;
  storeId: StoreId;
  lowestHeld: number;
  entry: ReportEntry;
  receivedAt: EpochMillis;
}

export interface StoreProgress {
  deviceId: DeviceId;
  storeId: StoreId;
  /** highest number below which nothing that the device still holds is missing */
  contiguous: number;
}

export interface StoredBatch {
  /** every store the batch touched */
  progress: StoreProgress[];
  /** reports that were new */
  added: IncomingReport[];
  /** reports whose number was taken by another content; the first content stands */
  conflicts: IncomingReport[];
}

export interface ReportStore {
  /**
   * One transaction; each (deviceId, storeId, number) once. Faults in it raise and clear their incidents, conflicts
   * raise `receipt-conflict`. Resolves after the commit.
   */
  store(batch: readonly IncomingReport[]): Promise<StoredBatch>;
}
