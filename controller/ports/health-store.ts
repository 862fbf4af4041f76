/** Health of devices as it is kept: the latest sample of each, and what was over time. */
import type { DeviceId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Health } from '@loa-lang/schemas/wire/health';

export interface HealthSample {
  deviceId: DeviceId;
  /** when the device said it, controller time */
  at: EpochMillis;
  health: Health;
}

export interface HealthStore {
  /**
   * All or nothing. What is older than the latest of its device leaves that as it is; what came before is stored once.
   * @returns how many were new
   */
  store(batch: readonly HealthSample[]): Promise<number>;
}

/** What is to be done with the history now and then; done by one of several controllers at a time. */
export interface HealthHistoryUpkeep {
  /** Makes what will be written to, and drops what has had its time and was summed up. */
  divide(now: EpochMillis): Promise<void>;
  /** Sums up what is over since the last time, however long ago that is. */
  sumUp(now: EpochMillis): Promise<void>;
  /** Says that a controller runs; when none did for long, that is written down. */
  noteWatching(now: EpochMillis): Promise<void>;
  /** Forgets who was there long ago. */
  forgetPresence(now: EpochMillis): Promise<void>;
}
