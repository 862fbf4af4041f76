/** Somebody speaks live in a real browser: what the page sends, and how it ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIVE_MESSAGE_KINDS } from '@loa-lang/schemas/http/live-frames';
import { OpusDecoder } from 'opus-decoder';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Chromium, type ChromiumPage, hasChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { addCommune } from '../support/http-app.ts';
import { firstAdministrator, invited } from '../support/identity/accounts.ts';
import { sharedApp } from '../support/identity/shared-app.ts';
import { StandIn } from '../support/live-page/stand-in.ts';
import { voiceAboveRest, writeVoice } from '../support/live-page/voice.ts';

const isThere = hasChromium();
let chromium: Chromium;
let folder: string;
beforeAll(async () => {
  if (!isThere) return;
  folder = await mkdtemp(join(tmpdir(), 'loa-live-page-'));
  await writeVoice(join(folder, 'voice.wav'));
  chromium = await Chromium.start(join(folder, 'voice.wav'));
});
afterAll(async () => {
  await chromium?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const phaseIs = (page: ChromiumPage, phase: string) =>
  page.until(phase, `document.querySelector('[data-live]').dataset.phase === '${phase}'`);
const textOf = (page: ChromiumPage, selector: string): Promise<string> =>
  page.evaluate(`document.querySelector('${selector}')?.textContent`);

/** A page that shows where one may speak. @param before runs before anything of the page does */
async function opened(url: string, before?: string): Promise<ChromiumPage> {
  const page = await chromium.open('about:blank');
  await page.send('Page.enable');
  if (before !== undefined) await page.send('Page.addScriptToEvaluateOnNewDocument', { source: before });
  await page.send('Page.navigate', { url });
  await page.until('the list of places', "document.querySelector('.place input') !== null");
  await page.inFront();
  return page;
}

async function turnOn(page: ChromiumPage): Promise<void> {
  await page.click('.bar .primary');
  await phaseIs(page, 'checking');
}

async function goOnAir(page: ChromiumPage): Promise<void> {
  await page.click('.bar .primary');
  await phaseIs(page, 'on-air');
}

async function decoded(packets: readonly Uint8Array[]): Promise<Float32Array> {
  const mono = { channels: 1, streamCount: 1, coupledStreamCount: 0, channelMappingTable: [0], preSkip: 0 };
  const decoder = new OpusDecoder(mono);
  await decoder.ready;
  const { channelData, errors } = decoder.decodeFrames([...packets]);
  decoder.free();
  expect(errors).toEqual([]);
  return channelData[0] as Float32Array;
}

/** What the browser does to the sound takes a while to settle. */
const SETTLED = 25;
const MEASURED = 40;
/** What comes through a microphone, the treatment by a browser, and Opus. */
const CLEARLY_DB = 15;

describe.skipIf(!isThere)('a hamlet head at the page to speak live', () => {
  const shared = sharedApp();
  let url: string;
  let commune: Awaited<ReturnType<typeof addCommune>>;
  beforeAll(async () => {
    const { app } = shared;
    commune = await addCommune(app);
    const { browser: administrator } = await firstAdministrator(app);
    const areaIds = commune.hamletIds.slice(0, 1);
    const { browser } = await invited(app, administrator, { roles: ['hamlet-head'], areaIds });
    await browser.enrolTotp();
    await app.server.listen({ host: '127.0.0.1', port: 0 });
    url = `http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}/live`;
    const cookies = [...browser.cookies].map(([name, value]) => ({ name, value, url }));
    await chromium.send('Storage.setCookies', { cookies });
  });
  beforeEach(() => {
    shared.app.sent.length = 0;
  });

  const packets = (): Uint8Array[] => shared.app.sent.flatMap(({ frames }) => frames);
  const gapOf = async () => {
    const [{ streamId } = { streamId: '' }] = shared.app.sent;
    const [gap] = await shared.app.stores.streamGaps.of([streamId], 0);
    return gap;
  };
  async function speaks(before?: string): Promise<ChromiumPage> {
    const page = await opened(url, before);
    await page.click('.choice input[type=checkbox]');
    expect(await textOf(page, '#sentence')).toContain(': giọng nói từ máy này.');
    await turnOn(page);
    await goOnAir(page);
    await eventually('it is sent', () => packets().length > 0);
    return page;
  }

  it('is told what will be heard, is heard, ends, and listens to the recording', async () => {
    const page = await opened(url);
    const told = 'rồi giọng nói từ máy này. 2 cụm loa, 120 hộ, lâu nhất 15 phút.';
    expect(await textOf(page, '#sentence')).toBe(`Sẽ vang ở Thôn Đồng Gai: chuông báo, ${told}`);
    await turnOn(page);
    const words = "document.querySelector('.microphone [role=status]').textContent";
    await page.until('the microphone is heard', `${words} === 'Micrô nghe rõ.'`);
    expect(shared.app.sent).toEqual([]);
    await page.evaluate("[...document.querySelectorAll('.choice input[type=checkbox]')].at(-1).click()");
    expect(await textOf(page, '#sentence')).toContain('Có ghi âm.');
    await goOnAir(page);
    await eventually('it is sent', () => packets().length >= SETTLED + MEASURED);
    const sound = await decoded(packets().slice(SETTLED, SETTLED + MEASURED));
    expect(sound).toHaveLength(MEASURED * 960);
    console.log(`the voice is ${voiceAboveRest(sound).toFixed(0)} dB above the rest`);
    expect(voiceAboveRest(sound)).toBeGreaterThan(CLEARLY_DB);
    expect(await textOf(page, '.heard')).toBe('Chưa cụm loa nào báo đang phát.');
    await page.click('.end');
    await phaseIs(page, 'ended');
    expect(await textOf(page, 'h1')).toBe('Đã kết thúc');
    expect((await gapOf())?.reason).toBe('ended');
    const recording = await page.evaluate("document.querySelector('audio')?.getAttribute('src')");
    expect(recording).toMatch(/^\/api\/v1\/bulletins\/live-[\w-]+\/audio$/);
    await page.close();
  });

  it('is heard by samples where the browser has no encoder; a tab that crashes ends it', async () => {
    const page = await speaks('delete globalThis.AudioEncoder');
    await eventually('it is sent', () => packets().length >= SETTLED + MEASURED);
    const sound = await decoded(packets().slice(SETTLED, SETTLED + MEASURED));
    expect(voiceAboveRest(sound)).toBeGreaterThan(CLEARLY_DB);
    const crashedAt = performance.now();
    page.crash();
    await eventually('it has ended', async () => (await gapOf()) !== undefined);
    console.log(`a crashed tab: ended after ${((performance.now() - crashedAt) / 1000).toFixed(1)} s`);
    expect((await gapOf())?.reason).toBe('abnormal');
    await page.close();
  });

  it('who turns to another window is heard no more, and told why', async () => {
    const page = await speaks();
    const other = await chromium.open('about:blank');
    await other.inFront();
    await eventually('it has ended', async () => (await gapOf()) !== undefined);
    expect((await gapOf())?.reason).toBe('abnormal');
    await other.close();
    await phaseIs(page, 'ended');
    expect(await textOf(page, '.state')).toContain('Kết thúc bất thườngTrang không còn ở trước');
    await page.close();
  });
});

describe.skipIf(!isThere)('the page to speak live, whatever the controller does', () => {
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await StandIn.start();
  });
  afterAll(() => standIn?.stop());
  beforeEach(() => standIn.forget());

  const heard = (count: number) => eventually(`${count} frames`, () => standIn.voice.length >= count);
  async function onAir(): Promise<ChromiumPage> {
    const page = await opened(standIn.url);
    await page.click('.place:nth-child(2) input');
    await turnOn(page);
    await goOnAir(page);
    return page;
  }

  it('says where it is heard, and sends a frame every 20 ms', async () => {
    const page = await onAir();
    expect(standIn.requests).toEqual([{ areaIds: ['h0'], chime: true, record: false, maxMinutes: 15 }]);
    await heard(MEASURED);
    expect(await textOf(page, '.heard')).toBe('Đang nghe ở 17/18 cụm loa · 2.074 hộ');
    const frames = standIn.voice.slice(0, MEASURED);
    expect(new Set(frames.map(({ kind }) => kind))).toEqual(new Set([LIVE_MESSAGE_KINDS.opus]));
    const { age, dropped } = await page.evaluate("({ ...document.querySelector('[data-live]').dataset })");
    const everyMs = ((frames.at(-1)?.at ?? 0) - (frames[0]?.at ?? 0)) / (MEASURED - 1);
    const bytes = frames.reduce((sum, each) => sum + each.bytes.length, 0) / MEASURED;
    console.log(
      `a frame every ${everyMs.toFixed(2)} ms, ${bytes.toFixed(0)} bytes each, taken ${age} ms after it was spoken, ${dropped} dropped`,
    );
    void page.close();
    await eventually('goodbye', () => standIn.said.length > 0);
    expect(standIn.said[0]).toMatchObject({ type: 'bye' });
  });

  it('muted it is alive and not heard; held by the space bar it is heard', async () => {
    const page = await opened(standIn.url);
    standIn.course = [{ state: 'starting' }];
    await page.click('.place:nth-child(2) input');
    await turnOn(page);
    await page.click('.bar .primary');
    await phaseIs(page, 'starting');
    // no key ends what has hardly begun, and the first one on air is for the large button
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    standIn.tell({ state: 'on-air' });
    await heard(1);
    expect(await page.evaluate('document.activeElement.className')).toContain('talk');
    await page.click('.talk');
    const alive = async (more: number) => {
      const before = standIn.frames.length;
      await eventually('signs of life', () => standIn.frames.length >= before + more);
      return standIn.frames.slice(before);
    };
    await alive(10);
    expect((await alive(10)).map(({ kind }) => kind)).toEqual(Array(10).fill(LIVE_MESSAGE_KINDS.open));
    expect(await textOf(page, '.air .lead')).toBe('Đang tắt tiếng: loa không nghe thấy gì.');
    await page.click('.quiet');
    const key = { key: ' ', code: 'Space', text: ' ', windowsVirtualKeyCode: 32 };
    const before = standIn.voice.length;
    await page.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
    await heard(before + 20);
    await page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
    await alive(15);
    expect((await alive(5)).map(({ kind }) => kind)).toEqual(Array(5).fill(LIVE_MESSAGE_KINDS.open));
    await page.close();
  });

  it('while it waits one may look at something else; nothing goes on air that nobody is at', async () => {
    const page = await opened(standIn.url);
    standIn.course = [{ state: 'waiting' }];
    await page.click('.place:nth-child(2) input');
    await turnOn(page);
    await page.click('.bar .primary');
    await phaseIs(page, 'waiting');
    const other = await chromium.open('about:blank');
    await other.inFront();
    const before = standIn.frames.length;
    await eventually('it is alive', () => standIn.frames.length >= before + 20);
    expect([standIn.said, standIn.voice]).toEqual([[], []]);
    standIn.tell({ state: 'starting' });
    await eventually('goodbye', () => standIn.said.length > 0);
    expect(standIn.said).toEqual([{ type: 'bye', why: 'hidden' }]);
    await other.close();
    await page.close();
  });

  it('a short loss of the connection is mended, a long one ends it', async () => {
    const page = await onAir();
    await heard(10);
    standIn.break();
    await eventually('it comes again', () => standIn.opened === 2);
    const before = standIn.voice.length;
    await heard(before + 10);
    standIn.isDeaf = true;
    await phaseIs(page, 'lost');
    await phaseIs(page, 'ended');
    expect(await textOf(page, '.state')).toContain('Kết thúc bất thườngMất kết nối quá lâu.');
    await page.close();
  });

  it('a microphone that is refused, or not there, is told', async () => {
    const page = await chromium.open('about:blank');
    const source =
      "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))";
    await page.send('Page.enable');
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source });
    await page.send('Page.navigate', { url: `${standIn.url}?lang=en` });
    await page.until('the button', "document.querySelector('.bar .primary')?.textContent === 'Turn on the microphone'");
    await page.click('.bar .primary');
    await page.until('the fault', "document.querySelector('.microphone').textContent.includes('does not allow')");
    await page.close();
  });
});
