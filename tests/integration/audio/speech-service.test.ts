/** A speech service that fails in every way it can: what is said of it, what is tried again, who speaks instead. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EspeakEngine } from '@loa-lang/controller/adapters/speech/espeak/espeak-engine';
import type {
  ServiceEngine,
  ServiceSettings,
  ServiceTimes,
} from '@loa-lang/controller/adapters/speech/service/service-engine';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JSON_TEMPLATE, serviceEngine } from '../../support/audio/service-engine.ts';
import { SpeechServer } from '../../support/audio/speech-server.ts';
import { eventually } from '../../support/eventually.ts';
import { deskOf } from '../../support/speech.ts';

const never = new AbortController().signal;
const usual = { wordsPerMinute: 180 };
const VOICE = 'http:banmai';
const TEXT = 'Mời bà con ra nhà văn hóa "họp" bàn việc nạo vét kênh mương.';

const server = new SpeechServer();
const engines: ServiceEngine[] = [];
const folders: string[] = [];
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => {
  server.asked.length = 0;
  server.faults = [];
  server.always = undefined;
  server.format = { type: 'audio/wav', args: [] };
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
  for (const folder of folders.splice(0)) {
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
    rmSync(join(folder, '..'), { recursive: true, force: true });
  }
});

async function open(settings: Partial<ServiceSettings> = {}, times: Partial<ServiceTimes> = {}) {
  const { engine, workFolder } = await serviceEngine(server.url, settings, times);
  engines.push(engine);
  folders.push(workFolder);
  return engine;
}
const speak = (engine: ServiceEngine, signal = never) => engine.speak(TEXT, VOICE, usual, signal);

describe('a speech service', () => {
  it('is asked as its template says, whatever stands in the text', async () => {
    const engine = await open();
    expect((await speak(engine)).ok).toBe(true);
    const [asked] = server.asked;
    expect(asked).toMatchObject({ method: 'POST', path: '/tts' });
    expect(asked?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-api-key': JSON_TEMPLATE.headers['x-api-key'],
    });
    expect(JSON.parse(asked?.body ?? '')).toEqual({ text: TEXT, voice: 'banmai', speed: 0.9 });
  });

  it.each([
    ['audio/mpeg', ['-f', 'mp3']],
    ['audio/ogg; codecs=opus', ['-ar', '48000', '-c:a', 'libopus', '-f', 'ogg']],
    ['application/ogg', ['-c:a', 'flac', '-f', 'ogg']],
    ['audio/wav', ['-ar', '8000', '-f', 'wav']],
    ['application/octet-stream', ['-ac', '2', '-f', 'flac']],
  ])('may answer with %s', async (type, args) => {
    const engine = await open();
    server.format = { type, args };
    const spoken = await speak(engine);
    if (!spoken.ok) throw new Error(spoken.detail);
    // 14 syllables at 180 a minute
    expect(spoken.samples.length / spoken.sampleRateHz).toBeGreaterThan(3);
    expect(spoken.samples.length / spoken.sampleRateHz).toBeLessThan(7);
  });

  it('is asked again after what may pass: errors of its own, a cut, silence, half a sentence', async () => {
    const engine = await open({ attempts: 6, timeoutMs: 20_000 });
    server.faults = [
      (response) => void response.writeHead(500).end('oops'),
      (response) => void response.writeHead(429, { 'retry-after': '0' }).end(),
      (response, wav) => {
        response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': wav.length });
        response.write(wav.subarray(0, 2_000), () => response.destroy());
      },
      (response) => void response.writeHead(200, { 'content-type': 'audio/wav' }).end(),
      (response, wav) => void response.writeHead(200, { 'content-type': 'audio/wav' }).end(wav.subarray(0, 8_000)),
    ];
    expect((await speak(engine)).ok).toBe(true);
    expect(server.asked).toHaveLength(6);
    expect(await engine.state()).toEqual({ state: 'ready' });
  });

  it('is not asked again where that is in vain, and the reason is said', async () => {
    const cases: [RegExp, (typeof server)['always']][] = [
      [/401/, (response) => void response.writeHead(401).end('{"error":"key"}')],
      [/redirected \(302\)/, (response) => void response.writeHead(302, { location: server.url }).end()],
      [/redirected \(307\)/, (response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()],
      [
        /text\/html/,
        (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Đăng nhập</p>'),
      ],
      [
        /application\/json/,
        (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
      ],
      [
        /more than 5000000 bytes/,
        (response) =>
          void response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': 6_000_000 }).flushHeaders(),
      ],
    ];
    for (const [reason, fault] of cases) {
      const engine = await open();
      server.asked.length = 0;
      server.always = fault;
      const spoken = await speak(engine);
      expect(spoken).toMatchObject({ ok: false, fault: 'speech-failed', detail: expect.stringMatching(reason) });
      expect(server.asked).toHaveLength(1);
      expect(await engine.state()).toMatchObject({ state: 'failing', code: 'speech-service-failing' });
    }
  });

  it('cannot fill the memory with an answer that never ends', async () => {
    const engine = await open({ maxBytes: 1_000_000 });
    let sent = 0;
    let closed = false;
    server.always = (response) => {
      response.writeHead(200, { 'content-type': 'audio/wav' });
      response.on('close', () => {
        closed = true;
      });
      const more = (): void => {
        if (closed || sent > 100_000_000) return;
        sent += 65_536;
        response.write(Buffer.alloc(65_536), () => setImmediate(more));
      };
      more();
    };
    expect(await speak(engine)).toMatchObject({ ok: false, detail: 'more than 1000000 bytes' });
    expect(server.asked).toHaveLength(1);
    expect(sent).toBeLessThan(30_000_000);
  });

  it('is given up when it is slow to begin, or slow to end', async () => {
    const engine = await open({ timeoutMs: 200, attempts: 2 });
    server.faults = [
      () => undefined,
      (response) => {
        response.writeHead(200, { 'content-type': 'audio/wav' });
        const drip = setInterval(() => response.write('x'), 50);
        response.on('close', () => clearInterval(drip));
      },
    ];
    expect(await speak(engine)).toMatchObject({ ok: false, detail: 'no whole answer within 200 ms' });
    expect(server.asked).toHaveLength(2);
  });

  it('is told "sound" and sends a picture, noise, or text: three times, then it has failed', async () => {
    const picture = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    for (const body of [picture, createHash('sha512').update('x').digest(), Buffer.from('xin lỗi, hết tiền')]) {
      const engine = await open();
      server.asked.length = 0;
      server.always = (response) => void response.writeHead(200, { 'content-type': 'audio/mpeg' }).end(body);
      expect(await speak(engine)).toMatchObject({ ok: false, fault: 'speech-failed' });
      expect(server.asked).toHaveLength(3);
    }
  });

  it('is not there at all', async () => {
    const gone = new SpeechServer();
    await gone.start();
    const { url } = gone;
    await gone.stop();
    const { engine } = await serviceEngine(url);
    engines.push(engine);
    expect(await speak(engine)).toMatchObject({ ok: false, detail: expect.stringContaining('ECONNREFUSED') });
  });

  it('is left alone for a while after all attempts failed, and tried again then', async () => {
    const engine = await open({ attempts: 2 }, { restMs: 300 });
    server.faults = [
      (response) => void response.writeHead(503).end(),
      (response) => void response.writeHead(503).end(),
    ];
    expect((await speak(engine)).ok).toBe(false);
    expect(await speak(engine)).toMatchObject({ ok: false, detail: 'status 503' });
    expect(server.asked).toHaveLength(2);
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect((await speak(engine)).ok).toBe(true);
    expect(await engine.state()).toEqual({ state: 'ready' });
  });

  it('that asks for an hour of patience is not waited for', async () => {
    const engine = await open();
    server.always = (response) => void response.writeHead(429, { 'retry-after': '3600' }).end();
    expect(await speak(engine)).toMatchObject({ ok: false, detail: 'status 429' });
    expect(server.asked).toHaveLength(1);
  });

  it('is let go of when the caller gives up, between attempts too', async () => {
    const engine = await open({ attempts: 10 }, { firstPauseMs: 4_000, longestPauseMs: 10_000 });
    const abort = new AbortController();
    server.always = (response) => {
      response.writeHead(500).end();
      setTimeout(() => abort.abort(), 50);
    };
    expect(await speak(engine, abort.signal)).toMatchObject({ ok: false, fault: 'speech-failed' });
    expect(server.asked).toHaveLength(1);
    // the caller's change of mind says nothing about the service
    expect(await engine.state()).toEqual({ state: 'ready' });
  });

  it('is asked for no more at the same time than was settled, whoever asks', async () => {
    const engine = await open({ parallel: 2 });
    let [asked, most] = [0, 0];
    server.always = async (response, wav) => {
      most = Math.max(most, ++asked);
      // none is answered before as many as may be are there, however slow the machine
      await eventually('two are asked', () => most >= 2);
      await new Promise((resolve) => setTimeout(resolve, 30));
      asked--;
      response.writeHead(200, { 'content-type': 'audio/wav' }).end(wav);
    };
    const replies = await Promise.all(Array.from({ length: 7 }, () => speak(engine)));
    expect(replies.every(({ ok }) => ok)).toBe(true);
    expect(most).toBe(2);
  });

  it('has a version that follows address and body, and no key', async () => {
    const version = async (settings: Partial<ServiceSettings>) => (await open(settings)).version();
    const template = { ...JSON_TEMPLATE, url: server.url };
    const first = await version({ template });
    expect(await version({ template: { ...template, headers: { ...template.headers, 'x-api-key': 'other' } } })).toBe(
      first,
    );
    expect(await version({ template: { ...template, url: `${server.url}?model=2` } })).not.toBe(first);
    expect(await version({ template: { ...template, body: '{"text":"{text}"}' } })).not.toBe(first);
  });
});

describe('a text whose service fails', () => {
  const LONG = `${TEXT} Ai vắng mặt xin báo trước cho trưởng thôn. Cuộc họp bắt đầu lúc bảy giờ tối. Xin cảm ơn bà con.`;
  const request = { text: LONG, voice: VOICE, wordsPerMinute: 180 };

  it('is read whole by the default voice, and the record says so', async () => {
    const work = mkdtempSync(join(tmpdir(), 'loa-speech-'));
    const desk = deskOf([new EspeakEngine(), await open({ parallel: 1, attempts: 1 })]);
    // the first sentence goes well: no text is read by two voices
    server.faults = ['well', (response) => void response.writeHead(500).end()];
    const spoken = await desk.speak(request, work, never);
    if (!spoken.ok) throw new Error(spoken.detail);
    expect(spoken.synthesis).toMatchObject({
      engine: 'espeak-ng',
      voice: 'vi',
      insteadOf: { voice: VOICE, fault: 'speech-failed', detail: 'status 500' },
    });
    expect(JSON.stringify(spoken.synthesis)).not.toContain(JSON_TEMPLATE.headers['x-api-key']);
    expect(readdirSync(work)).toHaveLength(1);

    // what the service says itself is not mistaken for it, nor is the default voice's own reading
    const own = await desk.identify({ ...request, voice: 'vi' });
    expect(new Set([spoken.identity, await desk.identify(request), own]).size).toBe(3);
    const well = await desk.speak(request, work, never);
    expect(well).toMatchObject({ ok: true, synthesis: { engine: 'http' }, identity: await desk.identify(request) });
    await desk.stop();
    rmSync(work, { recursive: true });
  });

  it('in one language of a voice of two is not read by a voice of the other', async () => {
    const work = mkdtempSync(join(tmpdir(), 'loa-speech-'));
    const voices = [{ name: 'banmai', label: 'hai tiếng', languages: ['tyz', 'vi'] }];
    const desk = deskOf([new EspeakEngine(), await open({ voices, attempts: 1 })]);
    server.always = (response) => void response.writeHead(500).end();
    expect(await desk.speak({ ...request, language: 'tyz' }, work, never)).toMatchObject({ ok: false });
    const vietnamese = await desk.speak({ ...request, language: 'vi' }, work, never);
    expect(vietnamese).toMatchObject({ ok: true, synthesis: { voice: 'vi', insteadOf: { voice: VOICE } } });
    await desk.stop();
    rmSync(work, { recursive: true });
  });

  it('is not read by a voice of another language', async () => {
    const work = mkdtempSync(join(tmpdir(), 'loa-speech-'));
    const voices = [{ name: 'banmai', label: 'Tày', languages: ['tyz'] }];
    const desk = deskOf([new EspeakEngine(), await open({ voices, attempts: 1 })]);
    server.always = (response) => void response.writeHead(500).end();
    expect(await desk.speak(request, work, never)).toMatchObject({
      ok: false,
      fault: 'speech-failed',
      detail: 'status 500',
    });
    expect(readdirSync(work)).toEqual([]);
    await desk.stop();
    rmSync(work, { recursive: true });
  });
});
