/** The latest state of the devices that hang on poles. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { DeviceRow } from '../domain/incidents/watched-device.ts';

export interface DeviceStates {
  all(): Promise<DeviceRow[]>;
  /** That said something, came or went after the instant. */
  changedSince(instant: EpochMillis): Promise<DeviceRow[]>;
}
