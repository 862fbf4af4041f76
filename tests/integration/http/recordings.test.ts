/** What is measured of an uploaded recording, its repair and the undo, and how long the original is kept. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fixture, sine, wavOf } from '../../support/audio/broken-files.ts';
import { decodeByFfmpeg } from '../../support/audio/decode.ts';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { addCommune, type HttpApp, startHttpApp, untilMade } from '../../support/http-app.ts';

const DAY_MS = 24 * 3600_000;
const RATE_HZ = 16_000;
let databases: TestDatabases;
const running: HttpApp[] = [];
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
afterEach(async () => {
  for (const app of running.splice(0)) await app.stop();
});

async function start(databaseUrl?: string, folder?: string): Promise<HttpApp> {
  const options = folder === undefined ? {} : { folder };
  const app = await startHttpApp(databaseUrl ?? (await databases.fresh()), {
    uploadLimitBytes: 10_000_000,
    ...options,
  });
  running.push(app);
  return app;
}

const originalsOf = (app: HttpApp): string[] => {
  const folder = join(app.folder, 'originals');
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
};

/** Speech between silences, as WAV. */
async function speechWithSilence(beforeS: number, afterS: number): Promise<Buffer> {
  const speech = await decodeByFfmpeg(fixture('speech.mp3'), 'other');
  const samples = new Float64Array(Math.round((beforeS + afterS) * 48_000) + speech.length);
  samples.set(speech, Math.round(beforeS * 48_000));
  return wavOf([samples], 48_000);
}

async function upload(app: HttpApp, communeId: string, bytes: Uint8Array): Promise<string> {
  const { body } = await app.upload('/bulletins/upload', { name: 'họp.wav', bytes }, { communeId });
  await untilMade(app, body.id);
  return body.id;
}

const repaired = async (app: HttpApp, id: string, body: object) => {
  const { status, body: answer } = await app.call('POST', `/bulletins/${id}/repairs`, body);
  expect(status, JSON.stringify(answer)).toBe(202);
  return untilMade(app, id);
};
const analysisOf = async (app: HttpApp, id: string, query = '') =>
  (await app.call('GET', `/bulletins/${id}/analysis${query}`)).body;

describe('an uploaded recording', () => {
  it('is measured before it airs, and warns in an officer’s words with the values', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const id = await upload(app, communeId, await speechWithSilence(12, 5));
    const analysis = await analysisOf(app, id);
    expect(analysis).toMatchObject({
      version: 1,
      repair: {},
      recording: { speech: 'speech', phase: 'mono', channels: 1 },
    });
    const { recording, aired } = analysis;
    expect(Math.abs(recording.leadingSilenceMs - 12_000)).toBeLessThan(100);
    expect(Math.abs(recording.trailingSilenceMs - 5_000)).toBeLessThan(200);
    expect(Math.abs(recording.durationMs - 22_108)).toBeLessThan(100);
    expect(recording.waveform.min).toHaveLength(recording.waveform.max.length);
    expect(recording.waveform.min.length * recording.waveform.columnMs).toBeGreaterThanOrEqual(recording.durationMs);
    expect(recording.waveform.max.length).toBeLessThanOrEqual(2_000);
    expect(Math.abs(aired.integratedLufs + 16)).toBeLessThanOrEqual(1);
    expect(aired.truePeakDbtp).toBeLessThanOrEqual(-1);
    const said = analysis.warnings.map(({ code, message }: { code: string; message: { vi: string } }) => [
      code,
      message.vi,
    ]);
    expect(said).toEqual([
      ['audio-silence-leading', 'Đoạn đầu im lặng 12 giây. Cắt bớt trước khi phát.'],
      ['audio-silence-trailing', 'Đoạn cuối im lặng 5 giây. Cắt bớt trước khi phát.'],
    ]);
    const { body } = await app.call('GET', `/bulletins/${id}`);
    expect(body.warnings).toEqual(analysis.warnings);
  });

  it('is trimmed in one act, made from the kept original, and put back in another', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const id = await upload(app, communeId, await speechWithSilence(12, 5));
    const first = await app.call('GET', `/bulletins/${id}`);
    const trimmed = await repaired(app, id, { repair: {}, trimSilence: true });
    expect(trimmed).toMatchObject({ state: 'ready', warnings: [] });
    expect(Math.abs(trimmed.audio.durationMs - 5_600)).toBeLessThan(300);
    const { repair, version, recording } = await analysisOf(app, id);
    expect(version).toBe(2);
    expect(Math.abs(repair.range.startMs - 11_700)).toBeLessThan(100);
    expect(recording.leadingSilenceMs).toBeLessThan(450);
    const before = await analysisOf(app, id, '?version=1');
    expect(before.recording.durationMs).toBeGreaterThan(22_000);

    // Another repair starts from the original again, not from what is left of it.
    const other = await repaired(app, id, { repair: { range: { startMs: 0, endMs: 22_000 }, gainDb: -6 } });
    expect(other.audio.durationMs).toBe(22_000);
    expect(Math.abs((await analysisOf(app, id)).aired.integratedLufs + 22)).toBeLessThanOrEqual(1);

    const undone = await repaired(app, id, { backToVersion: 1 });
    expect(undone.audio).toEqual(first.body.audio);
    const again = await repaired(app, id, { backToVersion: 2 });
    expect(again.audio).toEqual(trimmed.audio);
    const history = (await app.call('GET', `/bulletins/${id}/repairs`)).body.versions;
    expect(history.map((each: { version: number }) => each.version)).toEqual([5, 4, 3, 2, 1]);
    expect(history[0].repair).toEqual(history[3].repair);
    expect(originalsOf(app)).toHaveLength(1);
    expect(await app.database.encoding.count()).toBe(3);
  });

  it('is taken in whole when the same file comes twice at once, and each of two repairs at once is made or refused', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const bytes = await speechWithSilence(1, 1);
    const [first, second] = await Promise.all([upload(app, communeId, bytes), upload(app, communeId, bytes)]);
    for (const id of [first, second]) expect((await app.call('GET', `/bulletins/${id}`)).body.state).toBe('ready');
    expect(originalsOf(app)).toHaveLength(1);
    const gains = [-3, -6];
    const answers = await Promise.all(
      gains.map((gainDb) => app.call('POST', `/bulletins/${first}/repairs`, { repair: { gainDb } })),
    );
    const taken = answers.filter(({ status }) => status === 202);
    expect(taken.length).toBeGreaterThanOrEqual(1);
    for (const { status, body } of answers) if (status !== 202) expect(body.code).toBe('bulletin-not-ready');
    let versions: { state: string; repair: object }[] = [];
    await eventually(
      'all of them are made',
      async () => {
        versions = (await app.call('GET', `/bulletins/${first}/repairs`)).body.versions;
        return versions.every(({ state }) => state === 'ready');
      },
      110_000,
    );
    expect(versions).toHaveLength(1 + taken.length);
    const { aired, repair } = await analysisOf(app, first);
    expect(repair).toEqual(versions[0]?.repair);
    expect(Math.abs(aired.integratedLufs - (-16 + repair.gainDb))).toBeLessThanOrEqual(1);
  });

  it('loses rumble and hiss when asked, and stays at the station’s loudness', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const speech = await decodeByFfmpeg(fixture('speech.mp3'), 'other');
    let seed = 1;
    const noise = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return (seed / 2_147_483_647 - 0.5) * 0.03;
    };
    const hum = sine(50, 0.3, speech.length / 48_000);
    const noisy = Float64Array.from(speech, (sample, index) => sample + noise() + (hum[index] ?? 0));
    const id = await upload(app, communeId, wavOf([noisy], 48_000));
    const before = await analysisOf(app, id);
    const made = await repaired(app, id, { repair: { highPassHz: 120, denoise: { reductionDb: 20 } } });
    expect(made.state).toBe('ready');
    const after = await analysisOf(app, id);
    expect(after.repair.denoise.noiseFloorDbfs).toBe(Math.round(before.recording.noiseFloorDbfs));
    expect(after.recording.signalToNoiseDb).toBeGreaterThan(before.recording.signalToNoiseDb + 10);
    expect(Math.abs(after.aired.integratedLufs + 16)).toBeLessThanOrEqual(1);
    expect(after.aired.truePeakDbtp).toBeLessThanOrEqual(-1);
    expect(after.aired.durationMs - before.aired.durationMs).toBeLessThanOrEqual(101);
    expect(after.aired.durationMs).toBeGreaterThanOrEqual(before.aired.durationMs);
  });

  it('cannot be repaired beyond its ends, nor where there is no recording, and says why', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const id = await upload(app, communeId, wavOf([sine(300, 0.3, 2, RATE_HZ)], RATE_HZ));
    const refused = async (target: string, body: object) =>
      (await app.call('POST', `/bulletins/${target}/repairs`, body)).body.code;
    expect(await refused(id, { repair: { range: { startMs: 0, endMs: 9_000 } } })).toBe('repair-range-wrong');
    expect(await refused(id, { repair: { range: { startMs: 500, endMs: 600 } } })).toBe('repair-range-wrong');
    expect(await refused(id, { backToVersion: 7 })).toBe('version-unknown');
    expect(await refused(id, { repair: { gainDb: 60 } })).toBe('bad-request');
    expect(await refused('none', { repair: {} })).toBe('bulletin-unknown');
    const spoken = (await app.call('POST', '/bulletins', { communeId, text: 'Mai cắt điện.' })).body.id;
    await untilMade(app, spoken);
    expect(await refused(spoken, { repair: { gainDb: -3 } })).toBe('repair-no-recording');
    expect((await analysisOf(app, spoken)).recording.speech).toBe('speech');
    expect((await app.call('GET', `/bulletins/${id}`)).body.state).toBe('ready');
  });

  it('that was cut off can be rescued by keeping its good part', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const m4a = fixture('speech.m4a');
    const { body } = await app.upload(
      '/bulletins/upload',
      { name: 'a.m4a', bytes: m4a.subarray(0, Math.floor(m4a.length * 0.6)) },
      { communeId },
    );
    expect(await untilMade(app, body.id)).toMatchObject({ state: 'failed', fault: { code: 'audio-truncated' } });
    const rescued = await repaired(app, body.id, { repair: { range: { startMs: 0, endMs: 2_000 } } });
    expect(rescued).toMatchObject({ state: 'ready', audio: { durationMs: 2_000 } });
  });

  it('is kept while a bulletin names it, and thirty days after the last was deleted', async () => {
    const app = await start();
    const { communeId } = await addCommune(app);
    const bytes = wavOf([sine(300, 0.3, 1, RATE_HZ)], RATE_HZ);
    const [first, second] = [await upload(app, communeId, bytes), await upload(app, communeId, bytes)];
    expect(originalsOf(app)).toHaveLength(1);
    const sweepAfter = async (days: number) => {
      app.setNow(Date.now() + days * DAY_MS);
      await app.useCases.keeping.sweep();
      app.setNow(undefined);
      return originalsOf(app).length;
    };
    expect(await sweepAfter(400)).toBe(1);
    await app.call('DELETE', `/bulletins/${first}`);
    expect(await sweepAfter(400)).toBe(1);
    await app.call('DELETE', `/bulletins/${second}`);
    expect(await sweepAfter(29)).toBe(1);
    expect(await sweepAfter(31)).toBe(0);
    expect(await app.database.original.count()).toBe(0);
    const third = await upload(app, communeId, bytes);
    expect(originalsOf(app)).toHaveLength(1);
    expect((await analysisOf(app, third)).recording.durationMs).toBe(1_000);
  });

  it('is found again when the process was killed between database and disk', async () => {
    const databaseUrl = await databases.fresh();
    const before = await start(databaseUrl);
    const { communeId } = await addCommune(before);
    const id = await upload(before, communeId, wavOf([sine(300, 0.3, 1, RATE_HZ)], RATE_HZ));
    const [version] = await before.database.bulletinVersion.findMany({ where: { bulletinId: id } });
    const data = { state: 'processing', assetId: null } as const;
    await before.database.bulletinVersion.update({ where: { id: version?.id ?? '' }, data });
    running.splice(running.indexOf(before), 1);
    await before.stop('keep-folder');
    const after = await start(databaseUrl, before.folder);
    expect((await untilMade(after, id)).state).toBe('ready');
  });
});
