/** The latest state of the devices that hang on poles. */
import type { DeviceId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { DeviceChange, DeviceRow } from '../domain/incidents/watched-device.ts';

/** When the last sample was made that the caller has: it is not read again. */
export type KnownSample = (deviceId: DeviceId) => EpochMillis | undefined;

export interface DeviceStates {
  /** `health` is left out of those whose sample is known. */
  all(known: KnownSample): Promise<DeviceRow[]>;
  /** That said something, came or went after the instant. */
  changedSince(instant: EpochMillis, known: KnownSample): Promise<DeviceChange[]>;
  /** Of these those that hang on a pole still. */
  hanging(deviceIds: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>;
}
