/** From a text or a file to a planned broadcast. */
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BroadcastBody } from '@loa-lang/schemas/http/broadcasts';
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import type { Api } from './api.ts';
import { DemoFailure } from './failure.ts';
import type { Show } from './show.ts';
import { texts } from './texts.ts';

export interface Content {
  title: string;
  text?: string;
  file?: string;
}

const POLL_MS = 150;

/** Makes the bulletin and waits until its audio is there. @throws DemoFailure with the controller's reason. */
export async function makeBulletin(
  api: Api,
  communeId: string,
  { title, text, file }: Content,
  show: Show,
  signal: AbortSignal,
): Promise<BulletinBody> {
  show.line(texts.bulletin(title));
  let made = file === undefined ? await fromText() : await fromFile(file);
  while (made.state === 'processing') {
    await sleep(POLL_MS, undefined, { signal });
    made = await api.get<BulletinBody>(`/bulletins/${made.id}`);
  }
  if (made.state === 'failed' || made.audio === undefined) {
    const { vi, en } = made.fault?.message ?? { vi: made.state, en: made.state };
    throw new DemoFailure(texts.bulletinFailed(title, `${vi}\n${en}`));
  }
  for (const warning of made.warnings) show.line(`  ! ${warning.message.vi}`);
  show.line(texts.bulletinReady(title, made.audio.durationMs / 1000, Math.ceil(made.audio.sizeBytes / 1000)));
  return made;

  function fromText(): Promise<BulletinBody> {
    return api.post<BulletinBody>('/bulletins', { communeId, title, text });
  }
  async function fromFile(path: string): Promise<BulletinBody> {
    const form = new FormData();
    form.set('communeId', communeId);
    form.set('title', title);
    form.set('file', await openAsBlob(path), basename(path));
    return api.upload<BulletinBody>('/bulletins/upload', form);
  }
}

/** Plans the bulletins as items of one broadcast to the whole commune, as soon as the audio can be there. */
export async function planBroadcast(
  api: Api,
  communeId: string,
  bulletins: readonly BulletinBody[],
): Promise<{ broadcast: BroadcastBody; sent: boolean }> {
  const { broadcast, delivery } = await api.post<{ broadcast: BroadcastBody; delivery: { state: string } }>(
    '/broadcasts',
    {
      bulletins: bulletins.map(({ id }) => ({ bulletinId: id })),
      targets: { areaIds: [communeId] },
      start: 'now',
    },
    { 'idempotency-key': `demo-${bulletins[0]?.id}` },
  );
  return { broadcast, sent: delivery.state === 'sent' };
}
