/** Sounds of the station itself that programmes are made of: each is a bulletin of its commune that nobody lists. */
import type { Chime } from '@loa-lang/schemas/http/composition';
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import type { AreaId, BulletinId } from '@loa-lang/schemas/ids';

export type StationSound = Chime | 'words';

/** Known beforehand, so that two controllers make the same one. */
export const stationSoundId = (communeId: AreaId, sound: StationSound): BulletinId => `sound-${sound}-${communeId}`;

export const stationSoundOf = (part: ProgrammePart): StationSound | undefined => {
  if (part.kind === 'chime') return part.chime;
  return part.kind === 'closing' ? 'words' : undefined;
};
