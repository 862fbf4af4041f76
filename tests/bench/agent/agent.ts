/** What one agent costs the small computer it runs on: memory, processor, disk, flash. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import { planBroadcast, type ReadyBulletin, uploadBulletin } from '../../support/world/bulletins.ts';
import { World } from '../../support/world/world.ts';
import { atMost, type Bench, type BenchResult, figure } from '../bench.ts';
import { patiently } from '../patiently.ts';
import { forgetLargest, processorSeconds, residentBytes, writtenToDiskBytes } from '../processes/proc.ts';
import { noiseRecording } from '../recordings/noise.ts';
import { DAY, flashDay } from './flash-day.ts';
import { type InstalledAgent, installAlone } from './installed-alone.ts';
import { LoneAgent } from './lone-agent.ts';

const MEMORY_LIMIT_MB = 100;
const CPU_LIMIT_PERCENT = 5;
const SHORT_SECONDS = 20;
const LONG_SECONDS = 180;
const IDLE_MS = 120_000;
/** After a boot an agent asks for the time every few seconds until it has so many answers. */
const SETTLED_EXCHANGES = 64;
/** Of a broadcast, left out at both ends: opening and closing are no part of steady playing. */
const EDGE_MS = 5000;
/** Last receipts are written, sent and acknowledged within this; documents and faults are reviewed once a minute. */
const AFTERMATH_MS = 65_000;
const MB = 1e6;

interface Stage {
  world: World;
  /** writes its sound into files, as much as a sound card would get */
  sounding: LoneAgent;
  /** drops its sound: all that it writes is its own */
  silent: LoneAgent;
  log: (line: string) => void;
}

interface Load {
  seconds: number;
  cpuShare: number;
  mostBytes: number;
}

async function loadOver({ pid }: LoneAgent, ms: number): Promise<Load> {
  forgetLargest(pid);
  const from = { cpu: processorSeconds(pid), at: performance.now() };
  await sleep(ms);
  const seconds = (performance.now() - from.at) / 1000;
  return { seconds, cpuShare: (processorSeconds(pid) - from.cpu) / seconds, mostBytes: residentBytes(pid).largest };
}

/** Runs it and tells what the silent agent wrote meanwhile. */
async function writtenBy<T>({ silent }: Stage, during: () => Promise<T>): Promise<T & { bytes: number }> {
  const before = writtenToDiskBytes(silent.pid);
  const result = await during();
  return { ...result, bytes: writtenToDiskBytes(silent.pid) - before };
}

const isSounding = ({ sink }: AgentStatus): boolean => sink.state === 'sounding';

async function receive({ world, sounding, silent }: Stage, seconds: number, had: number): Promise<ReadyBulletin> {
  const file = { bytes: await noiseRecording(seconds, seconds), name: `tieng-on-${seconds}.mp3` };
  const bulletin = await patiently(() => uploadBulletin(world.api, world.commune.communeId, file, { keep: true }));
  for (const agent of [sounding, silent]) await agent.until('audio', ({ audio }) => audio.complete > had, 120_000);
  return bulletin;
}

/** Broadcasts at once; the load of the sounding agent while it plays, and how long it played. */
async function play(stage: Stage, bulletin: ReadyBulletin) {
  const { world, sounding, silent } = stage;
  const { durationMs } = bulletin.audio;
  const targets = { areaIds: [world.commune.communeId] };
  await patiently(() => planBroadcast(world.api, { bulletinIds: [bulletin.id], targets, start: 'now' }));
  await sounding.until('sound', isSounding, 20_000);
  await sleep(EDGE_MS);
  const load = await loadOver(sounding, durationMs - 2 * EDGE_MS);
  for (const agent of [sounding, silent]) await agent.until('silence', (status) => !isSounding(status), 60_000);
  await sleep(AFTERMATH_MS);
  return { load, seconds: durationMs / 1000 };
}

async function measure(stage: Stage, installed: InstalledAgent): Promise<BenchResult> {
  const { sounding, log } = stage;
  const startingBytes = residentBytes(sounding.pid).largest;
  log('audio arrives');
  const audioBytes: number[] = [];
  const received = await writtenBy(stage, async () => {
    const bulletins: ReadyBulletin[] = [];
    for (const seconds of [SHORT_SECONDS, LONG_SECONDS]) {
      const bulletin = await receive(stage, seconds, bulletins.length);
      bulletins.push(bulletin);
      audioBytes.push(bulletin.audio.sizeBytes);
    }
    await sleep(AFTERMATH_MS);
    return { bulletins };
  });
  log('waiting until time has settled');
  await sounding.until('settled', ({ time }) => time.exchanges >= SETTLED_EXCHANGES, 400_000);
  log(`idle for ${IDLE_MS / 1000} s`);
  const idle = await writtenBy(stage, () => loadOver(sounding, IDLE_MS));
  const [short, long] = received.bulletins as [ReadyBulletin, ReadyBulletin];
  log(`playing ${SHORT_SECONDS} s, then ${LONG_SECONDS} s`);
  const shortPlay = await writtenBy(stage, () => play(stage, short));
  const longPlay = await writtenBy(stage, () => play(stage, long));
  const sum = audioBytes.reduce((all, bytes) => all + bytes, 0);
  if (received.bytes < sum) throw new Error('the disk does not count what is written: is it in memory?');
  const day = flashDay({
    idle,
    received: { audioBytes: sum, bytes: received.bytes },
    short: shortPlay,
    long: longPlay,
  });
  return {
    conditions: {
      agent: 'device-agent/dist/main.js run, installed alone, a process of its own without anything loaded into it',
      sinks: 'wav for memory and processor; discard, in a second agent that plays the same, for what is written',
      sound: `noise, ${SHORT_SECONDS} s and ${LONG_SECONDS} s, Opus 24 kbit/s`,
      memory: 'VmHWM, counted anew for each phase',
      processor: 'utime and stime of the process, all threads, while it plays; other work slows caches, not the count',
      idleSeconds: Math.round(idle.seconds),
      playingSeconds: Math.round(longPlay.load.seconds),
      written: 'write_bytes of the process: pages of files; what the file system adds for itself is not counted',
      day: `${DAY.broadcasts} broadcasts, ${DAY.soundSeconds / 60} min of sound, all of it new audio at 24 kbit/s; the rest idle`,
    },
    figures: [
      atMost('resident memory, idle', idle.mostBytes / MB, MEMORY_LIMIT_MB, 'MB'),
      atMost('resident memory, playing', longPlay.load.mostBytes / MB, MEMORY_LIMIT_MB, 'MB'),
      figure('resident memory, for a moment while it starts', startingBytes / MB, 'MB'),
      figure('processor, idle, share of a core', idle.cpuShare * 100, '%'),
      atMost('processor, playing, share of a core', longPlay.load.cpuShare * 100, CPU_LIMIT_PERCENT, '%'),
      figure('installed, bytes of its files', installed.bytes / MB, 'MB'),
      figure('installed, blocks of the disk', installed.diskBytes / MB, 'MB'),
      figure('installed, packages from the registry', installed.packages, ''),
      figure('installed, files', installed.files, ''),
      figure('written to disk a day', day.totalBytes / MB, 'MB'),
      figure('of this, idle and housekeeping', day.idleBytes / MB, 'MB'),
      figure('of this, journal and receipts while sounding', day.soundingBytes / MB, 'MB'),
      figure('of this, audio', day.audioBytes / MB, 'MB'),
      figure('written while idle', idle.bytes, 'bytes'),
      figure('written for a second of sound', day.perSoundingSecondBytes, 'bytes'),
      figure('written for a broadcast beside its seconds', day.perBroadcastBytes, 'bytes'),
      figure('written for a byte of audio', received.bytes / sum, 'bytes'),
    ],
  };
}

async function run(log: (line: string) => void): Promise<BenchResult> {
  const world = await World.make({ hamlets: 1, clusters: 2 });
  const agents: LoneAgent[] = [];
  try {
    log('installing the agent alone');
    const folder = join(world.folder, 'alone');
    await mkdir(folder);
    const installed = await installAlone(folder);
    for (const [index, device] of world.commune.devices.entries()) {
      const sink = index === 0 ? `wav:${join(world.folder, 'sound')}` : 'discard';
      agents.push(new LoneAgent(installed.program, await world.agentFiles(device, { sink })));
    }
    for (const agent of agents) await agent.untilReady();
    const [sounding, silent] = agents as [LoneAgent, LoneAgent];
    return await measure({ world, sounding, silent, log }, installed);
  } finally {
    await Promise.all(agents.map((agent) => agent.stop()));
    await world.stop();
  }
}

export const agent: Bench = {
  name: 'agent',
  what: 'one agent installed alone: memory and processor idle and playing, size, bytes written to disk a day',
  run,
};
