/** The demonstration as a new user runs it: one command, real processes, the truth about who it was played to. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiAt } from '#deploy/demo/api';
import { demoHamlets, offlineOrder } from '#deploy/demo/area';
import type { resultDocument } from '#deploy/demo/result';
import { decodeByFfmpeg } from '../support/audio/decode.ts';
import { expectWhole, soundOf } from '../support/audio/expect-sound.ts';
import { recordingsIn } from '../support/audio/recordings.ts';
import { temporaryFolder } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/mosquitto.ts';
import { projectRoot } from '../support/world/built.ts';
import { DemoProcess, descendantsOf, isAlive } from '../support/world/demo-process.ts';

type Result = ReturnType<typeof resultDocument>;
const PATIENCE_MS = 200_000;
const SPEECH = 'tests/fixtures/audio/speech.mp3';
const CORPUS = join(projectRoot, '../shared/corpus/audio/vietnamese-speech');
const PLANNED = 'Lượt phát đã lên lịch';

let folder: string;
const running: DemoProcess[] = [];
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(async () => {
  await Promise.all(running.map((demo) => demo.killAll()));
  await rm(folder, { recursive: true, force: true });
});

function start(...args: string[]): DemoProcess {
  const demo = new DemoProcess(args);
  running.push(demo);
  return demo;
}

async function run(...args: string[]): Promise<{ code: number | undefined; demo: DemoProcess }> {
  const demo = start(...args);
  return { code: await demo.ended, demo };
}

const ports = async (): Promise<string[]> => [
  '--http-port',
  String(await freePort()),
  '--mqtt-port',
  String(await freePort()),
];

const served = demoHamlets().flatMap(({ clusters }) =>
  clusters.map(({ code, serves }) => ({
    code,
    households: Object.values(serves).reduce((sum, count) => sum + count, 0),
  })),
);
const householdsOf = (clusters: typeof served): number => clusters.reduce((sum, { households }) => sum + households, 0);

function expectAllReached(result: Result): void {
  expect(result.clusters.map(({ state }) => state)).toEqual(Array.from({ length: 18 }, () => 'finished'));
  expect(result.coverage).toMatchObject({ hamletsReached: 12, hamletsTotal: 12 });
  expect(result.coverage.householdsReached).toBe(householdsOf(served));
  expect(result.publishedAudioBytes).toBeGreaterThanOrEqual(result.assetBytes);
}

/** What ffmpeg makes of the broadcast's asset against what each cluster's files hold. */
async function expectAllHeard(result: Result, asset: Uint8Array, out: string): Promise<void> {
  const content = await decodeByFfmpeg(asset);
  const startAtMs = Date.parse(result.startAt);
  const planned = { content, startAtMs, endsAtMs: startAtMs + content.length / 48 };
  for (const { code, heard } of result.clusters) {
    expectWhole(code, soundOf(recordingsIn(join(out, code)), planned), planned);
    expect(heard, code).not.toBeNull();
    expect(Math.abs(heard?.levelErrorDb ?? Number.NaN), `${code}: level`).toBeLessThanOrEqual(1);
    expect(Math.abs(heard?.lengthErrorMs ?? Number.NaN), `${code}: length`).toBeLessThanOrEqual(100);
  }
}

describe('the demonstration', () => {
  it(
    'reaches 18 of 18 clusters; every WAV is the broadcast; a second one refuses its data; Ctrl-C leaves no child',
    async () => {
      const own = await mkdtemp(join(folder, 'first-'));
      const [data, out] = [join(own, 'data'), join(own, 'wav')];
      const [httpOption = '', httpPort = '', ...mqtt] = await ports();
      const demo = start(
        '--no-history',
        '--json',
        '--file',
        SPEECH,
        '--data',
        data,
        '--out',
        out,
        httpOption,
        httpPort,
        ...mqtt,
      );
      await demo.untilSaid('Ctrl-C', PATIENCE_MS);
      const result = JSON.parse(demo.out) as Result;
      expectAllReached(result);

      const api = apiAt(`http://127.0.0.1:${httpPort}${API_ROOT}`);
      const [bulletin] = (await api.get<{ bulletins: BulletinBody[] }>('/bulletins')).bulletins;
      await expectAllHeard(result, await api.download(`/bulletins/${bulletin?.id}/audio`), out);

      const second = await run('--once', '--text', 'Xin chào.', '--data', data, ...(await ports()));
      expect(second.code).toBe(1);
      expect(second.demo.err).toContain('is held by the live process');
      expect(isAlive(demo.pid)).toBe(true);

      const children = descendantsOf(demo.pid);
      expect(children.length).toBeGreaterThanOrEqual(3);
      demo.signal('SIGINT');
      expect(await demo.ended).toBe(0);
      await eventually('no child is left', () => !children.some(isAlive));
    },
    PATIENCE_MS,
  );

  it(
    'goes on with the data and the ports of a run that was killed, alone or with all its children',
    async () => {
      const data = await mkdtemp(join(folder, 'killed-'));
      const where = ['--data', data, ...(await ports())];
      const first = start('--no-history', '--text', 'Mời bà con họp thôn.', ...where);
      await first.untilSaid(PLANNED);
      first.signal('SIGKILL');
      const second = start('--no-history', '--text', 'Mời bà con họp thôn.', ...where);
      await second.untilSaid(PLANNED);
      await second.killAll();

      const corpus = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => name.endsWith('.wav')) : [];
      console.log(`${Math.min(1, corpus.length)} file of the corpus is broadcast`);
      const file = corpus[0] === undefined ? SPEECH : join(CORPUS, corpus[0]);
      const { code, demo } = await run('--once', '--json', '--file', file, ...where);
      expect(code, demo.err).toBe(0);
      const result = JSON.parse(demo.out) as Result;
      expectAllReached(result);
      // the killed runs got no further than the plan, so that the only audio in the folder is this broadcast's
      const [asset = ''] = readdirSync(data).filter((name) => name.endsWith('.opus'));
      await expectAllHeard(result, readFileSync(join(data, asset)), join(data, 'wav'));
    },
    PATIENCE_MS,
  );

  // its silent clusters are waited for a minute: time for the others
  it.concurrent(
    'with three clusters off costs exactly what these three serve',
    async () => {
      const where = ['--data', await mkdtemp(join(folder, 'offline-')), ...(await ports())];
      const { code, demo } = await run(
        '--once',
        '--json',
        '--offline',
        '3',
        '--text',
        'Mời bà con họp thôn.',
        ...where,
      );
      expect(code, demo.err).toBe(0);
      const result = JSON.parse(demo.out) as Result;
      const off = offlineOrder().slice(0, 3);
      expect(result.clusters.filter(({ state }) => state === 'missed').map((cluster) => cluster.code)).toEqual(off);
      expect(result.clusters.filter(({ heard }) => heard !== null)).toHaveLength(15);
      expect(result.coverage.householdsReached).toBe(householdsOf(served.filter(({ code }) => !off.includes(code))));
      expect(result.coverage.householdsTotal).toBe(demoHamlets().reduce((sum, { households }) => sum + households, 0));
      const silent = demoHamlets().filter(({ clusters }) => clusters.every(({ code }) => off.includes(code)));
      expect(silent).toHaveLength(3);
      expect(result.coverage).toMatchObject({ hamletsReached: 9, hamletsTotal: 12 });
      expect(
        result.coverage.hamlets
          .filter(({ state }) => state === 'none')
          .map(({ name }) => name)
          .sort(),
      ).toEqual(silent.map(({ name }) => name).sort());
    },
    PATIENCE_MS,
  );

  it.concurrent('names a missing file and leaves', async () => {
    const { code, demo } = await run('--file', join(folder, 'nothing.mp3'));
    expect(code).toBe(2);
    expect(demo.err).toContain('nothing.mp3');
  });

  it.concurrent.each(['--http-port', '--mqtt-port'])(
    'names a port in use (%s) and leaves',
    async (option) => {
      const holder = createServer().listen(0, '127.0.0.1');
      await once(holder, 'listening');
      const { port } = holder.address() as { port: number };
      const other = option === '--http-port' ? '--mqtt-port' : '--http-port';
      const where = [option, String(port), other, String(await freePort())];
      const { code, demo } = await run('--data', join(folder, 'other'), ...where);
      holder.close();
      expect(code).toBe(1);
      expect(demo.err).toContain(`Port ${port} is in use`);
    },
    PATIENCE_MS,
  );
});
