import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWav } from '#deploy/listening/read-wav';
import { eventually, sleep } from '../../support/eventually.ts';
import { testSettings } from '../../support/stand-in-controller.ts';
import { broadcast, item, plan } from '../../unit/timeline/fixtures.ts';
import { AgentWorld, controllerNow, encodedGlide } from './agent-world.ts';
import { misplacements } from './misplacements.ts';

const MAIN = fileURLToPath(import.meta.resolve('@loa-lang/device-agent/main'));
const glide = await encodedGlide(6);
if (glide === undefined) console.warn('SKIPPED: agents that play, no ffmpeg to make a sound with');

interface Sounded {
  file: string;
  firstSampleAt: number;
}

describe.skipIf(glide === undefined)('an agent on a real broker', () => {
  let world: AgentWorld;
  let assetId: string;
  const durationMs = 6000;
  const { ogg = Buffer.alloc(0), pcm = new Float32Array() } = glide ?? {};

  const running: ChildProcess[] = [];

  // each its own world: what is tried again must not find the devices, plans and audio of the time before
  beforeEach(async () => {
    world = await AgentWorld.open();
    await world.controller.publishKeys();
    assetId = world.controller.addAsset(ogg, durationMs).assetId;
  });
  afterEach(async () => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
    await world.close();
  });

  const oneItem = () => [{ ...item(durationMs), assetId, sizeBytes: ogg.length }];
  const sounded = (deviceId: string): Sounded[] => {
    const path = join(world.folder, deviceId, 'sound', 'sounded.jsonl');
    const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
    return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Sounded);
  };
  const wav = (deviceId: string, file: string) => readWav(join(world.folder, deviceId, 'sound', file)).samples;
  const states = (id: string): string[] => world.controller.receipts(id).map((receipt) => receipt.state);
  const final = (id: string): Receipt | undefined =>
    world.controller.receipts(id).find((receipt) => !['ready', 'started'].includes(receipt.state));

  it('fetches what is planned, plays it at its time and accounts for it once', async () => {
    const path = await world.provision('d1');
    await world.controller.publishSettings('d1', testSettings(['h1']));
    const agent = await world.compose(path);
    await agent.start();
    await eventually('connected and on time', () => agent.status().time.trust === 'synced');
    const startAt = Math.round(controllerNow()) + 3000;
    const endsAt = startAt + durationMs + 500;
    const b = broadcast('b1', {
      startAt,
      latestStartAt: startAt,
      joinUntilAt: startAt + 5000,
      endsAt,
      items: oneItem(),
    });
    const signed = await world.controller.publishPlan('h1', plan('h1', [b]));
    await eventually('audio there', () => agent.status().audio.complete === 1);
    await eventually('settled', () => final('b1') !== undefined, 20_000);
    expect(states('b1')).toEqual(['ready', 'started', 'finished']);
    const receipt = final('b1');
    expect(receipt?.items).toHaveLength(1);
    expect(receipt?.items[0]?.playedMs).toBeGreaterThan(0.95 * durationMs);
    expect(receipt?.outputLevelDbfs).toBeGreaterThan(-30);
    expect(world.controller.publishedChunks).toBe(Math.ceil(ogg.length / 8192));
    const [first, ...more] = sounded('d1');
    expect(more).toEqual([]);
    const placed = misplacements(pcm, wav('d1', first?.file ?? ''), (first?.firstSampleAt ?? 0) - startAt);
    expect(placed.length).toBeGreaterThanOrEqual(16);
    expect(Math.max(...placed.map(Math.abs))).toBeLessThan(20);

    // the same documents again, and a recorded command-like replay, change nothing
    world.controller.publishRaw('area/h1/plan', signed, true);
    world.controller.publishRaw('area/h1/plan', signed, false);
    await sleep(500);
    expect(sounded('d1')).toHaveLength(1);
    expect(states('b1')).toEqual(['ready', 'started', 'finished']);
    await eventually('everything acknowledged', () => agent.status().pendingReports === 0);
    await agent.stop();
    await eventually('said goodbye', () => world.controller.presences.at(-1)?.state === 'offline');
    expect(world.controller.presences[0]).toMatchObject({ state: 'online', deviceId: 'd1' });
  });

  it('killed in mid-play it comes back at the common position, and no position sounds twice', async () => {
    const path = await world.provision('d2');
    await world.controller.publishSettings('d2', testSettings(['h2']));
    const run = () => {
      const child = spawn(process.execPath, [MAIN, 'run', '--config', path], { stdio: ['ignore', 'ignore', 'pipe'] });
      child.stderr.on('data', (text: Buffer) => world.log.push(text.toString()));
      running.push(child);
      return child;
    };
    let child = run();
    const cached = () => world.controller.bodies('asset').length;
    const before = cached();
    const startAt = Math.round(controllerNow()) + 5000;
    const b = broadcast('b2', {
      startAt,
      latestStartAt: startAt,
      joinUntilAt: startAt + 100,
      endsAt: startAt + 3 * durationMs + 500,
      items: [...oneItem(), ...oneItem(), ...oneItem()],
    });
    await world.controller.publishPlan('h2', plan('h2', [b]));
    await eventually('audio there', () => cached() > before);
    await eventually('started', () => states('b2').includes('started'));
    await sleep(startAt + 4000 - controllerNow());
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    child = run();
    await eventually('settled', () => final('b2') !== undefined, 30_000);
    child.kill('SIGTERM');
    const [code] = await new Promise<[number | null]>((resolve) => child.once('exit', (c) => resolve([c])));
    expect(code).toBe(0);

    expect(final('b2')).toMatchObject({ state: 'partial', reason: 'power-lost', run: 1 });
    expect(states('b2').filter((state) => state === 'partial')).toHaveLength(1);
    // each stretch of sound lies at its place in the broadcast, and they do not overlap
    const whole = new Float32Array(3 * pcm.length);
    for (let n = 0; n < 3; n++) whole.set(pcm, n * pcm.length);
    const stretches = sounded('d2').map(({ file, firstSampleAt }) => {
      const samples = wav('d2', file);
      return { from: firstSampleAt - startAt, to: firstSampleAt - startAt + samples.length / 48, samples };
    });
    expect(stretches.length).toBeGreaterThanOrEqual(2);
    for (let i = 1; i < stretches.length; i++) {
      expect(stretches[i]?.from).toBeGreaterThanOrEqual(stretches[i - 1]?.to ?? Infinity);
    }
    // piece by piece, since the rate bends a little where the time estimate improves
    const placed = stretches.flatMap(({ from, samples }) => misplacements(whole, samples, from));
    console.log(
      `${placed.length / 4} s of sound, misplaced by up to ${Math.max(...placed.map(Math.abs)).toFixed(1)} ms`,
    );
    expect(placed.length).toBeGreaterThan(32);
    expect(Math.max(...placed.map(Math.abs))).toBeLessThan(20);
  });
});
