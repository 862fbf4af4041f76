/** Whether a device obeys what was set: it holds the settings that were signed, and those say what was set. */
import type { SettingsState } from '@loa-lang/schemas/states/command';
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';

interface Unit {
  muted: boolean;
  volumeDb: number;
  listen: boolean;
}

export interface SettingsFacts {
  wanted: Unit;
  deviceId: string | undefined;
  signed: (Unit & { revision: Revision }) | undefined;
  held: { revision: Revision } | undefined;
}

export function settingsState({ wanted, deviceId, signed, held }: SettingsFacts): SettingsState {
  if (deviceId === undefined) return 'no-device';
  if (signed === undefined || held === undefined) return 'waiting';
  const saysSo =
    signed.muted === wanted.muted && signed.volumeDb === wanted.volumeDb && signed.listen === wanted.listen;
  // a device that is ahead of what the database remembers is sent newer ones anyway
  return saysSo && compareRevisions(held.revision, signed.revision) === 0 ? 'applied' : 'waiting';
}
