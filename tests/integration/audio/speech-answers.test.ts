/** Speech services that do not answer with sound: base64 in JSON, and links, of which some come later. */
import { rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { ServiceEngine, ServiceSettings } from '@loa-lang/controller/adapters/speech/service/service-engine';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JSON_TEMPLATE, serviceEngine } from '../../support/audio/service-engine.ts';
import { SpeechServer } from '../../support/audio/speech-server.ts';

const never = new AbortController().signal;
const usual = { wordsPerMinute: 180 };
const TEXT = 'Mời bà con ra nhà văn hóa họp bàn việc nạo vét kênh mương.';
const KEY = JSON_TEMPLATE.headers['x-api-key'];

const service = new SpeechServer();
/** where some services keep their files */
const storage = new SpeechServer();
const opened: { engine: ServiceEngine; workFolder: string }[] = [];
beforeAll(() => Promise.all([service.start(), storage.start()]));
afterAll(() => Promise.all([service.stop(), storage.stop()]));
beforeEach(() => {
  for (const server of [service, storage]) {
    server.asked.length = 0;
    server.files.clear();
    server.always = undefined;
  }
});
afterEach(async () => {
  for (const { engine, workFolder } of opened.splice(0)) {
    await engine.stop();
    rmSync(join(workFolder, '..'), { recursive: true, force: true });
  }
});

async function speak(settings: Partial<ServiceSettings>, signal = never) {
  const made = await serviceEngine(service.url, { attempts: 1, ...settings });
  opened.push(made);
  return made.engine.speak(TEXT, 'http:banmai', usual, signal);
}
const json = (response: ServerResponse, body: unknown) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const sound = (wav: Buffer) => (response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'audio/wav' }).end(wav);
const origin = (server: SpeechServer) => new URL(server.url).origin;
const host = (server: SpeechServer) => new URL(server.url).host;
const filesAsked = (server: SpeechServer) => server.asked.filter(({ method }) => method === 'GET');
const LINK = { answer: { kind: 'link', path: ['data', 'url'] } } as const;

function expectSpoken(spoken: Awaited<ReturnType<typeof speak>>): void {
  if (!spoken.ok) throw new Error(spoken.detail);
  expect(spoken.samples.length / spoken.sampleRateHz).toBeGreaterThan(3);
}

describe('a service that answers with base64', () => {
  const BASE64 = { answer: { kind: 'base64', path: ['audioContent'] } } as const;

  it('is heard', async () => {
    service.always = (response, wav) => json(response, { audioContent: wav.toString('base64') });
    expectSpoken(await speak(BASE64));
  });

  it('cannot fill the memory, nor hold up the loop with an endless JSON', async () => {
    service.always = (response) => json(response, { audioContent: Buffer.alloc(900_000).toString('base64') });
    expect(await speak({ ...BASE64, maxBytes: 500_000 })).toMatchObject({
      ok: false,
      detail: 'more than 500000 bytes',
    });
    service.always = (response) => json(response, { audioContent: 'A'.repeat(7_000_000) });
    expect(await speak({ ...BASE64, maxBytes: 100_000_000 })).toMatchObject({
      ok: false,
      detail: 'more than 6000000 bytes',
    });
  });

  it('is asked again after an answer without sound, and what it said is told', async () => {
    service.always = (response) => json(response, { error_code: 150, error_message: 'request limit' });
    expect(await speak({ ...BASE64, attempts: 2 })).toMatchObject({
      ok: false,
      fault: 'speech-failed',
      detail: expect.stringMatching(/no "audioContent".*request limit/),
    });
    expect(service.asked).toHaveLength(2);
  });
});

describe('a service that answers with a link', () => {
  it('to a file on an allowed host is heard once the file is there; the key goes to the service alone', async () => {
    let looks = 0;
    service.always = (response, wav) => {
      storage.files.set('/short/1.wav', (file) => {
        looks++;
        if (looks < 3) return void file.writeHead(looks === 1 ? 404 : 403).end();
        sound(wav)(file);
      });
      json(response, { error: 0, data: { url: `${origin(storage)}/short/1.wav` } });
    };
    expectSpoken(await speak({ ...LINK, linkHosts: [host(storage)] }));
    expect(looks).toBe(3);
    expect(service.asked).toHaveLength(1);
    expect(service.asked[0]?.headers['x-api-key']).toBe(KEY);
    expect(JSON.stringify(storage.asked)).not.toContain(KEY);
  });

  it('to itself, short or whole, is heard, and asked with its key', async () => {
    for (const link of ['/files/1.wav', `${origin(service)}/files/1.wav`]) {
      service.always = (response, wav) => {
        service.files.set('/files/1.wav', sound(wav));
        json(response, { data: { url: link } });
      };
      expectSpoken(await speak(LINK));
    }
    expect(filesAsked(service).map(({ headers }) => headers['x-api-key'])).toEqual([KEY, KEY]);
    expect(filesAsked(service)[0]?.headers['content-type']).toBeUndefined();
  });

  it('to anywhere else is not followed, and nobody there is asked', async () => {
    for (const link of [`${origin(storage)}/tts`, 'http://169.254.169.254/latest/', 'file:///etc/passwd']) {
      service.always = (response) => json(response, { data: { url: link } });
      expect(await speak({ ...LINK, attempts: 3 })).toMatchObject({
        ok: false,
        detail: expect.stringMatching(/^the link/),
      });
    }
    expect(storage.asked).toEqual([]);
    expect(service.asked).toHaveLength(3);
  });

  it('that leads on to somewhere else is not followed there', async () => {
    service.always = (response) => json(response, { data: { url: '/moved' } });
    service.files.set('/moved', (response) => void response.writeHead(302, { location: `${origin(storage)}/a` }).end());
    expect(await speak(LINK)).toMatchObject({ ok: false, detail: expect.stringContaining('redirected (302)') });
    expect(storage.asked).toEqual([]);
  });

  it('under which nothing comes is given up in time, and let go of when the caller gives up', async () => {
    service.always = (response) => json(response, { data: { url: '/never' } });
    service.files.set('/never', (response) => void response.writeHead(404).end());
    expect(await speak({ ...LINK, timeoutMs: 700 })).toMatchObject({
      ok: false,
      detail: 'no sound under the link (status 404) within 700 ms',
    });
    const abort = new AbortController();
    service.files.set('/never', (response) => {
      response.writeHead(404).end();
      setImmediate(() => abort.abort());
    });
    const before = filesAsked(service).length;
    expect(await speak({ ...LINK, timeoutMs: 60_000 }, abort.signal)).toMatchObject({
      ok: false,
      fault: 'speech-failed',
    });
    expect(filesAsked(service)).toHaveLength(before + 1);
  });

  it('under which something else lies, or too much, fails', async () => {
    service.always = (response) => json(response, { data: { url: '/page' } });
    service.files.set('/page', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'));
    expect(await speak(LINK)).toMatchObject({ ok: false, detail: 'the answer is text/html, not sound' });
    service.files.set('/page', sound(Buffer.alloc(600_000)));
    expect(await speak({ ...LINK, maxBytes: 500_000 })).toMatchObject({ ok: false, detail: 'more than 500000 bytes' });
  });
});
