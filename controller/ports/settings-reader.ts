/** What clusters' settings are, what was signed of them, and what their devices hold. */
import type { ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Revision } from '@loa-lang/schemas/wire/common';

/** What somebody sets of one unit and its device must know. */
export interface UnitSettings {
  muted: boolean;
  volumeDb: number;
  listen: boolean;
}

export interface SettingsRow {
  clusterId: ClusterId;
  wanted: UnitSettings;
  deviceId: DeviceId | undefined;
  /** as it was signed last for the device */
  signed: (UnitSettings & { revision: Revision; at: EpochMillis }) | undefined;
  /** as the device said last, and since when it says so */
  held: { revision: Revision; since: EpochMillis } | undefined;
}

export interface SettingsReader {
  /** Of live clusters; all of them when none are named. */
  rows(clusterIds?: readonly ClusterId[]): Promise<SettingsRow[]>;
}
