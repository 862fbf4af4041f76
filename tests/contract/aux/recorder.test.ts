import { spawn } from 'node:child_process';
import { type AuxConfig, createAuxInput } from '@loa-lang/device-agent/adapters/aux/recorder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPrograms, PulseServer } from '../../support/audio/pulse-server.ts';
import { eventually, sleep } from '../../support/eventually.ts';

const hasPulse = hasPrograms('pulseaudio', 'pacat', 'parec', 'pactl');
const hasAlsa = hasPulse && hasPrograms('arecord');
if (!hasPulse)
  console.warn('SKIPPED: no pulseaudio, pulseaudio-utils: the input is not tried with a real sound server');
if (!hasAlsa) console.warn('SKIPPED: no alsa-utils: the input is not tried with a real arecord');

const server = new PulseServer();
beforeAll(async () => {
  if (hasPulse) await server.start();
});
afterAll(async () => {
  if (hasPulse) await server.stop();
});

/** 2 s of 440 Hz at a tenth of full scale into the loudspeaker whose monitor is the input. */
const TONE = Float32Array.from({ length: 96_000 }, (_, i) => 0.1 * Math.sin((2 * Math.PI * 440 * i) / 48_000));

const inputs: AuxConfig[] = [
  ...(hasPulse ? [{ kind: 'pulse', device: 'horn.monitor' } as const] : []),
  // its plugin for the server records the server's default, the only monitor there is
  ...(hasAlsa ? [{ kind: 'alsa', device: 'pulse' } as const] : []),
];

describe.each(inputs)('input $kind:$device', (config) => {
  it('hands over what comes in, at its rate and level, until it is closed', async () => {
    const pieces: Float32Array[] = [];
    const ends: string[] = [];
    const input = createAuxInput(config);
    const capture = input.open({ samples: (pcm) => pieces.push(pcm), ended: (detail) => ends.push(detail) });
    await eventually('open', () => pieces.length > 0);
    const begun = performance.now();
    pieces.length = 0;
    const speaker = spawn('pacat', ['--raw', '--format=float32le', '--rate=48000', '--channels=1', '--device=horn']);
    speaker.stdin.end(Buffer.from(TONE.buffer));
    await new Promise((resolve) => speaker.once('exit', resolve));
    const samples = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const seconds = (performance.now() - begun) / 1000;
    expect(Math.abs(samples / 48_000 - seconds)).toBeLessThan(0.5);
    const all = Float32Array.from(pieces.flatMap((piece) => [...piece]));
    const loud = all.filter((sample) => Math.abs(sample) > 0.05).length / 48_000;
    // a sine is above half its height two thirds of the time
    expect(loud).toBeGreaterThan(1.1);
    expect(Math.max(...all.subarray(0, 200_000))).toBeCloseTo(0.1, 1);
    await capture.close();
    const before = pieces.length;
    await sleep(200);
    expect(pieces).toHaveLength(before);
    expect(ends).toEqual([]);
  });
});

it('says so when it cannot be opened', async () => {
  const ends: string[] = [];
  const input = createAuxInput({ kind: 'alsa', device: 'no-such-card' });
  const capture = input.open({ samples: () => undefined, ended: (detail) => ends.push(detail) });
  await eventually('told', () => ends.length === 1);
  expect(ends[0]).toMatch(/^arecord: /);
  await capture.close();
  expect(ends).toHaveLength(1);
});
