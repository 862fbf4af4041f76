/** What was spoken becomes a bulletin, once, by the way that uploads take, whatever is killed in between. */
import type { BroadcastId, BulletinId } from '@loa-lang/schemas/ids';
import { communeOf } from '../../domain/areas/territory.ts';
import { dayMonthTime } from '../../domain/text/instant-words.ts';
import type { LiveRecordings } from '../../ports/live-recordings.ts';
import type { LiveStore } from '../../ports/live-store.ts';
import type { AreaStore, TerritoryReader } from '../../ports/register.ts';
import type { UploadStore } from '../../ports/uploads.ts';
import { unnoted } from '../audit/note-change.ts';
import type { Bulletins } from '../bulletins/bulletins.ts';

export interface LiveRecordingDeps {
  lives: Pick<LiveStore, 'find'>;
  liveRecordings: LiveRecordings;
  uploads: Pick<UploadStore, 'adopt'>;
  bulletins: Pick<Bulletins, 'isKnown' | 'fromReceived'>;
  reader: Pick<TerritoryReader, 'areas'>;
  areas: Pick<AreaStore, 'find'>;
  timeZone: string;
}

/** Known beforehand, so that it is made once. */
export const recordingIdOf = (id: BroadcastId): BulletinId => `live-${id}`;

/** Of a live that has ended. @returns the bulletin; `undefined` when nothing was recorded here */
export async function bulletinOf(id: BroadcastId, deps: LiveRecordingDeps): Promise<BulletinId | undefined> {
  const { lives, liveRecordings, uploads, bulletins, reader, areas, timeZone } = deps;
  const recorded = await liveRecordings.find(id);
  if (recorded === undefined) return undefined;
  const bulletinId = recordingIdOf(id);
  const open = await lives.find(id);
  if (open !== undefined && !(await bulletins.isKnown(bulletinId))) {
    const { live, broadcast } = open;
    // one for several communes is filed where the first hamlet lies
    const places = [broadcast.communeId, ...broadcast.audience.hamlets.map((hamlet) => hamlet.id)];
    const tree = await reader.areas();
    const communeId = places.map((place) => communeOf(tree, place)).find((each) => each !== undefined) ?? '';
    const zone = (await areas.find(communeId))?.timeZone ?? timeZone;
    const title = `Phát trực tiếp, ${dayMonthTime(live.openedAt, zone)}, ${live.speaker.name}`;
    await uploads.adopt(bulletinId, recorded.path);
    await unnoted(() => bulletins.fromReceived(bulletinId, { communeId, title, fileName: `${bulletinId}.opus` }));
  }
  await liveRecordings.remove(id);
  return bulletinId;
}
