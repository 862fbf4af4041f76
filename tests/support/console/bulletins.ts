/** Bulletins of a stage: one is really made, the others sound like it. */
import { v7 as uuidv7 } from 'uuid';
import { eventually } from '../eventually.ts';
import type { HttpApp } from '../http-app.ts';
import { signedIn } from '../people.ts';
import { bulletinTitle } from './names.ts';
import { SEAT_IDS } from './seats.ts';

const HOUR = 3600_000;
/** Of a loaded machine. */
const MADE_WITHIN_MS = 110_000;
const TEXT =
  'Ủy ban nhân dân xã thông báo lịch tiêm phòng dại cho đàn chó, mèo. Thời gian: 7 giờ 30 ngày 05/12/2026. ' +
  'Địa điểm: nhà văn hóa các thôn. Đề nghị các gia đình đưa vật nuôi đến đúng giờ.';

/** @returns their ids, oldest first */
export async function makeBulletins(app: HttpApp, communeId: string, count: number, now: number): Promise<string[]> {
  const { stores } = app;
  const body = { communeId, title: bulletinTitle(0), text: TEXT };
  const { status, body: made } = await app.call('POST', '/bulletins', body, signedIn(SEAT_IDS.officer));
  if (status >= 300) throw new Error(JSON.stringify(made));
  const lastId: string = made.bulletin?.id ?? made.id;
  const versionOf = async () => (await stores.bulletins.find(lastId))?.versions.at(-1);
  await eventually('the first bulletin is made', async () => (await versionOf())?.state === 'ready', MADE_WITHIN_MS);
  const pattern = await stores.bulletins.find(lastId);
  const version = await versionOf();
  if (pattern === undefined || version === undefined) throw new Error('the first bulletin is gone');
  const ids: string[] = [];
  for (let index = count - 1; index > 0; index--) {
    const id = uuidv7();
    const facts = { id, title: bulletinTitle(index), createdAt: now - index * 5 * HOUR };
    await stores.bulletins.create({ ...pattern, ...facts, versions: [{ ...version, id: uuidv7(), bulletinId: id }] });
    ids.push(id);
  }
  return [...ids, lastId];
}
