/** The latest state of the devices that hang on poles. */
import type { DeviceId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { DeviceChange, DeviceRow } from '../domain/incidents/watched-device.ts';

export interface DeviceStates {
  all(): Promise<DeviceRow[]>;
  /**
   * That said something, came or went after the instant.
   * @param known when the last sample was made that the caller has: it is not read again
   */
  changedSince(instant: EpochMillis, known: (deviceId: DeviceId) => EpochMillis | undefined): Promise<DeviceChange[]>;
  /** Of these those that hang on a pole still. */
  hanging(deviceIds: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>;
}
