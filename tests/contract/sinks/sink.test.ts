import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alsaPlayer } from '@loa-lang/device-agent/adapters/sinks/alsa-player';
import { createSink } from '@loa-lang/device-agent/adapters/sinks/create-sink';
import { PlayerSink } from '@loa-lang/device-agent/adapters/sinks/player-sink';
import { pulsePlayer } from '@loa-lang/device-agent/adapters/sinks/pulse-player';
import type { SoundedLine } from '@loa-lang/device-agent/adapters/sinks/wav-output';
import type { AudioSink } from '@loa-lang/device-agent/ports/audio-sink';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { align } from '#deploy/listening/align';
import { readWav } from '#deploy/listening/read-wav';
import { track } from '#deploy/listening/track';
import {
  CONTROLLER_OFFSET_MS,
  chirp,
  clip,
  realBench,
  setAndChange,
  slowChirp,
} from '../../support/audio/playout-bench.ts';
import { hasPrograms, MonitorRecording, PulseServer } from '../../support/audio/pulse-server.ts';

const FAKE = fileURLToPath(new URL('../../support/audio/fake-player.mjs', import.meta.url));
const realPulse = hasPrograms('pulseaudio', 'pacat', 'parec', 'pactl');
const realAlsa = realPulse && hasPrograms('aplay');
if (!realPulse)
  console.warn('SKIPPED: no pulseaudio, pulseaudio-utils: sinks are not tried against a real sound server');
if (!realAlsa) console.warn('SKIPPED: no alsa-utils: sink alsa is not tried against a real aplay');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-sink-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const server = new PulseServer();
beforeAll(async () => {
  if (realPulse) await server.start();
});
afterAll(async () => {
  if (realPulse) await server.stop();
});

const fakeSink = (clock: ReturnType<typeof realBench>['clock']): AudioSink =>
  new PlayerSink(clock, {
    ...pulsePlayer(),
    name: 'fake',
    program: process.execPath,
    args: [FAKE, join(folder, 'record.pcm'), join(folder, 'hang')],
  });

const make = (name: string, bench: ReturnType<typeof realBench>): AudioSink => {
  if (name === 'fake') return fakeSink(bench.clock);
  const spec = name === 'wav' ? `wav:${folder}` : name === 'probe' ? `probe:${join(folder, 'probe.pcm')}` : name;
  const created = createSink(spec, bench);
  if (!created.ok) throw new Error(created.detail);
  return created.sink;
};

describe.each([
  'discard',
  'wav',
  'probe',
  'fake',
  ...(realPulse ? ['pulse:horn'] : []),
  ...(realAlsa ? ['alsa:pulse'] : []),
])('sink %s', (name) => {
  test('plays a segment whole, tells its position, and stops', { timeout: 30_000 }, async () => {
    let ended: () => void = () => {};
    const done = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const bench = realBench({ ended: () => ended() });
    const sink = make(name, bench);
    const faults: string[] = [];
    sink.onFault((detail) => faults.push(detail));
    await sink.start(bench.playout);
    const startAt = bench.clock.monotonicNow() + 700;
    setAndChange(bench.playout, sink, [clip(0, startAt, 1500, chirp)]);
    await bench.playout.prime();
    await done;
    expect(bench.playout.record('clip/1/0')).toMatchObject({ jumps: 0, underrunMs: 0 });
    // the last block bends by a fraction of a millisecond while an output is still settling
    expect(Math.abs((bench.playout.record('clip/1/0')?.playedMs ?? 0) - 1500)).toBeLessThan(5);
    expect(sink.position()?.frames).toBeGreaterThanOrEqual(1400 * 48);
    await sink.stop();
    bench.playout.stop();
    expect(faults).toEqual([]);
  });

  test('can be stopped before it ever sounded, and twice', { timeout: 30_000 }, async () => {
    const bench = realBench();
    const sink = make(name, bench);
    await sink.start(bench.playout);
    await sink.stop();
    await sink.stop();
    bench.playout.stop();
  });
});

describe('wav', () => {
  test('one file for each stretch of sound, with the instant of its first sample', async () => {
    let ends = 0;
    let ended: () => void = () => {};
    const done = new Promise<void>((resolve) => {
      ended = () => (++ends === 3 ? resolve() : undefined);
    });
    const bench = realBench({ ended: () => ended() });
    const sink = make('wav', bench);
    await sink.start(bench.playout);
    const startAt = bench.clock.monotonicNow() + 300.4;
    setAndChange(bench.playout, sink, [
      clip(0, startAt, 400, chirp),
      clip(1, startAt + 400, 400, chirp),
      clip(2, startAt + 1500, 300, chirp),
    ]);
    await done;
    await sink.stop();
    bench.playout.stop();
    const lines = readFileSync(join(folder, 'sounded.jsonl'), 'utf8').trim().split('\n');
    const sounded = lines.map((line) => JSON.parse(line) as SoundedLine);
    expect(sounded.length).toBe(2);
    const first = readWav(join(folder, sounded[0]?.file ?? ''));
    expect(Math.abs((sounded[0]?.firstSampleAt ?? 0) - startAt - CONTROLLER_OFFSET_MS)).toBeLessThan(0.05);
    const whole = Float32Array.from({ length: 38_400 }, (_, k) => chirp(k % 19_200));
    const alignment = align(whole, first.samples);
    expect(Math.abs(alignment.lagSamples)).toBeLessThanOrEqual(1);
    expect(alignment.correlation).toBeGreaterThan(0.999);
    expect(Math.abs(alignment.levelDifferenceDb)).toBeLessThan(0.1);
    const at = Math.floor(sounded[0]?.firstSampleAt ?? 0);
    expect(first.origin).toMatchObject({
      date: new Date(at).toISOString().slice(0, 10),
      time: new Date(at).toISOString().slice(11, 19),
    });
    expect(Number(first.origin?.timeReference)).toBeCloseTo(((sounded[0]?.firstSampleAt ?? 0) % 86_400_000) * 48, -1);
  });
});

describe('a player program', () => {
  test('200 clips back to back', async () => {
    let ends = 0;
    let ended: () => void = () => {};
    const done = new Promise<void>((resolve) => {
      ended = () => (++ends === 200 ? resolve() : undefined);
    });
    const bench = realBench({ ended: () => ended() });
    const sink = fakeSink(bench.clock);
    const faults: string[] = [];
    sink.onFault((detail) => faults.push(detail));
    await sink.start(bench.playout);
    const startAt = bench.clock.monotonicNow() + 500;
    // each clip is a burst of its own between silences
    const burst = (k: number): number => (k < 1440 ? 0.5 * Math.sin(k / 5) : 0);
    setAndChange(
      bench.playout,
      sink,
      Array.from({ length: 200 }, (_, i) => clip(i, startAt + i * 60, 60, burst)),
    );
    await done;
    // what is written is heard a lead later
    const until = (sink.position()?.frames ?? 0) + 48 * 400;
    while ((sink.position()?.frames ?? 0) < until) await new Promise((resolve) => setTimeout(resolve, 50));
    await sink.stop();
    bench.playout.stop();
    const pcm = readFileSync(join(folder, 'record.pcm'));
    let bursts = 0;
    let quiet = 1000;
    for (let i = 0; i < pcm.length; i += 2) {
      if (Math.abs(pcm.readInt16LE(i)) > 3000) {
        if (quiet > 480) bursts++;
        quiet = 0;
      } else quiet++;
    }
    expect(bursts).toBe(200);
    expect(faults).toEqual([]);
    // on a busy machine a reading of the player's position is a few milliseconds off, and a clip that much shorter
    expect(bench.playout.records().every(({ playedMs }) => Math.abs(playedMs - 60) < 10)).toBe(true);
  }, 60_000);

  test('stuck in mid-play is killed and replaced, and the emergency sounds', async () => {
    const bench = realBench();
    const sink = fakeSink(bench.clock);
    const fault = new Promise<string>((resolve) => sink.onFault(resolve));
    await sink.start(bench.playout);
    const from = bench.clock.monotonicNow();
    setAndChange(bench.playout, sink, [clip(0, from + 200, 60_000, () => 0.1)]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    writeFileSync(join(folder, 'hang'), '');
    const emergencyAt = bench.clock.monotonicNow() + 100;
    setAndChange(bench.playout, sink, [clip(1, emergencyAt, 60_000, () => 0.4)]);
    expect(await fault).toContain('no progress');
    rmSync(join(folder, 'hang'));
    const sounds = (): boolean => {
      const pcm = readFileSync(join(folder, 'record.pcm'));
      return pcm.length > 2 && Math.abs(pcm.readInt16LE(pcm.length - (pcm.length % 2) - 2)) > 10_000;
    };
    while (!sounds()) await new Promise((resolve) => setTimeout(resolve, 20));
    const record = bench.playout.record('clip/1/1');
    console.log(
      `emergency over a stuck player: heard after ${Math.round(bench.clock.monotonicNow() - emergencyAt)} ms`,
    );
    expect(record?.playedMs).toBeGreaterThan(0);
    await sink.stop();
    bench.playout.stop();
  }, 30_000);

  test('that hangs and ignores SIGTERM is gone after stop', async () => {
    const bench = realBench();
    const sink = fakeSink(bench.clock);
    await sink.start(bench.playout);
    writeFileSync(join(folder, 'hang'), '');
    await sink.stop();
    bench.playout.stop();
    expect(spawnSync('pgrep', ['-f', join(folder, 'hang')]).stdout.toString()).toBe('');
  });

  test('that ends is started again, and the sound is joined', async () => {
    const bench = realBench();
    const sink = fakeSink(bench.clock);
    const fault = new Promise<string>((resolve) => sink.onFault(resolve));
    await sink.start(bench.playout);
    setAndChange(bench.playout, sink, [clip(0, bench.clock.monotonicNow() + 200, 60_000, () => 0.3)]);
    const before = spawnSync('pgrep', ['-f', join(folder, 'hang')])
      .stdout.toString()
      .trim();
    process.kill(Number(before), 'SIGKILL');
    expect(await fault).toContain('SIGKILL');
    while ((bench.playout.record('clip/1/0')?.playedMs ?? 0) < 300)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await sink.stop();
    bench.playout.stop();
  });

  test('that does not exist is refused at start with its name', async () => {
    const bench = realBench();
    const sink = new PlayerSink(bench.clock, { ...alsaPlayer(), program: 'no-such-player' });
    await expect(sink.start(bench.playout)).rejects.toThrow(/no-such-player/);
    bench.playout.stop();
  });
});

describe.runIf(realPulse)('against a real sound server', () => {
  test.each([
    { spec: 'pulse:horn', withinMs: 40, runs: true },
    { spec: 'alsa:pulse', withinMs: 80, runs: realAlsa },
  ])(
    '$spec is heard whole, in time, at its level',
    async ({ spec, withinMs, runs }) => {
      if (!runs) return console.warn(`SKIPPED: ${spec}`);
      let ended: () => void = () => {};
      const done = new Promise<void>((resolve) => {
        ended = resolve;
      });
      const bench = realBench({ ended: () => ended() });
      const sink = make(spec, bench);
      await sink.start(bench.playout);
      const recording = new MonitorRecording();
      await recording.start();
      const startAt = bench.clock.monotonicNow() + 1500;
      setAndChange(bench.playout, sink, [clip(0, startAt, 4000, slowChirp)]);
      await done;
      await new Promise((resolve) => setTimeout(resolve, 700));
      const heard = await recording.stop();
      await sink.stop();
      bench.playout.stop();
      const played = Float32Array.from({ length: 192_000 }, (_, k) => slowChirp(k));
      const alignment = align(played, heard);
      // window by window: an estimated position lets the sink bend its pace while it finds the card's clock
      const windows = track(played, heard, alignment.lagSamples, 0.04 * 48_000);
      const correlation = windows.map((window) => window.correlation).sort((a, b) => a - b)[windows.length >> 1] ?? 0;
      const lateMs = recording.firstSampleAt + alignment.lagSamples / 48 - startAt;
      console.log(`${spec}: heard ${lateMs.toFixed(1)} ms after the plan, correlation ${correlation.toFixed(4)}`);
      expect(alignment.overlap).toBe(1);
      expect(Math.abs(alignment.levelDifferenceDb)).toBeLessThan(1);
      expect(correlation).toBeGreaterThan(0.9);
      expect(Math.abs(lateMs)).toBeLessThan(withinMs);
    },
    30_000,
  );
});
