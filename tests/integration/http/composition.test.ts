import { chimeSamples } from '@loa-lang/controller/domain/composition/chimes';
import type { Chime } from '@loa-lang/schemas/http/composition';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compareAt } from '#deploy/listening/align';
import { wavOf } from '../../support/audio/broken-files.ts';
import { decodeByFfmpeg } from '../../support/audio/decode.ts';
import { loudnessOf } from '../../support/audio/loudness.ts';
import { rulerWav } from '../../support/audio/ruler.ts';
import { rmsDbfs, strongestTone, toneLevel } from '../../support/audio/tone-level.ts';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { type Answer, addCommune, type HttpApp, startHttpApp, untilMade } from '../../support/http-app.ts';
import { RecordingSpeech } from '../../support/recording-speech.ts';

const PER_MS = 48;
/** Speech after a codec at 24 kbit/s is alike to itself by 0.75 and more; to other words by 0.3 at most. */
const ALIKE = 0.7;
const NAME = 'Đây là Đài truyền thanh xã Ngọc Thiện.';
const BODY = 'Sáng thứ bảy, trạm y tế tiêm phòng cho trẻ em tại nhà văn hoá thôn.';

let databases: TestDatabases;
let app: HttpApp;
let speech: RecordingSpeech;
let communeId: string;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
beforeEach(async () => {
  speech = new RecordingSpeech();
  app = await startHttpApp(await databases.fresh(), { speech });
  communeId = (await addCommune(app)).communeId;
});
afterEach(() => app.stop());

const words = (texts: object, language = 'vi') =>
  app.call('PUT', `/areas/${communeId}/station-texts/${language}`, texts);
async function make(body: object): Promise<Answer['body']> {
  const created = await app.call('POST', '/bulletins', { communeId, ...body });
  expect(created.status, JSON.stringify(created.body)).toBe(202);
  const made = await untilMade(app, created.body.id);
  expect(made.state, JSON.stringify(made.fault)).toBe('ready');
  return made;
}
async function soundOf(id: string, language = 'vi'): Promise<Float32Array> {
  const url = `/api/v1/bulletins/${id}/audio?language=${language}`;
  const { rawPayload } = await app.server.inject({ url, headers: { host: 'localhost' } });
  return decodeByFfmpeg(rawPayload);
}
const spokenText = async (text: string): Promise<Float32Array> => {
  const said = speech.spoken.find((each) => each.text === text);
  if (said === undefined) throw new Error(`never said: ${text}`);
  return decodeByFfmpeg(said.wav, 'other');
};

interface Placed {
  what: string;
  fromMs: number;
  lengthMs: number;
  /** what it was before it was levelled and encoded; none for a pause */
  reference: Float32Array | undefined;
}

/** Where each part must lie, from the lengths of what was put in. */
async function layout(parts: { kind: string }[], body: Float32Array): Promise<Placed[]> {
  const placed: Placed[] = [];
  let fromMs = 0;
  for (const part of parts as { kind: string; chime: Chime; durationMs: number; text: string }[]) {
    const reference =
      part.kind === 'pause'
        ? undefined
        : part.kind === 'chime'
          ? chimeSamples(part.chime)
          : part.kind === 'body'
            ? body
            : await spokenText(part.text);
    const lengthMs = reference === undefined ? part.durationMs : reference.length / PER_MS;
    placed.push({ what: part.chime ?? part.text ?? part.kind, fromMs, lengthMs, reference });
    fromMs += lengthMs;
  }
  return placed;
}

const cut = (sound: Float32Array, fromMs: number, lengthMs: number) =>
  sound.subarray(Math.round(fromMs * PER_MS), Math.round((fromMs + lengthMs) * PER_MS));

/** Looked for with its first second, then judged as a whole. */
function found(sound: Float32Array, { fromMs, reference }: Placed) {
  if (reference === undefined) throw new Error('a pause is not looked for');
  const head = reference.subarray(0, 1000 * PER_MS);
  let best = { lag: 0, correlation: -1 };
  for (let lag = Math.round((fromMs - 6) * PER_MS); lag <= (fromMs + 6) * PER_MS; lag += 4) {
    const { correlation } = compareAt(head, sound, lag);
    if (correlation > best.correlation) best = { lag, correlation };
  }
  return { correlation: compareAt(reference, sound, best.lag).correlation, offMs: best.lag / PER_MS - fromMs };
}

function expectInPlace(sound: Float32Array, placed: readonly Placed[]): void {
  const end = placed.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
  expect(Math.abs(sound.length / PER_MS - end), 'length of the whole, ms').toBeLessThan(2);
  for (const part of placed) {
    if (part.reference === undefined) {
      // an encoder's ringing dies within 40 ms; speech of −16 LUFS is 40 dB louder
      const middle = cut(sound, part.fromMs + 40, part.lengthMs - 60);
      expect(rmsDbfs(middle), `pause at ${Math.round(part.fromMs)} ms`).toBeLessThan(-55);
      continue;
    }
    const { correlation, offMs } = found(sound, part);
    const where = `${part.what} at ${Math.round(part.fromMs)} ms`;
    expect(correlation, `${where} is what was put in`).toBeGreaterThan(ALIKE);
    expect(Math.abs(offMs), `${where} is in its place`).toBeLessThan(2);
  }
}

const SEMITONES = Array.from({ length: 15 }, (_, index) => 440 * 2 ** ((index + 2) / 12));
const tuneAt = (sound: Float32Array, fromMs: number) =>
  [0, 1, 2, 3].map((note) => strongestTone(cut(sound, fromMs + note * 320 + 40, 240), SEMITONES));

describe('a composed bulletin', () => {
  it('has its parts in order and in place, its tunes, its pauses, and one loudness', { timeout: 120_000 }, async () => {
    await words({ stationName: NAME, greeting: 'Kính chào bà con.', closing: 'Xin cảm ơn bà con đã lắng nghe.' });
    const progress: number[] = [];
    app.feed.subscribe((event) => {
      if (event.type === 'bulletin' && event.progress !== undefined) progress.push(event.progress);
    });
    const made = await make({ kind: 'notice', text: BODY });
    expect(made.warnings).toEqual([]);
    const { parts } = made.versions[0];
    expect(parts.flatMap((part: { kind: string }) => (part.kind === 'pause' ? [] : [part.kind])).join(' ')).toBe(
      'chime speech speech body speech body speech chime',
    );
    // every distinct text once, the body too, although it is read twice
    expect(speech.spoken.map((each) => each.text).sort()).toEqual(
      [BODY, NAME, 'Kính chào bà con.', 'Xin nhắc lại.', 'Xin cảm ơn bà con đã lắng nghe.'].sort(),
    );
    expect(progress.length).toBeGreaterThanOrEqual(5);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.every((share) => share > 0 && share < 1)).toBe(true);

    const sound = await soundOf(made.id);
    const placed = await layout(parts, await spokenText(BODY));
    expectInPlace(sound, placed);
    const [first] = placed;
    const last = placed.at(-1);
    const rising = tuneAt(sound, first?.fromMs ?? 0);
    expect(rising).toEqual([...rising].sort((a, b) => a - b));
    expect(tuneAt(sound, last?.fromMs ?? 0)).toEqual(rising.reverse());

    const whole = await loudnessOf(sound);
    console.info(`whole: ${whole.lufs} LUFS, ${whole.truePeakDbtp} dBTP`);
    expect(Math.abs(whole.lufs + 16)).toBeLessThan(1);
    expect(whole.truePeakDbtp).toBeLessThanOrEqual(-1);
    for (const { what, fromMs, lengthMs, reference } of placed) {
      if (reference === undefined) continue;
      const { lufs } = await loudnessOf(cut(sound, fromMs, lengthMs));
      console.info(`${what}: ${lufs} LUFS`);
      expect(Math.abs(lufs - whole.lufs), what).toBeLessThan(1);
    }
  });

  it('says the station’s words from what was kept, and nothing twice for an equal recipe', {
    timeout: 120_000,
  }, async () => {
    await words({ stationName: NAME });
    const first = await make({ kind: 'urgent', text: BODY });
    const said = speech.spoken.length;
    const equal = await make({ kind: 'urgent', text: BODY });
    expect(equal.audio).toEqual(first.audio);
    expect(speech.spoken).toHaveLength(said);
    const other = await make({ kind: 'funeral', text: 'Gia đình báo tin buồn.' });
    expect(speech.spoken.slice(said).map((each) => each.text)).toEqual(['Gia đình báo tin buồn.']);
    expect(other.audio.assetId).not.toBe(first.audio.assetId);
    // words changed afterwards: what was made keeps its own, what is made gets the new ones
    await words({ stationName: 'Đài truyền thanh xã mới.' });
    expect((await app.call('GET', `/bulletins/${first.id}`)).body.versions[0].parts).toEqual(first.versions[0].parts);
    const renamed = await make({ kind: 'urgent', text: BODY });
    expect(renamed.audio.assetId).not.toBe(first.audio.assetId);
  });

  it('an emergency begins with its first word and its alarm comes after it', { timeout: 120_000 }, async () => {
    await words({ stationName: NAME });
    const text = 'Bà con sơ tán ngay đến nhà văn hoá.';
    const made = await make({ kind: 'emergency', text });
    const sound = await soundOf(made.id);
    const placed = await layout(made.versions[0].parts, await spokenText(text));
    expect(placed[0]).toMatchObject({ what: 'body', fromMs: 0 });
    expectInPlace(sound, placed);
    const alarm = placed.find((part) => part.what === 'emergency');
    const tones = [0, 1, 2, 3].map((note) =>
      strongestTone(cut(sound, (alarm?.fromMs ?? 0) + note * 300 + 40, 220), [...SEMITONES, 600, 800]),
    );
    expect(tones).toEqual([800, 600, 800, 600]);
    expect(placed.filter((part) => part.what === 'body')).toHaveLength(3);
  });

  it('a funeral has no tone before or after; a test says first that it is one', { timeout: 120_000 }, async () => {
    const funeral = await make({ kind: 'funeral', text: 'Gia đình vô cùng thương tiếc báo tin.' });
    expect(funeral.warnings.map((each: { code: string }) => each.code)).toEqual(['station-name-missing']);
    expect(funeral.versions[0].parts.some((part: { kind: string }) => part.kind === 'chime')).toBe(false);
    const test = await make({ kind: 'test', text: 'Kiểm tra loa thôn Trại.' });
    const placed = await layout(test.versions[0].parts, await spokenText('Kiểm tra loa thôn Trại.'));
    const sound = await soundOf(test.id);
    expectInPlace(sound, placed);
    expect(placed.filter((part) => part.reference !== undefined).map((part) => part.what)).toEqual([
      'test',
      'Đây là phát thử hệ thống loa truyền thanh. Bà con không cần làm gì.',
      'body',
      'Đây là phát thử hệ thống loa truyền thanh. Bà con không cần làm gì.',
      'test',
    ]);
    expect(toneLevel(cut(sound, 20, 160), 880)).toBeGreaterThan(0.05);
  });

  it('a quiet recording is brought to the level of the speech around it', { timeout: 120_000 }, async () => {
    await words({ stationName: NAME, closing: 'Xin cảm ơn bà con đã lắng nghe.' });
    const loud = await decodeByFfmpeg(rulerWav(6, 7), 'other');
    const bytes = wavOf([Float64Array.from(loud, (sample) => sample / 12)], 48_000);
    const { body } = await app.upload(
      '/bulletins/upload',
      { name: 'Họp thôn.wav', bytes },
      { communeId, kind: 'notice' },
    );
    const made = await untilMade(app, body.id);
    expect(made).toMatchObject({ state: 'ready', kind: 'notice', fileName: 'Họp thôn.wav' });
    const sound = await soundOf(made.id);
    const placed = await layout(made.versions[0].parts, loud);
    expectInPlace(sound, placed);
    const levels = await Promise.all(
      placed
        .filter((part) => part.reference !== undefined)
        .map(async ({ what, fromMs, lengthMs }) => {
          const { lufs } = await loudnessOf(cut(sound, fromMs, lengthMs));
          return { what, lufs };
        }),
    );
    console.info(levels.map(({ what, lufs }) => `${what}: ${lufs} LUFS`).join('; '));
    const spread = levels.filter(({ what }) => !['opening', 'closing'].includes(what)).map(({ lufs }) => lufs);
    expect(Math.max(...spread) - Math.min(...spread)).toBeLessThan(2.5);
  });

  it('the words around a recording are said at the usual pace, in Vietnamese where no voice reads its language', {
    timeout: 120_000,
  }, async () => {
    await app.stop();
    speech = new RecordingSpeech();
    app = await startHttpApp(await databases.fresh(), { speech, defaultWordsPerMinute: 140 });
    communeId = (await addCommune(app)).communeId;
    await words({ stationName: NAME });
    await words({ stationName: 'Đài xạ Ngọc Thiện.' }, 'tyz');
    const fields = { communeId, kind: 'funeral', language: 'tyz' };
    const { body } = await app.upload('/bulletins/upload', { name: 'a.wav', bytes: rulerWav(2, 3) }, fields);
    const made = await untilMade(app, body.id);
    expect([made.state, made.warnings.map((each: { code: string }) => each.code)]).toEqual([
      'ready',
      expect.arrayContaining(['station-words-unread']),
    ]);
    expect(speech.spoken.map(({ text, wordsPerMinute }) => [text, wordsPerMinute]).sort()).toEqual([
      ['Xin nhắc lại.', 140],
      [NAME, 140],
    ]);
  });

  it('what is wrong with a recorded body is found as in any recording', { timeout: 60_000 }, async () => {
    const silent = wavOf([new Float64Array(96_000)], 48_000);
    const send = (bytes: Uint8Array) =>
      app.upload('/bulletins/upload', { name: 'a.wav', bytes }, { communeId, kind: 'urgent' });
    const made = await untilMade(app, (await send(silent)).body.id);
    expect(made.warnings.map((each: { code: string }) => each.code)).toContain('audio-silent');
    const broken = await untilMade(app, (await send(new TextEncoder().encode('no sound at all, only words'))).body.id);
    expect(broken).toMatchObject({ state: 'failed', fault: { code: 'audio-not-audio' } });
  });

  it('refuses recipes that break the rules, in form and in sense', async () => {
    const send = async (body: object) =>
      (await app.call('POST', '/bulletins', { communeId, text: 'Họp.', ...body })).body.code;
    expect(await send({ kind: 'funeral', recipe: [{ kind: 'chime', chime: 'opening' }, { kind: 'body' }] })).toBe(
      'recipe-chime-unfit',
    );
    expect(await send({ kind: 'emergency', recipe: [{ kind: 'text', text: 'greeting' }, { kind: 'body' }] })).toBe(
      'recipe-emergency-opening',
    );
    expect(await send({ recipe: [{ kind: 'drum' }] })).toBe('bad-request');
    expect(await send({ kind: 'party' })).toBe('bad-request');
    const fields = { communeId, kind: 'notice', recipe: '[{"kind":"body"' };
    const file = { name: 'a.wav', bytes: rulerWav(1, 1) };
    expect((await app.upload('/bulletins/upload', file, fields)).body.code).toBe('bad-request');
    expect(await app.database.bulletin.count()).toBe(0);
  });
});

describe('the commune’s own words', () => {
  it('are read, changed and taken back, and belong to a commune', async () => {
    const path = `/areas/${communeId}/station-texts`;
    expect((await app.call('GET', path)).body).toEqual({
      texts: [],
      defaults: { language: 'vi', texts: expect.objectContaining({ repeatLead: 'Xin nhắc lại.' }) },
    });
    await words({ stationName: '  Đài   xã ', greeting: 'Kính chào.' });
    expect((await words({ stationName: 'Đài xã' }, 'tyz')).body.texts).toEqual([
      { language: 'tyz', texts: { stationName: 'Đài xã' } },
      { language: 'vi', texts: { stationName: 'Đài xã', greeting: 'Kính chào.' } },
    ]);
    expect((await words({}, 'tyz')).body.texts).toHaveLength(1);
    expect((await words({ stationName: '   ' })).body.code).toBe('bad-request');
    // a greeting without a sound would fail every bulletin that is greeted with it
    expect((await words({ greeting: '🎵🎵' })).body.code).toBe('speech-empty');
    expect((await app.call('GET', path)).body.texts).toHaveLength(1);
    expect((await app.call('GET', '/areas/nowhere/station-texts')).body.code).toBe('area-unknown');
  });

  it('the usual recipes are listed', async () => {
    const { recipes } = (await app.call('GET', '/recipes')).body;
    expect(recipes.find((each: { kind: string }) => each.kind === 'emergency').recipe[0]).toEqual({ kind: 'body' });
  });
});
