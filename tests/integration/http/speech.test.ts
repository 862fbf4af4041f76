import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EspeakEngine } from '@loa-lang/controller/adapters/speech/espeak/espeak-engine';
import { NeuralEngine } from '@loa-lang/controller/adapters/speech/neural/neural-engine';
import type { ProgressEvent } from '@loa-lang/controller/ports/progress-feed';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serviceEngine } from '../../support/audio/service-engine.ts';
import { SpeechServer } from '../../support/audio/speech-server.ts';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { addCommune, type HttpApp, type HttpAppOptions, startHttpApp, untilMade } from '../../support/http-app.ts';
import { deskOf } from '../../support/speech.ts';

let databases: TestDatabases;
let root: string;
const server = new SpeechServer();
const running: HttpApp[] = [];
beforeAll(async () => {
  databases = await startTestDatabases();
  root = mkdtempSync(join(tmpdir(), 'loa-voices-'));
  await server.start();
});
afterAll(async () => {
  await databases.stop();
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});
afterEach(async () => {
  for (const app of running.splice(0)) await app.stop();
  server.asked.length = 0;
  server.faults = [];
  server.always = undefined;
});

async function start(options: HttpAppOptions = {}): Promise<HttpApp> {
  const { engine } = await serviceEngine(server.url, { attempts: 1 });
  const engines = [new EspeakEngine(), new NeuralEngine({ folder: join(root, 'không có') }), engine];
  const speech = deskOf(engines, options.defaultVoice);
  const app = await startHttpApp(await databases.fresh(), { speech, ...options });
  running.push(app);
  return app;
}

const TEXT = 'Mời bà con ra nhà văn hóa họp bàn việc nạo vét kênh mương.';
const hostHeader = { host: 'localhost' };

describe('voices', () => {
  it('are listed with what they are worth, and why one cannot be used', async () => {
    const app = await start();
    const { status, body } = await app.call('GET', '/voices');
    expect(status).toBe(200);
    expect(body.wordsPerMinute).toBe(180);
    const byId = Object.fromEntries(body.voices.map((voice: { id: string }) => [voice.id, voice]));
    expect(Object.keys(byId)).toEqual(['vi', 'vi-vn-x-central', 'vi-vn-x-south', 'neural', 'http:banmai']);
    expect(byId.vi).toMatchObject({
      label: { vi: 'Giọng thử, miền Bắc', en: 'Trial voice, northern' },
      engine: 'espeak-ng',
      quality: 'trial',
      qualityLabel: { vi: 'giọng thử' },
      languages: ['vi'],
      isDefault: true,
      state: 'ready',
    });
    expect(byId.vi.reason).toBeUndefined();
    expect(byId['http:banmai']).toMatchObject({ engine: 'http', quality: 'natural', state: 'ready', isDefault: false });
    expect(byId.neural).toMatchObject({
      state: 'unavailable',
      reason: { code: 'speech-model-missing', detail: join(root, 'không có') },
    });
    expect(byId.neural.reason.message.vi).toContain('không có');
  });

  it('that do not exist or cannot be used are refused, and nothing is stored', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const create = (body: object) => app.call('POST', '/bulletins', { communeId, text: TEXT, ...body });
    expect(await create({ voice: 'giọng lạ' })).toMatchObject({ status: 422, body: { code: 'speech-voice-unknown' } });
    expect(await create({ voice: 'neural' })).toMatchObject({ status: 503, body: { code: 'speech-model-missing' } });
    expect((await create({ wordsPerMinute: 20 })).status).toBe(400);
    expect((await create({ wordsPerMinute: 150.5 })).status).toBe(400);
    expect(await app.database.bulletin.count()).toBe(0);
  });
});

describe('a bulletin', () => {
  it('is read by the voice and at the rate it asks for; equal ones share an asset, others do not', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const make = async (body: object) =>
      untilMade(app, (await app.call('POST', '/bulletins', { communeId, text: TEXT, ...body })).body.id);
    const usual = await make({});
    expect(usual).toMatchObject({ state: 'ready', voice: 'vi', wordsPerMinute: 180 });
    const slow = await make({ wordsPerMinute: 120 });
    expect(slow.audio.durationMs).toBeGreaterThan(usual.audio.durationMs * 1.2);
    const service = await make({ voice: 'http:banmai' });
    expect(service).toMatchObject({ state: 'ready', warnings: [], voice: 'http:banmai' });
    expect(await app.database.encoding.count()).toBe(3);
    for (const [made, body] of [
      [usual, { voice: 'vi', wordsPerMinute: 180 }],
      [slow, { wordsPerMinute: 120 }],
      [service, { voice: 'http:banmai' }],
    ] as const) {
      expect((await make(body)).audio.assetId).toBe(made.audio.assetId);
    }
    expect(await app.database.encoding.count()).toBe(3);
    expect(server.asked).toHaveLength(1);
  });

  it('asked for twice at once is made once', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const body = { communeId, text: TEXT, voice: 'http:banmai' };
    const created = await Promise.all([0, 1, 2].map(() => app.call('POST', '/bulletins', body)));
    const made = await Promise.all(created.map((each) => untilMade(app, each.body.id)));
    expect(new Set(made.map(({ audio }) => audio.assetId)).size).toBe(1);
    expect(await app.database.asset.count()).toBe(1);
    expect(server.asked).toHaveLength(1);
  });

  it('shows the corrections of its reading', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const corrections = [{ written: 'UBND', reading: 'ủy ban', before: 'đến ', after: ' xã' }];
    const { body } = await app.call('POST', '/bulletins', { communeId, text: 'Mời đến UBND xã họp.', corrections });
    const { versions, ...bulletin } = (await app.call('GET', `/bulletins/${body.id}`)).body;
    expect([bulletin.corrections, versions[0].corrections]).toEqual([corrections, corrections]);
  });

  it('without a word in it is refused at once', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    for (const text of ['🙂🙂', ' … ', '🇻🇳', '— “”']) {
      const answer = await app.call('POST', '/bulletins', { communeId, text });
      expect(answer, text).toMatchObject({ status: 422, body: { code: 'speech-empty' } });
    }
    expect(await app.database.bulletin.count()).toBe(0);
  });

  it('tells its progress by sentences, and is not done before it is levelled and encoded', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const events: ProgressEvent[] = [];
    app.feed.subscribe((event) => events.push(event));
    const text = Array.from(
      { length: 5 },
      (_, index) => `Đây là câu thứ ${index} của bản tin hôm nay, xin bà con nghe.`,
    ).join(' ');
    const { id } = (await app.call('POST', '/bulletins', { communeId, text })).body;
    await untilMade(app, id);
    const told = events.filter((event) => event.type === 'speech');
    const total = told[0]?.total ?? 0;
    expect(total).toBeGreaterThanOrEqual(5);
    expect(told).toEqual(
      Array.from({ length: total }, (_, index) => ({ type: 'speech', bulletinId: id, done: index + 1, total })),
    );
    const shares = events.flatMap((event) => (event.type === 'bulletin' ? (event.progress ?? []) : []));
    expect(shares).toHaveLength(total);
    expect(Math.max(...shares)).toBe(0.5);
  });

  it('whose service fails is read by the default voice: a warning for the officer, a record with the asset', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const make = async (body: object) =>
      untilMade(app, (await app.call('POST', '/bulletins', { communeId, text: TEXT, ...body })).body.id);
    server.always = (response) => void response.writeHead(500).end();
    const first = await make({ voice: 'http:banmai' });
    expect(first).toMatchObject({ state: 'ready', voice: 'http:banmai', warnings: [{ code: 'speech-fell-back' }] });
    const { provenance } = await app.database.asset.findUniqueOrThrow({ where: { id: first.audio.assetId } });
    expect(provenance).toMatchObject({
      synthesis: { engine: 'espeak-ng', voice: 'vi', insteadOf: { voice: 'http:banmai', detail: 'status 500' } },
      warnings: ['speech-fell-back'],
    });
    const listed = (await app.call('GET', '/voices')).body.voices.find(
      ({ id }: { id: string }) => id === 'http:banmai',
    );
    expect(listed).toMatchObject({
      state: 'failing',
      reason: { code: 'speech-service-failing', detail: 'status 500' },
    });

    // again while it is down: the same asset; the default voice's own reading carries no warning
    const second = await make({ voice: 'http:banmai' });
    expect([second.audio.assetId, second.warnings.length]).toEqual([first.audio.assetId, 1]);
    expect((await make({})).warnings).toEqual([]);

    // once it works, it reads: what stood in for it is no longer taken for its voice
    server.always = undefined;
    const third = await make({ voice: 'http:banmai' });
    expect(third.warnings).toEqual([]);
    expect(third.audio.assetId).not.toBe(first.audio.assetId);
  });

  it('without a wish is read even when the default voice cannot be used', async () => {
    const app = await start({ defaultVoice: 'neural' });
    const { communeId } = await addCommune(app);
    const { body } = await app.call('POST', '/bulletins', { communeId, text: TEXT });
    const made = await untilMade(app, body.id);
    expect(made).toMatchObject({ state: 'ready', voice: 'neural', warnings: [{ code: 'speech-fell-back' }] });
  });
});

describe('a language', () => {
  const voices = [
    { name: 'banmai', label: 'Ban Mai', languages: ['vi-VN'] },
    { name: 'tay', label: 'Tày', languages: ['tyz'] },
  ];
  const startWithTay = async () => {
    const { engine } = await serviceEngine(server.url, { voices, attempts: 1 });
    const app = await startHttpApp(await databases.fresh(), { speech: deskOf([new EspeakEngine(), engine]) });
    running.push(app);
    return { app, ...(await addCommune(app)) };
  };
  const codes = (warnings: { code: string }[]) => warnings.map(({ code }) => code);

  it('is read by the voice that reads it; by another one on wish, which is said; or not at all', async () => {
    const { app, communeId } = await startWithTay();
    const create = (body: object) => app.call('POST', '/bulletins', { communeId, text: 'Phuối Tày', ...body });
    const own = await create({ language: 'tyz' });
    expect(own).toMatchObject({ status: 202, body: { voice: 'http:tay', warnings: [] } });
    const other = await create({ language: 'tyz', voice: 'vi' });
    expect(other.status).toBe(202);
    expect(codes(other.body.warnings)).toEqual(['speech-other-language']);
    const made = await untilMade(app, other.body.id);
    expect([made.state, codes(made.warnings)]).toEqual(['ready', ['speech-other-language']]);
    expect(made.warnings[0].message.vi).toContain('(tyz)');
    expect(await create({ language: 'hmn' })).toMatchObject({ status: 422, body: { code: 'speech-language-unread' } });
    // a voice of "vi-VN" reads "vi", and the default voice takes over for it
    server.always = (response) => void response.writeHead(500).end();
    const vietnamese = await create({ voice: 'http:banmai' });
    expect(codes((await untilMade(app, vietnamese.body.id)).warnings)).toEqual(['speech-fell-back']);
    // nothing takes over for the only voice of a language
    const alone = await create({ language: 'tyz', text: 'Phuối Tày slắc cằm' });
    expect(await untilMade(app, alone.body.id)).toMatchObject({ state: 'failed', fault: { code: 'speech-failed' } });
  });

  it('is heard beforehand by the same rules', async () => {
    const { app } = await startWithTay();
    const preview = (payload: object) =>
      app.server.inject({ method: 'POST', url: '/api/v1/speech/preview', headers: hostHeader, payload });
    const own = await preview({ text: 'Phuối Tày', language: 'tyz' });
    expect(own.headers).toMatchObject({ 'x-speech-voice': encodeURIComponent('http:tay') });
    expect(own.headers['x-speech-warning']).toBeUndefined();
    const other = await preview({ text: 'Phuối Tày', language: 'tyz', voice: 'vi' });
    expect(other.headers['x-speech-warning']).toBe('speech-other-language');
    expect((await preview({ text: 'Phuối', language: 'hmn' })).json().code).toBe('speech-language-unread');
  });
});

describe('a preview', () => {
  const LONG = Array.from({ length: 40 }, (_, index) => `Câu thứ ${index + 1}: ${TEXT}`).join(' ');
  const preview = (app: HttpApp, payload: object) =>
    app.server.inject({ method: 'POST', url: '/api/v1/speech/preview', headers: hostHeader, payload });

  it('is a WAV stream of the whole text', async () => {
    const app = await start();
    const { statusCode, headers, rawPayload } = await preview(app, { text: `${TEXT} ${TEXT} Hết.` });
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'audio/wav', 'x-speech-voice': 'vi', 'x-speech-sentences': '3' });
    expect(rawPayload.subarray(0, 4).toString()).toBe('RIFF');
    expect((rawPayload.length - 44) / 2 / rawPayload.readUInt32LE(24)).toBeGreaterThan(6);
    expect(await app.database.bulletin.count()).toBe(0);
  });

  it('begins before most of a long text is spoken, and ends when nobody listens', async () => {
    const app = await start();
    await app.server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.server.address() as AddressInfo;
    const body = JSON.stringify({ text: LONG, voice: 'http:banmai' });
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sending = httpRequest({ port, method: 'POST', path: '/api/v1/speech/preview', headers }, resolve);
      sending.on('error', reject);
      sending.end(body);
    });
    expect(response.headers['x-speech-sentences']).toBe('40');
    await new Promise((resolve) => response.once('readable', resolve));
    expect(server.asked.length).toBeLessThan(20);
    response.destroy();
    await eventually('the service is left alone', async () => {
      const before = server.asked.length;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return server.asked.length === before;
    });
    expect(server.asked.length).toBeLessThan(40);
  });

  it('says when another voice reads, breaks off when that is no longer possible, and refuses what it cannot read', async () => {
    const app = await start();
    server.always = (response) => void response.writeHead(500).end();
    const instead = await preview(app, { text: TEXT, voice: 'http:banmai' });
    expect(instead.headers).toMatchObject({ 'x-speech-voice': 'vi', 'x-speech-warning': 'speech-fell-back' });

    server.always = undefined;
    server.faults = ['well', 'well', 'well', 'well', (response) => void response.writeHead(500).end()];
    await expect(preview(app, { text: LONG, voice: 'http:banmai' })).rejects.toThrow();

    for (const [body, code] of [
      [{ text: '…' }, 'speech-empty'],
      [{ text: TEXT, voice: 'x' }, 'speech-voice-unknown'],
      [{ text: TEXT, voice: 'neural' }, 'speech-model-missing'],
      [{ text: '' }, 'bad-request'],
      [{ text: 'a'.repeat(10_001) }, 'bad-request'],
    ] as const) {
      const answer = await preview(app, body);
      expect(answer.json().code, JSON.stringify(body).slice(0, 60)).toBe(code);
    }
  });

  it('makes what is sent afterwards quick: no sentence is spoken twice', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const text = `${TEXT} Ai vắng mặt xin báo trước cho trưởng thôn biết để sắp xếp.`;
    await preview(app, { text, voice: 'http:banmai' });
    expect(server.asked).toHaveLength(2);
    const { body } = await app.call('POST', '/bulletins', { communeId, text, voice: 'http:banmai' });
    expect((await untilMade(app, body.id)).state).toBe('ready');
    expect(server.asked).toHaveLength(2);
  });
});
