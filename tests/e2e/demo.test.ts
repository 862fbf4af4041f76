/** The demonstration as a new user runs it: one command, real processes, the truth about who it was played to. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoHamlets, offlineOrder } from '#deploy/demo/area';
import type { resultDocument } from '#deploy/demo/result';
import { temporaryFolder } from '../support/database.ts';
import { freePort } from '../support/mosquitto.ts';

type Result = ReturnType<typeof resultDocument>;
const PATIENCE_MS = 170_000;
const SPEECH = 'tests/fixtures/audio/speech.mp3';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function demo(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const ports = ['--http-port', String(await freePort()), '--mqtt-port', String(await freePort())];
  return run(['--data', join(folder, 'data'), ...ports, ...args]);
}

async function run(args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, ['deploy/dist/demo/main.js', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

describe('the demonstration', () => {
  it(
    'reaches 18 of 18 clusters and 12 of 12 hamlets, and every WAV is the broadcast',
    async () => {
      const { code, out, err } = await demo('--once', '--json', '--file', SPEECH);
      expect(code, err).toBe(0);
      const result = JSON.parse(out) as Result;
      expect(result.clusters.map(({ state }) => state)).toEqual(Array.from({ length: 18 }, () => 'finished'));
      expect(result.coverage).toMatchObject({ hamletsReached: 12, hamletsTotal: 12 });
      const households = demoHamlets().flatMap(({ clusters }) =>
        clusters.flatMap(({ serves }) => Object.values(serves)),
      );
      expect(result.coverage.householdsReached).toBe(households.reduce((sum, count) => sum + count, 0));
      for (const { code: name, heard } of result.clusters) {
        expect(heard, name).not.toBeNull();
        expect(Math.abs(heard?.levelErrorDb ?? Number.NaN), `${name}: level`).toBeLessThanOrEqual(1);
        expect(Math.abs(heard?.lengthErrorMs ?? Number.NaN), `${name}: length`).toBeLessThanOrEqual(100);
        expect(Math.abs(heard?.startLagMs ?? Number.NaN), `${name}: start`).toBeLessThanOrEqual(40);
      }
      expect(result.publishedAudioBytes).toBeGreaterThanOrEqual(result.assetBytes);
    },
    PATIENCE_MS,
  );

  it(
    'with three clusters off costs exactly what these three serve, and goes on with the data of the run before',
    async () => {
      const { code, out, err } = await demo('--once', '--json', '--offline', '3', '--text', 'Mời bà con họp thôn.');
      expect(code, err).toBe(0);
      const result = JSON.parse(out) as Result;
      const off = new Set(offlineOrder().slice(0, 3));
      expect(result.clusters.filter(({ state }) => state === 'missed').map((cluster) => cluster.code)).toEqual([
        ...off,
      ]);
      const clusters = demoHamlets().flatMap((hamlet) => hamlet.clusters);
      const reached = clusters
        .filter((cluster) => !off.has(cluster.code))
        .flatMap(({ serves }) => Object.values(serves));
      expect(result.coverage.householdsReached).toBe(reached.reduce((sum, count) => sum + count, 0));
      expect(result.coverage.hamletsReached).toBe(9);
    },
    PATIENCE_MS,
  );

  it('names a missing file and leaves', async () => {
    const { code, err } = await run(['--file', join(folder, 'nothing.mp3')]);
    expect(code).not.toBe(0);
    expect(err).toContain('nothing.mp3');
  });

  it(
    'names a port in use and leaves',
    async () => {
      const holder = createServer().listen(0, '127.0.0.1');
      await once(holder, 'listening');
      const { port } = holder.address() as { port: number };
      const { code, err } = await run(['--data', join(folder, 'other'), '--http-port', String(port)]);
      holder.close();
      expect(code).not.toBe(0);
      expect(err).toContain(String(port));
    },
    PATIENCE_MS,
  );
});
