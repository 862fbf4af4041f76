/** Real synthesis in real worker threads. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ESPEAK_VOICES, EspeakEngine } from '@loa-lang/controller/adapters/speech/espeak/espeak-engine';
import type { SpeechDesk } from '@loa-lang/controller/adapters/speech/speech-desk';
import type { SpeechProgress, SpeechResult } from '@loa-lang/controller/ports/speech';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskOf, espeakDesk } from '../../support/speech.ts';

const never = new AbortController().signal;
const speakBy = (desk: SpeechDesk, text: string, voice: string, folder: string, signal = never) =>
  desk.speak({ text, voice, wordsPerMinute: 180 }, folder, signal);
const NOTICE =
  'Kính mời bà con thôn Châu. Sáng mai, lúc bảy giờ, ra nhà văn hóa họp bàn về việc nạo vét kênh mương. Xin cảm ơn.';

interface Wav {
  sampleRateHz: number;
  samples: Int16Array;
  seconds: number;
  rmsDbfs: number;
}

function readWav(result: SpeechResult): Wav {
  if (!result.ok) throw new Error(`${result.fault}: ${result.detail}`);
  const bytes = readFileSync(result.wavPath);
  expect(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
  expect([bytes.readUInt16LE(20), bytes.readUInt16LE(22), bytes.readUInt16LE(34)]).toEqual([1, 1, 16]);
  expect(bytes.readUInt32LE(40)).toBe(bytes.length - 44);
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length));
  const power = samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / samples.length;
  const sampleRateHz = bytes.readUInt32LE(24);
  return { sampleRateHz, samples, seconds: samples.length / sampleRateHz, rmsDbfs: 10 * Math.log10(power) };
}

describe('eSpeak speech', () => {
  const speech = espeakDesk();
  let work: string;
  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), 'loa-speech-'));
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));
  afterAll(() => speech.stop());

  it.each(ESPEAK_VOICES.map(({ id }) => id))('speaks a notice with voice %s', async (voice) => {
    const wav = readWav(await speakBy(speech, NOTICE, voice, work));
    expect(wav.sampleRateHz).toBe(22_050);
    expect(wav.rmsDbfs).toBeGreaterThan(-30);
    // 26 syllables and three pauses; three to five syllables a second is speech.
    expect(wav.seconds).toBeGreaterThan(5);
    expect(wav.seconds).toBeLessThan(12);
  });

  it('has voices that differ, and texts that differ', async () => {
    const [north, south, other] = await Promise.all([
      speakBy(speech, NOTICE, 'vi', work),
      speakBy(speech, NOTICE, 'vi-vn-x-south', work),
      speakBy(speech, NOTICE.replace('thôn Châu', 'thôn Trám và thôn Tân Lập'), 'vi', work),
    ]);
    expect(readWav(south).samples).not.toEqual(readWav(north).samples);
    expect(readWav(other).seconds).toBeGreaterThan(readWav(north).seconds + 0.3);
  });

  it('speaks composed and decomposed letters alike', async () => {
    const composed = readWav(await speakBy(speech, NOTICE.normalize('NFC'), 'vi', work));
    const decomposed = readWav(await speakBy(speech, NOTICE.normalize('NFD'), 'vi', work));
    expect(Math.abs(decomposed.seconds - composed.seconds)).toBeLessThan(0.1);
  });

  it('reads to the end whatever stands in the text', async () => {
    const plain = readWav(await speakBy(speech, 'Số một. Số hai. Số ba.', 'vi', work));
    const odd = readWav(await speakBy(speech, 'Số một.\0 <b>Số hai.</b> [[Số ba.', 'vi', work));
    expect(odd.seconds).toBeGreaterThan(plain.seconds * 0.8);
  });

  it.each(['', '  \n', '...', '— … “”', '😀 !!!', '\0'])('has nothing to say for %j', async (text) => {
    expect(await speakBy(speech, text, 'vi', work)).toMatchObject({ ok: false, fault: 'speech-empty' });
    expect(readdirSync(work)).toEqual([]);
  });

  it('knows which voices it has not', async () => {
    expect(await speakBy(speech, NOTICE, 'vi-mars', work)).toMatchObject({ fault: 'speech-voice-unknown' });
    expect((await speakBy(speech, NOTICE, 'vi', work)).ok).toBe(true);
  });

  it('speaks a long text in pieces, whole and in order', async () => {
    const sentences = Array.from(
      { length: 30 },
      (_, index) => `Đây là câu thứ ${index + 1} của bản tin, xin bà con nghe.`,
    );
    const long = readWav(await speakBy(speech, sentences.join(' '), 'vi', work));
    const one = readWav(await speakBy(speech, sentences.slice(0, 3).join(' '), 'vi', work));
    expect(long.seconds / one.seconds).toBeGreaterThan(9);
    expect(long.seconds / one.seconds).toBeLessThan(13);
  });

  it('leaves the event loop free while it speaks', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const sentences = Array.from({ length: 40 }, (_, index) =>
      NOTICE.replace('Châu', `số ${index}`).replaceAll('.', ','),
    );
    const spoken = await speakBy(speech, `${sentences.join('. ')}.`, 'vi', work);
    clearInterval(timer);
    expect(spoken).toMatchObject({ ok: true, synthesis: { sentences: 40 } });
    // spoken on this thread a timer could fire between sentences at the most, however fast or slow the machine
    expect(ticks).toBeGreaterThan(2 * 40);
  });

  it('serves more at once than it has threads', async () => {
    const results = await Promise.all(
      Array.from({ length: 7 }, (_, index) => speakBy(speech, `Số ${index}.`, 'vi', work)),
    );
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(readdirSync(work)).toHaveLength(7);
  });

  it('says so when the folder cannot be written', async () => {
    expect(await speakBy(speech, NOTICE, 'vi', join(work, 'none'))).toMatchObject({ fault: 'speech-failed' });
  });
});

/** 12 sentences. */
const LONG = Array.from(
  { length: 12 },
  (_, index) => `Đây là câu thứ ${index + 1} của bản tin, xin bà con lắng nghe.`,
).join(' ');
const request = { text: LONG, voice: 'vi', wordsPerMinute: 180 };

/** Speaks as eSpeak does and remembers what it was asked for. */
class CountingEngine extends EspeakEngine {
  readonly asked: string[] = [];
  override speak(...args: Parameters<EspeakEngine['speak']>): ReturnType<EspeakEngine['speak']> {
    this.asked.push(args[0]);
    return super.speak(...args);
  }
}

describe('a long text', () => {
  let engine: CountingEngine;
  let desk: SpeechDesk;
  let work: string;
  beforeEach(() => {
    engine = new CountingEngine();
    desk = deskOf([engine]);
    work = mkdtempSync(join(tmpdir(), 'loa-speech-'));
  });
  afterEach(async () => {
    await desk.stop();
    rmSync(work, { recursive: true, force: true });
  });

  it('tells how far it has come, sentence by sentence', async () => {
    const told: SpeechProgress[] = [];
    const spoken = await desk.speak(request, work, never, (progress) => told.push(progress));
    expect(spoken).toMatchObject({ ok: true, synthesis: { sentences: 12 } });
    expect(told).toEqual(Array.from({ length: 12 }, (_, index) => ({ done: index + 1, total: 12 })));
  });

  it('is heard from its first sentence on, while most of it is not even begun; who listens no further holds it back', async () => {
    const speaking = await desk.start(request, never);
    if (!speaking.ok) throw new Error(speaking.detail);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(engine.asked.length).toBeLessThanOrEqual(2 * engine.parallel);
    let samples = 0;
    for await (const sentence of speaking.sentences) samples += sentence.ok ? sentence.samples.length : 0;
    expect(engine.asked).toHaveLength(12);
    // twelve sentences of 14 syllables and eleven pauses
    expect(samples / speaking.sampleRateHz).toBeGreaterThan(12 * 3);
  });

  it('heard beforehand is not spoken again, and only a changed sentence is', async () => {
    const first = readWav(await desk.speak(request, work, never));
    const second = readWav(await desk.speak(request, work, never));
    expect(second.samples).toEqual(first.samples);
    expect(engine.asked).toHaveLength(12);
    await desk.speak({ ...request, text: LONG.replace('thứ 5 của', 'thứ năm của') }, work, never);
    expect(engine.asked).toHaveLength(13);
    await desk.speak({ ...request, wordsPerMinute: 150 }, work, never);
    expect(engine.asked).toHaveLength(25);
  });

  it('lets a short one in between', async () => {
    const order: string[] = [];
    const long = desk.speak(
      { ...request, text: `${LONG} `.repeat(4).replace(/thứ/g, () => `${order.length} thứ`) },
      work,
      never,
    );
    const all = long.then(() => order.push('long'));
    await desk.speak({ ...request, text: 'Nước đang lên, bà con lên đê ngay.' }, work, never);
    order.push('short');
    await all;
    expect(order).toEqual(['short', 'long']);
  });

  it('is dropped when nobody wants it any more', async () => {
    const abort = new AbortController();
    const speaking = desk.speak(request, work, abort.signal, () => abort.abort());
    expect(await speaking).toMatchObject({ ok: false, fault: 'speech-failed' });
    const asked = engine.asked.length;
    expect(asked).toBeLessThan(12);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(engine.asked).toHaveLength(asked);
    expect(readdirSync(work)).toEqual([]);
  });

  it('is named by all that decides its sound', async () => {
    const names = await Promise.all(
      [{}, { text: 'x' }, { voice: 'vi-vn-x-south' }, { wordsPerMinute: 150 }].map((change) =>
        desk.identify({ ...request, ...change }),
      ),
    );
    expect(new Set(names).size).toBe(4);
    expect(names[0]).toContain(await engine.version());
    expect(await deskOf([new EspeakEngine({ workers: 1 })]).identify(request)).toBe(names[0]);
  });
});

describe('a speech thread that hangs', () => {
  let work: string;
  let workerUrl: URL;
  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), 'loa-speech-'));
    const path = join(work, 'hanging.mjs');
    // Blocks its thread for good, as a synthesiser caught in a loop does; answers "Khỏe." on a fresh thread.
    writeFileSync(
      path,
      `import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
       import { parentPort } from 'node:worker_threads';
       appendFileSync(new URL('./starts', import.meta.url), '.');
       parentPort.on('message', ({ text }) => {
         if (text === 'Chết.') process.exit(3);
         if (text === 'Lâu.') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
         if (text === 'Chết một lần.' && !existsSync(new URL('./died', import.meta.url))) {
           writeFileSync(new URL('./died', import.meta.url), '');
           process.exit(3);
         }
         if (text === 'Treo.') for (;;);
         parentPort.postMessage({ ok: true, samples: new Int16Array(22050), sampleRateHz: 22050 });
       });`,
    );
    workerUrl = pathToFileURL(path);
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));

  it('is ended at the deadline and replaced', async () => {
    const speech = espeakDesk({ workers: 1, sentenceDeadlineMs: 400, workerUrl });
    expect(await speakBy(speech, 'Treo.', 'vi', work)).toMatchObject({ fault: 'speech-failed' });
    expect((await speakBy(speech, 'Khỏe.', 'vi', work)).ok).toBe(true);
    await speech.stop();
  });

  it('is ended when the caller gives up, in work and in line', async () => {
    const speech = espeakDesk({ workers: 1, sentenceDeadlineMs: 60_000, workerUrl });
    const abort = new AbortController();
    const both = [
      speakBy(speech, 'Treo.', 'vi', work, abort.signal),
      speakBy(speech, 'Treo.', 'vi', work, abort.signal),
    ];
    setTimeout(() => abort.abort(), 100);
    for (const result of await Promise.all(both)) expect(result).toMatchObject({ ok: false, fault: 'speech-failed' });
    expect((await speakBy(speech, 'Khỏe.', 'vi', work)).ok).toBe(true);
    await speech.stop();
  });

  it('in work and given up is answered for at once, and stays warm for the next', async () => {
    const speech = espeakDesk({ workers: 1, sentenceDeadlineMs: 60_000, workerUrl });
    expect((await speakBy(speech, 'Khỏe.', 'vi', work)).ok).toBe(true);
    const order: string[] = [];
    const abort = new AbortController();
    const givenUp = speakBy(speech, 'Lâu.', 'vi', work, abort.signal).then(() => order.push('given up'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    abort.abort();
    const next = speakBy(speech, 'Khỏe nữa.', 'vi', work).then(({ ok }) => order.push(`next ${ok}`));
    await Promise.all([givenUp, next]);
    expect(order).toEqual(['given up', 'next true']);
    expect(readFileSync(join(work, 'starts'), 'utf8')).toBe('.');
    await speech.stop();
  });

  it('or dies once costs nothing but time', async () => {
    const speech = espeakDesk({ workers: 1, workerUrl });
    expect((await speakBy(speech, 'Chết một lần.', 'vi', work)).ok).toBe(true);
    await speech.stop();
  });

  it('or dies is replaced, and stop() ends what is being spoken', async () => {
    const speech = espeakDesk({ workers: 1, sentenceDeadlineMs: 60_000, workerUrl });
    expect(await speakBy(speech, 'Chết.', 'vi', work)).toMatchObject({ fault: 'speech-failed' });
    expect((await speakBy(speech, 'Khỏe.', 'vi', work)).ok).toBe(true);
    const hanging = speakBy(speech, 'Treo.', 'vi', work);
    await speech.stop();
    expect(await hanging).toMatchObject({ fault: 'speech-failed' });
  });
});
