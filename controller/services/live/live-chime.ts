/** The commune's opening chime, for those who are about to be spoken to. */
import type { AreaId, BulletinId } from '@loa-lang/schemas/ids';
import type { AssetItem } from '@loa-lang/schemas/wire/plan';
import { itemsOf } from '../../domain/broadcasts/items.ts';
import { stationSoundId } from '../../domain/schedules/station-sound.ts';
import type { BulletinStore } from '../../ports/bulletin-store.ts';
import { unnoted } from '../audit/note-change.ts';
import type { StationSounds } from '../schedules/station-sounds.ts';

export interface LiveChimeDeps {
  bulletins: Pick<BulletinStore, 'find'>;
  sounds: Pick<StationSounds, 'ensure'>;
  onProblem: (problem: string, cause: unknown) => void;
}

export interface Chime {
  /** in all its languages; none while it has yet to be made */
  items: AssetItem[];
  bulletins: { bulletinId: BulletinId; title: string }[];
}

export const NO_CHIME: Chime = { items: [], bulletins: [] };

/** Nobody waits for it: a commune that has none speaks without one, and has one the next time. */
export async function chimeOf(communeId: AreaId, { bulletins, sounds, onProblem }: LiveChimeDeps): Promise<Chime> {
  const bulletinId = stationSoundId(communeId, 'opening');
  const bulletin = await bulletins.find(bulletinId);
  const versions = (bulletin?.versions ?? []).flatMap(({ asset, language }) => {
    if (asset === undefined) return [];
    const { assetId, sizeBytes, durationMs } = asset;
    return [{ language, assetId, sizeBytes, durationMs }];
  });
  if (bulletin !== undefined && versions.length > 0) {
    return { items: itemsOf([{ versions, readings: 1 }]), bulletins: [{ bulletinId, title: bulletin.title }] };
  }
  void unnoted(() => sounds.ensure(communeId, [{ kind: 'chime', chime: 'opening' }])).catch((cause: unknown) =>
    onProblem('the chime before a live was not made', cause),
  );
  return NO_CHIME;
}
