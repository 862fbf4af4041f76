import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { EspeakEngine } from '@loa-lang/controller/adapters/speech/espeak/espeak-engine';
import type { SpeechFault } from '@loa-lang/controller/ports/speech';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { addCommune, type HttpApp, type HttpAppOptions, startHttpApp, untilMade } from '../../support/http-app.ts';
import { RecordingSpeech } from '../../support/recording-speech.ts';
import { deskOf, espeakDesk } from '../../support/speech.ts';

const LIMIT = 300_000;
let databases: TestDatabases;
const running: HttpApp[] = [];
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
afterEach(async () => {
  for (const app of running.splice(0)) await app.stop();
});

async function start(databaseUrl?: string, options: HttpAppOptions = {}): Promise<HttpApp> {
  const app = await startHttpApp(databaseUrl ?? (await databases.fresh()), { uploadLimitBytes: LIMIT, ...options });
  running.push(app);
  return app;
}

const createOn = async (app: HttpApp, communeId: string, text: string): Promise<string> =>
  (await app.call('POST', '/bulletins', { communeId, text })).body.id;
const filesIn = async (folder: string): Promise<string[]> => (existsSync(folder) ? readdir(folder) : []);
const leftovers = async (app: HttpApp) => [
  ...(await filesIn(join(app.folder, 'uploads'))),
  ...(await filesIn(join(app.folder, 'work'))),
];

/** Speaks, but never comes to an end with a text of "treo". */
class HangingEngine extends EspeakEngine {
  override speak(...asked: Parameters<EspeakEngine['speak']>): ReturnType<EspeakEngine['speak']> {
    return asked[0].includes('treo') ? new EndlessEngine().speak(...asked) : super.speak(...asked);
  }
}

/** A second of a tone, RIFF WAVE, 16 bit mono 16 kHz; `pad` bytes of a chunk that readers skip. */
function tone(pad = 0, hz = 440): Buffer {
  const samples = Buffer.alloc(32_000);
  for (let index = 0; index < 16_000; index++) {
    samples.writeInt16LE(Math.round(9000 * Math.sin((2 * Math.PI * hz * index) / 16_000)), index * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(16_000, 24);
  header.writeUInt32LE(32_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  const padding = Buffer.alloc(pad);
  if (pad >= 8) {
    padding.write('JUNK', 0);
    padding.writeUInt32LE(pad - 8, 4);
  }
  const wav = Buffer.concat([header, samples, padding]);
  wav.writeUInt32LE(wav.length - 8, 4);
  return wav;
}

/** Has the voices of eSpeak and speaks until it is told to stop. */
class EndlessEngine extends EspeakEngine {
  override speak(_text: string, _voice: string, _settings: object, signal: AbortSignal): Promise<SpeechFault> {
    return new Promise((resolve) => {
      const stopped = () => resolve({ ok: false, fault: 'speech-failed', detail: 'stopped' });
      signal.addEventListener('abort', stopped);
      if (signal.aborted) stopped();
    });
  }
}

describe('bulletins', () => {
  it('a text is spoken once and encoded once, and can be heard in whole and by range', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const states: string[] = [];
    app.feed.subscribe((event) => {
      if (event.type === 'bulletin' && event.progress === undefined) states.push(event.state);
    });
    const text = { communeId, text: 'Mời bà con đi tiêm phòng. Bảy giờ sáng mai tại nhà văn hoá.' };
    const first = await app.call('POST', '/bulletins', text);
    expect(first).toMatchObject({ status: 202, body: { state: 'processing', title: 'Mời bà con đi tiêm phòng.' } });
    const made = await untilMade(app, first.body.id);
    expect(made).toMatchObject({ state: 'ready', warnings: [], audio: { sizeBytes: expect.any(Number) } });
    expect(made.audio.durationMs).toBeGreaterThan(2000);
    await eventually('both are told', () => states.join() === 'processing,ready');
    const second = await untilMade(app, (await app.call('POST', '/bulletins', text)).body.id);
    expect(second.audio).toEqual(made.audio);
    expect(await app.database.encoding.count()).toBe(1);
    expect(await leftovers(app)).toEqual([]);

    const url = `/api/v1/bulletins/${made.id}/audio`;
    const whole = await app.server.inject({ url, headers: { host: 'localhost' } });
    expect(whole.rawPayload.subarray(0, 4).toString()).toBe('OggS');
    expect(whole.rawPayload).toHaveLength(made.audio.sizeBytes);
    const part = await app.server.inject({ url, headers: { host: 'localhost', range: 'bytes=100-' } });
    expect([part.statusCode, part.rawPayload.equals(whole.rawPayload.subarray(100))]).toEqual([206, true]);
    const beyond = await app.server.inject({ url, headers: { host: 'localhost', range: 'bytes=99999999-' } });
    expect(beyond.statusCode).toBe(416);
  });

  it('droppy#72: NFC and NFD of "Thông báo họp thôn.mp3" are one name; play, find and delete work', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const name = 'Thông báo họp thôn.mp3';
    for (const form of ['NFC', 'NFD'] as const) {
      const { status, body } = await app.upload(
        '/bulletins/upload',
        { name: name.normalize(form), bytes: tone() },
        { communeId },
      );
      expect(status).toBe(202);
      const made = await untilMade(app, body.id);
      expect(made).toMatchObject({ state: 'ready', fileName: name, title: 'Thông báo họp thôn' });
      const audio = await app.server.inject({
        url: `/api/v1/bulletins/${body.id}/audio`,
        headers: { host: 'localhost' },
      });
      expect(audio.statusCode).toBe(200);
      const found = await app.call('GET', `/bulletins?q=${encodeURIComponent('thong bao hop')}`);
      expect(found.body.bulletins.map((each: { id: string }) => each.id)).toEqual([body.id]);
      expect((await app.call('DELETE', `/bulletins/${body.id}`)).status).toBe(200);
      expect((await app.call('GET', `/bulletins/${body.id}`)).status).toBe(404);
    }
  });

  it('fastify-multipart#196, #428: the limit is taken, one byte more is 413 and leaves no file and no row', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const send = (bytes: Buffer) => app.upload('/bulletins/upload', { name: 'a.wav', bytes }, { communeId });
    const spare = LIMIT - tone().length;
    const fits = await send(tone(spare));
    expect(fits.status).toBe(202);
    expect((await untilMade(app, fits.body.id)).state).toBe('ready');
    const over = await send(tone(spare + 1));
    expect(over).toMatchObject({ status: 413, body: { code: 'upload-too-large' } });
    expect(await leftovers(app)).toEqual([]);
    expect(await app.database.bulletin.count()).toBe(1);
  });

  it('an upload that breaks off leaves nothing', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    await app.server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.server.address() as AddressInfo;
    const head = `--x\r\nContent-Disposition: form-data; name="communeId"\r\n\r\n${communeId}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n`;
    const headers = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 200_000 };
    const sending = httpRequest({ port, method: 'POST', path: '/api/v1/bulletins/upload', headers });
    sending.on('error', () => undefined);
    sending.write(head);
    sending.write(tone());
    await eventually(
      'the file is being written',
      async () => (await filesIn(join(app.folder, 'uploads'))).length === 1,
    );
    sending.destroy();
    await eventually('nothing is left', async () => (await leftovers(app)).length === 0);
    expect(await app.database.bulletin.count()).toBe(0);
  });

  it('refuses a form without a file, with wrong fields, or for no commune, and keeps nothing', async () => {
    const app = await start();
    const { communeId, hamletIds } = await addCommune(app);
    const file = { name: 'a.wav', bytes: tone() };
    const send = async (fields: Record<string, string>) =>
      (await app.upload('/bulletins/upload', file, fields)).body.code;
    expect(await send({})).toBe('bad-request');
    expect(await send({ communeId, keep: 'perhaps' })).toBe('bad-request');
    expect(await send({ communeId: hamletIds[0] ?? '' })).toBe('area-unknown');
    expect(
      (await app.upload('/bulletins/upload', { name: 'a', bytes: Buffer.alloc(0) }, { communeId })).body.code,
    ).toBe('audio-empty');
    expect((await app.call('POST', '/bulletins/upload', { communeId })).body.code).toBe('media-type-unknown');
    expect(await leftovers(app)).toEqual([]);
    expect(await app.database.bulletin.count()).toBe(0);
  });

  it('says in words why a file is no audio', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(500)]);
    const { body } = await app.upload('/bulletins/upload', { name: 'anh.mp3', bytes: png }, { communeId });
    const made = await untilMade(app, body.id);
    expect(made).toMatchObject({ state: 'failed', fault: { code: 'audio-not-audio' } });
    expect(made.fault.message.vi).toContain('không phải tệp âm thanh');
    const broadcast = { bulletins: [{ bulletinId: body.id }], targets: { areaIds: [communeId] }, start: 'now' };
    expect((await app.call('POST', '/broadcasts', broadcast)).body.code).toBe('bulletin-failed');
  });

  it('a kept bulletin is in the commune’s plan once it is ready', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    app.publisher.forget();
    const { body } = await app.call('POST', '/bulletins', { communeId, text: 'Báo động lũ.', keep: true });
    const made = await untilMade(app, body.id);
    await eventually('the plan is published', () => app.publisher.plans.includes(communeId));
    const { keepAssets } = await app.stores.documents.planContent(communeId, Date.now());
    expect(keepAssets).toEqual([{ assetId: made.audio.assetId, sizeBytes: made.audio.sizeBytes }]);
    await app.call('PATCH', `/bulletins/${body.id}`, { keep: false });
    expect((await app.stores.documents.planContent(communeId, Date.now())).keepAssets).toEqual([]);
  });

  it('a restart goes on with what was being made, and clears what was half written', async () => {
    const databaseUrl = await databases.fresh();
    const never = deskOf([new EndlessEngine()]);
    const before = await startHttpApp(databaseUrl, { speech: never });
    const { communeId } = await addCommune(before);
    const spoken = (await before.call('POST', '/bulletins', { communeId, text: 'Họp thôn tối nay.' })).body.id;
    const second = (await before.call('POST', '/bulletins', { communeId, text: 'Mai cắt điện.' })).body.id;
    const file = { name: 'a.wav', bytes: tone() };
    const uploaded = (await before.upload('/bulletins/upload', file, { communeId })).body.id;
    await before.stop('keep-folder');
    expect(await filesIn(join(before.folder, 'uploads'))).toHaveLength(1);

    const after = await start(databaseUrl, { folder: before.folder, speech: espeakDesk() });
    for (const id of [spoken, second, uploaded]) expect((await untilMade(after, id)).state).toBe('ready');
    await eventually('nothing is left', async () => (await leftovers(after)).length === 0);
  });

  it('one that was removed meanwhile too, by the commune’s own dictionary', async () => {
    const databaseUrl = await databases.fresh();
    const before = await startHttpApp(databaseUrl, { speech: deskOf([new EndlessEngine()]) });
    const { communeId } = await addCommune(before);
    const entry = { communeId, written: 'ĐGai', reading: 'Đồng Gai' };
    expect((await before.call('POST', '/dictionary', entry)).status).toBe(201);
    const { id } = (await before.call('POST', '/bulletins', { communeId, text: 'Mời thôn ĐGai họp.' })).body;
    await before.call('DELETE', `/bulletins/${id}`);
    await before.stop('keep-folder');
    const speech = new RecordingSpeech();
    const after = await start(databaseUrl, { folder: before.folder, speech });
    expect((await after.call('POST', `/bulletins/${id}/restore`)).status).toBe(200);
    expect((await untilMade(after, id)).state).toBe('ready');
    expect(speech.spoken.map(({ text }) => text)).toEqual(['Mời thôn Đồng Gai họp.']);
  });

  it('one that is removed is no longer made, not after a restart either; brought back it is', async () => {
    const databaseUrl = await databases.fresh();
    const engine = new HangingEngine();
    const before = await startHttpApp(databaseUrl, { speech: deskOf([engine]) });
    const { communeId } = await addCommune(before);
    const create = async (text: string) => (await before.call('POST', '/bulletins', { communeId, text })).body.id;
    const hanging = [await create('Bản tin treo thứ nhất.'), await create('Bản tin treo thứ hai.')];
    const waiting = await create('Họp thôn.');
    for (const id of hanging) expect((await before.call('DELETE', `/bulletins/${id}`)).status).toBe(200);
    // both places are free again
    expect((await untilMade(before, waiting)).state).toBe('ready');
    await before.stop('keep-folder');

    const speech = new RecordingSpeech();
    const after = await start(databaseUrl, { folder: before.folder, speech });
    expect((await untilMade(after, await createOn(after, communeId, 'Mai họp.'))).state).toBe('ready');
    expect(speech.spoken.map(({ text }) => text)).toEqual(['Mai họp.']);
    const [id = ''] = hanging;
    await after.call('POST', `/bulletins/${id}/restore`);
    expect((await untilMade(after, id)).state).toBe('ready');
    await eventually('nothing is left', async () => (await leftovers(after)).length === 0);
  });

  it('an emergency waits for nothing that is being made, and goes before all that waits', async () => {
    const app = await start(undefined, { speech: deskOf([new HangingEngine()]) });
    const { communeId } = await addCommune(app);
    const create = async (text: string, kind = 'plain') =>
      (await app.call('POST', '/bulletins', { communeId, text, kind })).body.id;
    const ordinary = [
      await create('Bản tin treo thứ nhất.'),
      await create('Bản tin treo thứ hai.'),
      await create('Họp.'),
    ];
    const emergency = await create('Bà con sơ tán ngay.', 'emergency');
    expect((await untilMade(app, emergency)).state).toBe('ready');
    for (const id of ordinary) expect((await app.call('GET', `/bulletins/${id}`)).body.state).toBe('processing');
  });

  it('an upload whose file is gone fails with a reason', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    await app.stores.bulletins.create({
      id: 'b',
      communeId,
      title: 'x',
      kind: 'plain',
      keep: false,
      validUntil: undefined,
      createdAt: Date.now(),
      removedAt: undefined,
      versions: [
        {
          id: 'v',
          bulletinId: 'b',
          version: 1,
          language: 'vi',
          text: undefined,
          fileName: 'a.wav',
          voice: undefined,
          parts: undefined,
          state: 'processing',
          fault: undefined,
          warnings: [],
          asset: undefined,
        },
      ],
    });
    await app.useCases.making.start();
    expect(await untilMade(app, 'b')).toMatchObject({ state: 'failed', fault: { code: 'upload-lost' } });
  });

  it('the stored asset has the bytes its id names', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const { body } = await app.upload('/bulletins/upload', { name: 'a.wav', bytes: tone(0, 880) }, { communeId });
    const made = await untilMade(app, body.id);
    const { createHash } = await import('node:crypto');
    const bytes = await readFile(app.useCases.assets.pathOf(made.audio.assetId));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(made.audio.assetId);
  });
});
