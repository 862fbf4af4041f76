/** Bulletins and broadcasts as an officer makes them over HTTP. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BroadcastBody, BroadcastCreate } from '@loa-lang/schemas/http/broadcasts';
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import type { Api } from '#deploy/demo/api';

const POLL_MS = 50;
const MAKING_PATIENCE_MS = 600_000;

export type ReadyBulletin = BulletinBody & { audio: NonNullable<BulletinBody['audio']> };

/** @throws when it fails or takes too long. */
export async function untilBulletinReady(api: Api, id: string): Promise<ReadyBulletin> {
  const deadline = performance.now() + MAKING_PATIENCE_MS;
  for (;;) {
    const bulletin = await api.get<BulletinBody>(`/bulletins/${id}`);
    const { state, audio } = bulletin;
    if (state === 'ready' && audio !== undefined) return { ...bulletin, audio };
    if (state === 'failed') throw new Error(`the bulletin failed: ${JSON.stringify(bulletin.fault)}`);
    if (performance.now() > deadline) throw new Error('the bulletin takes too long');
    await sleep(POLL_MS);
  }
}

export async function makeTextBulletin(
  api: Api,
  communeId: string,
  text: string,
  fields: { keep?: boolean } = {},
): Promise<ReadyBulletin> {
  const { id } = await api.post<BulletinBody>('/bulletins', { communeId, text, ...fields });
  return untilBulletinReady(api, id);
}

export async function uploadBulletin(
  api: Api,
  communeId: string,
  file: { bytes: Uint8Array; name: string },
  fields: { keep?: boolean } = {},
): Promise<ReadyBulletin> {
  const form = new FormData();
  form.set('communeId', communeId);
  if (fields.keep !== undefined) form.set('keep', String(fields.keep));
  form.set('file', new Blob([new Uint8Array(file.bytes)]), file.name);
  const { id } = await api.upload<BulletinBody>('/bulletins/upload', form);
  return untilBulletinReady(api, id);
}

/** @throws an `ApiError` when the API refuses. */
export const planBroadcast = async (
  api: Api,
  body: Pick<BroadcastCreate, 'targets' | 'start'> & Partial<BroadcastCreate> & { bulletinIds: readonly string[] },
): Promise<BroadcastBody> => {
  const { bulletinIds, ...rest } = body;
  const bulletins = bulletinIds.map((bulletinId) => ({ bulletinId }));
  return (await api.post<{ broadcast: BroadcastBody }>('/broadcasts', { bulletins, ...rest })).broadcast;
};
