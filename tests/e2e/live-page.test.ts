/** Somebody speaks live in a real browser: what the page sends, and how it ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIVE_MESSAGE_KINDS, LIVE_PCM_BYTES } from '@loa-lang/schemas/http/live-frames';
import { OpusDecoder } from 'opus-decoder';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Chromium, type ChromiumPage, hasChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { StandIn } from '../support/live-page/stand-in.ts';
import { voiceAboveRest, writeVoice } from '../support/live-page/voice.ts';

const isThere = hasChromium();
let standIn: StandIn;
let chromium: Chromium;
let folder: string;
beforeAll(async () => {
  if (!isThere) return;
  folder = await mkdtemp(join(tmpdir(), 'loa-live-page-'));
  await writeVoice(join(folder, 'voice.wav'));
  standIn = await StandIn.start();
  chromium = await Chromium.start(join(folder, 'voice.wav'));
});
afterAll(async () => {
  await chromium?.stop();
  await standIn?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  standIn?.forget();
});

const phaseIs = (page: ChromiumPage, phase: string) =>
  page.until(phase, `document.querySelector('[data-live]').dataset.phase === '${phase}'`);
const textOf = (page: ChromiumPage, selector: string): Promise<string> =>
  page.evaluate(`document.querySelector('${selector}')?.textContent`);

/** With the microphone on, and somewhere chosen. @param before runs before anything of the page does */
async function opened(before?: string): Promise<ChromiumPage> {
  const page = await chromium.open('about:blank');
  await page.send('Page.enable');
  if (before !== undefined) await page.send('Page.addScriptToEvaluateOnNewDocument', { source: before });
  await page.send('Page.navigate', { url: standIn.url });
  await page.until('the list of places', "document.querySelectorAll('.place input').length > 1");
  await page.inFront();
  await page.click('.place:nth-child(2) input');
  await page.click('.bar .primary');
  await phaseIs(page, 'checking');
  return page;
}

async function onAir(before?: string): Promise<ChromiumPage> {
  const page = await opened(before);
  await page.click('.bar .primary');
  await phaseIs(page, 'on-air');
  return page;
}

const heard = (count: number) => eventually(`${count} frames`, () => standIn.voice.length >= count);
/** A second of sound behind the first, which treatment by the browser takes to settle. */
const SETTLED = 40;
const MEASURED = 50;

async function decoded(packets: readonly Uint8Array[]): Promise<Float32Array> {
  const decoder = new OpusDecoder({
    channels: 1,
    streamCount: 1,
    coupledStreamCount: 0,
    channelMappingTable: [0],
    preSkip: 0,
  });
  await decoder.ready;
  const { channelData, errors } = decoder.decodeFrames([...packets]);
  decoder.free();
  expect(errors).toEqual([]);
  return channelData[0] as Float32Array;
}

describe.skipIf(!isThere)('the page to speak live', () => {
  it('says what will be heard, sends frames of Opus with the voice in them, and ends', async () => {
    const page = await opened();
    expect(await textOf(page, '#sentence')).toBe(
      'Sẽ vang ở Thôn Bãi Đá: chuông báo, rồi giọng nói từ máy này. 3 cụm loa, 300 hộ, lâu nhất 15 phút.',
    );
    await page.until(
      'the microphone is heard',
      "document.querySelector('.microphone [role=status]').textContent.startsWith('Micrô nghe rõ')",
    );
    expect(standIn.frames).toEqual([]);
    await page.click('.bar .primary');
    await phaseIs(page, 'on-air');
    await heard(SETTLED + MEASURED);
    expect(standIn.requests).toEqual([{ areaIds: ['h0'], chime: true, record: false, maxMinutes: 15 }]);
    expect(await textOf(page, '.heard')).toBe('Đang nghe ở 17/18 cụm loa · 2.074 hộ');
    const frames = standIn.voice.slice(SETTLED, SETTLED + MEASURED);
    expect(new Set(frames.map(({ kind }) => kind))).toEqual(new Set([LIVE_MESSAGE_KINDS.opus]));
    const sound = await decoded(frames.map(({ bytes }) => bytes));
    expect(sound).toHaveLength(MEASURED * 960);
    expect(voiceAboveRest(sound)).toBeGreaterThan(15);
    const { age, dropped } = await page.evaluate("({ ...document.querySelector('[data-live]').dataset })");
    const spanMs = (frames.at(-1)?.at ?? 0) - (frames[0]?.at ?? 0);
    const size = frames.reduce((sum, { bytes }) => sum + bytes.length, 0) / MEASURED;
    console.log(
      `Opus: a frame every ${(spanMs / (MEASURED - 1)).toFixed(2)} ms, ${size.toFixed(0)} bytes each; taken in ${age} ms after it was spoken; ${dropped} dropped`,
    );
    await page.click('.end');
    await phaseIs(page, 'ended');
    expect(await textOf(page, 'h1')).toBe('Đã kết thúc');
    expect(standIn.said).toEqual([{ type: 'end' }]);
    expect(standIn.closedWith).toBe(1000);
    await page.close();
  });

  it('sends samples where the browser has no encoder', async () => {
    const page = await onAir('delete globalThis.AudioEncoder');
    await heard(SETTLED + MEASURED);
    const frames = standIn.voice.slice(SETTLED, SETTLED + MEASURED);
    expect(new Set(frames.map(({ kind, bytes }) => `${kind} ${bytes.length}`))).toEqual(
      new Set([`${LIVE_MESSAGE_KINDS.pcm} ${LIVE_PCM_BYTES}`]),
    );
    const samples = frames.flatMap(({ bytes }) =>
      Array.from({ length: 960 }, (_, at) => bytes.readInt16LE(2 * at) / 32_768),
    );
    expect(voiceAboveRest(Float32Array.from(samples))).toBeGreaterThan(15);
    await page.close();
  });

  it('muted it is alive and not heard; held by the space bar it is heard', async () => {
    const page = await onAir();
    await heard(1);
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

  it('another window in front ends it, and the speaker is told why', async () => {
    const page = await onAir();
    const other = await chromium.open('about:blank');
    await other.inFront();
    await eventually('goodbye', () => standIn.said.length > 0);
    expect(standIn.said).toEqual([{ type: 'bye', why: 'hidden' }]);
    await other.close();
    await phaseIs(page, 'ended');
    expect(await textOf(page, '.state')).toContain('Kết thúc bất thườngTrang không còn ở trước');
    await page.close();
  });

  it('a tab that is closed says goodbye; one that crashes is gone', async () => {
    const closed = await onAir();
    void closed.close();
    await eventually('goodbye', () => standIn.said.length > 0);
    expect(standIn.said[0]).toMatchObject({ type: 'bye' });
    standIn.forget();
    const crashed = await onAir();
    await heard(1);
    crashed.crash();
    await eventually('the connection is gone', () => standIn.closedWith !== undefined);
    expect(standIn.said).toEqual([]);
    await crashed.close();
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
