/**
 * A technician works on a pole from the office: real controller, real agent, a real audio server in which the air carries
 * what the horn plays to the microphone, and the noise of the place with it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SettingsStateSchema } from '@loa-lang/schemas/http/cluster-settings';
import type { CommandBody } from '@loa-lang/schemas/http/commands';
import type { SelfTestBody } from '@loa-lang/schemas/http/self-tests';
import type { Static } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPrograms, PulseServer } from '../support/audio/pulse-server.ts';
import { eventually } from '../support/eventually.ts';
import { AgentProcess } from '../support/world/agent-process.ts';
import { World } from '../support/world/world.ts';

const PATIENCE_MS = 180_000;
const CAN_HEAR = hasPrograms('pulseaudio', 'pactl', 'parec', 'pacat');
if (!CAN_HEAR)
  console.warn(
    'NOT TRIED: the self-test through a real audio server. Install Debian’s pulseaudio and pulseaudio-utils.',
  );

let world: World;
let agent: AgentProcess;
let pulse: PulseServer | undefined;
let clusterId: string;
let noise: ChildProcess | undefined;
let carried = '';

beforeAll(async () => {
  if (CAN_HEAR) {
    pulse = new PulseServer();
    await pulse.start();
    pactl('load-module', 'module-null-sink', 'sink_name=air', 'rate=48000', 'channels=1');
    noise = playNoise(pulse.folder);
    carried = carry();
  }
  world = await World.make({ hamlets: 1, clusters: 1, householdsPerHamlet: 50, servedPerHamlet: 40 });
  const [device] = world.commune.devices;
  if (device === undefined) throw new Error('no device');
  const files = await world.agentFiles(device, { sink: CAN_HEAR ? 'pulse:horn' : 'discard' });
  const microphone = { kind: 'pulse', device: 'air.monitor' };
  const config = JSON.parse(await readFile(files.path, 'utf8')) as object;
  await writeFile(files.path, JSON.stringify({ ...config, ...(CAN_HEAR && { microphone }) }));
  agent = AgentProcess.start(files);
  await agent.untilReady();
  const { clusters } = await world.api.get<{ clusters: { id: string }[] }>('/clusters');
  clusterId = clusters[0]?.id ?? '';
  await eventually('the controller sees it', isOnline);
}, PATIENCE_MS);
afterAll(async () => {
  await agent?.stop();
  await world?.stop();
  if (noise?.pid !== undefined) process.kill(-noise.pid);
  await pulse?.stop();
}, PATIENCE_MS);

const pactl = (...args: string[]): string =>
  spawnSync('pactl', ['-s', pulse?.server ?? '', ...args], { encoding: 'utf8' }).stdout.trim();

/** From the horn to the microphone. @returns the module, which may be taken away */
const carry = (): string =>
  pactl('load-module', 'module-loopback', 'source=horn.monitor', 'sink=air', 'latency_msec=60');

/** A quiet village, −66 dBFS. */
function playNoise(folder: string): ChildProcess {
  const noise = new Int16Array(48_000 * 5).map(() => Math.round((Math.random() - 0.5) * 57));
  const file = join(folder, 'noise');
  writeFileSync(file, Buffer.from(noise.buffer));
  const player = 'pacat --playback --device=air --raw --format=s16le --rate=48000 --channels=1';
  // a process of its own: a busy test must not leave holes in it
  return spawn('sh', ['-c', `while cat '${file}'; do :; done | exec ${player}`], { stdio: 'ignore', detached: true });
}

const isOnline = async () => (await world.api.get<{ online: boolean }>(`/clusters/${clusterId}`)).online;

async function ordered(name: string, parameters?: object): Promise<CommandBody> {
  const order = { name, ...(parameters && { parameters }) };
  const { id } = await world.api.post<CommandBody>(`/clusters/${clusterId}/commands`, order);
  let command: CommandBody | undefined;
  await eventually(`${name} is answered`, async () => {
    const path = `/clusters/${clusterId}/commands`;
    const { commands } = await world.api.get<{ commands: CommandBody[] }>(path);
    command = commands.find((each) => each.id === id);
    return command?.outcome !== undefined;
  });
  return command as CommandBody;
}

const settings = () => world.api.get<Static<typeof SettingsStateSchema>>(`/clusters/${clusterId}/settings`);

describe('work from the office', { timeout: PATIENCE_MS }, () => {
  it('a device answers what it is asked', async () => {
    const status = await ordered('test');
    expect(status.outcome).toBe('done');
    expect(JSON.parse(status.answer ?? '')).toMatchObject({ connected: true, muted: false });
    const log = await ordered('log');
    expect(log.answer).toContain(`command test (${status.id})`);
    expect((await ordered('reboot')).outcome).toMatch(/unsupported|refused|failed/);
  });

  it('a device that was muted says so within seconds, and again when it is not', async () => {
    await eventually('it holds its settings', async () => (await settings()).state === 'applied');
    for (const muted of [true, false]) {
      const since = performance.now();
      const changes = [{ targets: { clusterIds: [clusterId] }, set: { muted } }];
      await world.api.post('/cluster-settings', { changes });
      await eventually('applied', async () => (await settings()).state === 'applied', 20_000);
      console.log(`${muted ? 'muted' : 'unmuted'}, and confirmed after ${Math.round(performance.now() - since)} ms`);
      expect(await settings()).toMatchObject({ muted, message: { vi: expect.stringContaining('Đã áp dụng') } });
      await agent.until('obeys', (status) => status.muted === muted);
    }
  });

  it.runIf(CAN_HEAR)('a horn is calibrated, found weak, found silent, and well again', async () => {
    const tested = async (mode: 'check' | 'calibrate'): Promise<SelfTestBody> => {
      const path = `/clusters/${clusterId}/self-tests`;
      const { test } = await world.api.post<{ test: SelfTestBody }>(path, { mode });
      let found: SelfTestBody | undefined;
      await eventually(
        'a self-test is graded',
        async () => {
          const { tests } = await world.api.get<{ tests: SelfTestBody[] }>(path);
          found = tests.find(({ id }) => id === test.id);
          return found?.figures !== undefined;
        },
        60_000,
      );
      const { grade, figures, measured, notes } = found as SelfTestBody;
      const { lossDb, missing, delayShiftMs } = figures ?? {};
      const said = { grade, lossDb, missing, delayShiftMs, confidence: measured?.confidence };
      console.log(`${mode}: ${JSON.stringify(said)} ${notes.map(({ code }) => code)}`);
      return found as SelfTestBody;
    };
    const volume = (share: string) => pactl('set-sink-volume', 'horn', share);
    const open = async () => {
      const { incidents } = await world.api.get<{ incidents: { kind: string }[] }>('/incidents');
      return incidents.map(({ kind }) => kind).filter((kind) => kind.startsWith('self-test'));
    };
    expect(await tested('calibrate')).toMatchObject({ grade: 'pass', notes: [{ code: 'calibrated' }] });
    expect(await tested('check')).toMatchObject({ grade: 'pass' });
    // one horn of several has gone, and more
    volume('-10dB');
    const weak = await tested('check');
    expect(weak.grade).toBe('weak');
    expect(Math.abs((weak.figures?.lossDb ?? 0) - 10)).toBeLessThan(1.5);
    pactl('unload-module', carried);
    expect(await tested('check')).toMatchObject({ grade: 'silent' });
    expect(await open()).toEqual(['self-test-silent']);
    carried = carry();
    volume('0dB');
    expect(await tested('check')).toMatchObject({ grade: 'pass' });
    expect(await open()).toEqual([]);
  });

  it('a restart is answered before it begins, and what is ordered meanwhile is not sent', async () => {
    expect((await ordered('restart')).outcome).toBe('done');
    await eventually('the agent has ended', () => !agent.child.alive);
    await eventually('the controller knows', async () => !(await isOnline()));
    const meanwhile = await ordered('play-test', { durationMs: 500 });
    expect(meanwhile).toMatchObject({ outcome: 'not-sent', reason: 'offline' });
    agent.again();
    await agent.untilReady();
    const log = await ordered('log');
    expect(log.answer).not.toContain('play-test');
  });
});
