/** What leaves as it should is no fault: pauses at the edges of what is looked at, sirens, and what the limiter makes of them. */
import { FrameLevels } from '@loa-lang/device-agent/domain/hearing/frame-levels';
import { Reference } from '@loa-lang/device-agent/hearing/reference';
import { WatchOutput } from '@loa-lang/device-agent/hearing/watch-output';
import { Limiter } from '@loa-lang/device-agent/playout/limiter';
import { FaultLedger } from '@loa-lang/device-agent/services/fault-ledger';
import type { Segment } from '@loa-lang/schemas/timeline/types';
import { describe, expect, it } from 'vitest';
import { SamplesReader } from '../../../support/audio/samples-reader.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';
import { babble } from './rooms.ts';

const RATE = 48_000;
const BLOCK = 480;
const OFFSET = 1_800_000_000_000.3;
const START = OFFSET + 1000;

/** Plays it, as it is or as `output` says, under the eyes of the watch. @returns the faults raised */
async function watched(content: Float32Array, gainDb = 0, output?: (n: number) => number): Promise<string[]> {
  const clock = new VirtualClock();
  const raised: string[] = [];
  const faults = new FaultLedger(clock, ({ code, state, detail }) => {
    if (state === 'raised') raised.push(`${code}: ${detail}`);
  });
  const levels = new FrameLevels();
  const segment = {
    broadcastId: 'b',
    run: 1,
    itemIndex: 0,
    part: 0,
    assetId: 'a',
    gainDb,
    offsetMs: 0,
    runOffsetMs: 0,
  };
  const endAt = START + content.length / 48;
  const offset = OFFSET - clock.monotonicNow();
  const watch = new WatchOutput({
    ...{ clock, faults, tap: { levels, wasAsked: true } },
    reference: new Reference({
      cache: { has: () => true, pathOf: () => '' },
      openSound: async () => ({ ok: true, reader: new SamplesReader(content) }),
    }),
    timeMap: () => ({ toController: (at) => at + offset, toMonotonic: (at) => at - offset }),
    playing: () => [{ ...segment, startAt: START, endAt } as Segment],
    outputFailed: () => false,
    outputFloorDbfs: () => -50,
    volumeDb: () => 0,
    looks: () => undefined,
    bug: (error) => raised.push(String(error)),
  });
  watch.laidOut();
  const limiter = new Limiter();
  // outputs count on by themselves: their blocks begin beside the milliseconds of the plan
  for (let at = START - offset - 4.6; at < endAt - offset; at += BLOCK / 48) {
    const first = Math.round((at - (START - offset)) * 48);
    const block = Float32Array.from({ length: BLOCK }, (_, i) => {
      const sample = content[first + i] ?? 0;
      return (output?.(first + i) ?? sample) * 10 ** (gainDb / 20);
    });
    limiter.process(block);
    levels.push(block, at);
    await clock.advanceTo(at);
    // content is read in turns
    for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  watch.stop();
  faults.stop();
  return raised;
}

const tone = (seconds: number, height: number, hz = 880): Float32Array =>
  Float32Array.from({ length: seconds * RATE }, (_, i) => height * Math.sin((2 * Math.PI * hz * i) / RATE));
const silentBetween = (samples: Float32Array, from: number, to: number): Float32Array =>
  samples.map((value, i) => (i >= from * 48 && i < to * 48 ? 0 : value));
const wavers = (samples: Float32Array, byDb: number): Float32Array =>
  samples.map((value, i) => value * 10 ** ((byDb / 40) * Math.sin((2 * Math.PI * 0.7 * i) / RATE)));

/** Syllables of noise; the first after a pause, and the last before it, are loud at once. */
const spoken = (seconds: number, from: number, to: number): Float32Array => {
  const syllable = (i: number) => 0.1 + 0.9 * Math.abs(Math.cos((2 * Math.PI * 2 * (i - to * 48)) / RATE));
  return silentBetween(
    Float32Array.from({ length: seconds * RATE }, (_, i) => 0.4 * syllable(i) * Math.sin(i * i)),
    from,
    to,
  );
};

describe('no false alarm', () => {
  it.each([2910, 2950])('when a pause ends %d ms after the start, beside the end of a look', async (endsMs) => {
    expect(await watched(spoken(4, 1000, endsMs))).toEqual([]);
  });

  it.each([2400, 2405])('when a pause after %d ms is as long as a look', async (from) => {
    expect(await watched(spoken(6, from, from + 3003))).toEqual([]);
  });

  const sirens: [string, Float32Array, number][] = [
    ['that hardly wavers', wavers(tone(9, 0.2), 0.65), 0],
    ['that wavers, in the limiter', wavers(tone(9, 0.5), 4), 12],
    [
      'of two tones, in the limiter',
      Float32Array.from({ length: 9 * RATE }, (_, i) =>
        Math.floor(i / 19_000) % 2 === 0 ? 0.9 * Math.sin(i / 9) : 0.4 * Math.sin(i / 6.5),
      ),
      12,
    ],
    [
      'of squares, in the limiter',
      wavers(
        tone(9, 1, 500).map((value) => 0.4 * Math.sign(value)),
        4,
      ),
      12,
    ],
  ];
  it.each(sirens)('on a siren %s', async (_, samples, gainDb) => {
    expect(await watched(samples, gainDb)).toEqual([]);
  });
});

describe('still a fault', () => {
  it('a tone where the content pauses or speaks', async () => {
    const shriek = (n: number) => 0.5 * Math.sin(n / 3);
    expect((await watched(silentBetween(babble(8), 2000, 8000), 0, shriek))[0]).toMatch(/^output-stuck: constant/);
    expect((await watched(babble(8), 12, shriek))[0]).toMatch(/^output-stuck/);
  });

  it('a voltage in place of a siren', async () => {
    expect((await watched(tone(8, 0.2), 0, () => 0.4))[0]).toMatch(/^output-stuck: direct-current/);
  });

  it('silence, and a whisper', async () => {
    expect((await watched(babble(8), 0, () => 0))[0]).toMatch(/^output-silent/);
    const content = babble(8);
    expect((await watched(content, 0, (n) => (content[n] ?? 0) / 20))[0]).toMatch(/^output-silent.*are due/);
  });
});
