import { RealTimePump } from '@loa-lang/device-agent/adapters/sinks/real-time-pump';
import type { AudioSource, Hearing } from '@loa-lang/device-agent/ports/audio-sink';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** Sounds from `from` to `to`, both monotonic. */
class Span implements AudioSource {
  readonly asked: { at: number; hearing: Hearing }[] = [];
  from: number;
  to: number;
  constructor(from: number, to: number) {
    this.from = from;
    this.to = to;
  }
  render(block: Float32Array, heardAt: number, hearing: Hearing): boolean {
    this.asked.push({ at: heardAt, hearing });
    block.fill(0.5);
    return heardAt < this.to && heardAt + block.length / 48 > this.from;
  }
  nextSoundAt(now: number): number | undefined {
    return now < this.to ? Math.max(now, this.from) : undefined;
  }
}

const bench = (source: Span) => {
  const clock = new VirtualClock({ now: 0 });
  const written: { at: number; lateMs: number }[] = [];
  let idles = 0;
  const pump = new RealTimePump({
    clock,
    output: {
      write: (_, at, lateMs) => written.push({ at, lateMs }),
      idle: () => idles++,
    },
  });
  pump.start(source);
  return { clock, pump, written, idles: () => idles };
};

/** The pump waits the last two milliseconds in turns of the event loop: time must move between them. */
const run = async (clock: VirtualClock, until: number): Promise<void> => {
  while (clock.monotonicNow() < until) await clock.advanceTo(clock.monotonicNow() + 0.5);
};

test('the first block begins at the very instant of the sound, the others follow without a gap', async () => {
  const source = new Span(105.37, 305.37);
  const { clock, written, idles, pump } = bench(source);
  await run(clock, 400);
  expect(written.length).toBe(10);
  for (const [i, { at, lateMs }] of written.entries()) {
    expect(at).toBeCloseTo(105.37 + 20 * i, 9);
    expect(lateMs).toBeLessThanOrEqual(0.5);
  }
  expect(idles()).toBe(1);
  pump.stop();
});

test('nothing is asked for while nothing sounds', async () => {
  const source = new Span(50_000, 50_100);
  const { clock, pump } = bench(source);
  await clock.advanceTo(49_000);
  expect(source.asked).toEqual([]);
  pump.stop();
});

test('a change wakes it', async () => {
  const source = new Span(Infinity, -Infinity);
  const { clock, written, pump } = bench(source);
  await clock.advanceTo(10_000);
  source.from = 10_100;
  source.to = 10_200;
  pump.changed();
  await run(clock, 10_400);
  expect(written.map(({ at }) => at)).toEqual([10_100, 10_120, 10_140, 10_160, 10_180]);
  pump.stop();
});

test('a stalled event loop loses no sample and tells how late each block is', async () => {
  const source = new Span(100, 2100);
  const { clock, written, pump } = bench(source);
  await run(clock, 500);
  // a second in which no timer fires
  clock.stall(1000);
  await run(clock, 2300);
  expect(written.length).toBe(100);
  expect(written.map(({ at }) => at)).toEqual(Array.from({ length: 100 }, (_, i) => 100 + 20 * i));
  expect(Math.max(...written.map(({ lateMs }) => lateMs))).toBeGreaterThan(900);
  pump.stop();
});

test('a process that was stopped for a minute does not play the minute afterwards', async () => {
  const source = new Span(100, 100_000);
  const { clock, written, pump } = bench(source);
  await run(clock, 500);
  const before = written.length;
  clock.stall(60_000);
  await run(clock, 60_600);
  expect(written.length - before).toBeLessThan(20);
  pump.stop();
});
