/**
 * One loudspeaker, one source: what interrupts, what comes back, what an edit changes (music-assistant#2117, #3468,
 * libretime#1275, #1197, #2796, #874).
 */
import type { AssetItem, PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentBench, broadcast, DAY, MINUTE, parts, S } from '../../support/agent-bench/agent-bench.ts';
import type { BenchDevice } from '../../support/agent-bench/bench-device.ts';
import { expectHeard } from '../../support/agent-bench/expect-heard.ts';

type Audio = Pick<AssetItem, 'assetId' | 'sizeBytes'>;

let bench: AgentBench;
let device: BenchDevice;
let music: Audio;
let notice: Audio;
let alarm: Audio;
/** instant that the test counts from */
let zero: number;

beforeEach(async () => {
  bench = await AgentBench.open();
  [music, notice, alarm] = [bench.sound(1), bench.sound(3), bench.sound(9)];
  device = await bench.device('d1');
  await device.boot();
  await bench.run(2 * S);
  zero = bench.at(10 * S);
});
afterEach(() => bench.close());

const long = { endsAt: 0, latestStartAt: 0 };
const roomy = (over: Partial<PlannedBroadcast> = {}) => ({
  ...long,
  endsAt: zero + 5 * MINUTE,
  latestStartAt: zero + 5 * MINUTE,
  ...over,
});
const programme = (over: Partial<PlannedBroadcast> = {}) =>
  broadcast('music', zero, parts(music, 10 * S, 10 * S, 10 * S), roomy(over));
const urgent = (atMs: number) => broadcast('urgent', zero + atMs, parts(notice, 8 * S), roomy({ class: 'urgent' }));
const emergency = (atMs: number, over: Partial<PlannedBroadcast> = {}) =>
  broadcast('emergency', zero + atMs, parts(alarm, 5 * S), roomy({ class: 'emergency', ...over }));

/** Fades and ramps are short: at no time is anything else audible beside what should be. */
const expectOneSource = () => {
  expect(device.ears.mixed).toBe(0);
  expect(device.ears.unsteadyMs).toBeLessThanOrEqual(60 * Math.max(1, device.ears.stretches.length));
};

describe('an emergency', () => {
  it('over silence: silence again', async () => {
    await bench.publish([emergency(0)]);
    await bench.runTo(zero + MINUTE);
    expectHeard(device.ears, zero, [[9, 0, 5000, 0]]);
    expectOneSource();
  });

  it('over a programme: the interrupted part again from its start, then the rest', async () => {
    await bench.publish([programme()]);
    await bench.runTo(zero + 3 * S);
    await bench.publish([programme(), emergency(4 * S)]);
    await bench.runTo(zero + 2 * MINUTE);
    expectHeard(device.ears, zero, [
      [1, 0, 3950, 0],
      [9, 4000, 9000, 0],
      [1, 9000, 19_000, 0],
      [1, 19_000, 29_000, 0],
      [1, 29_000, 39_000, 0],
    ]);
    expectOneSource();
    expect(bench.receipts('music').slice(-2)).toEqual(['music#1 partial interrupted', 'music#2 finished']);
  });

  it('over a programme that is not to come back: silence', async () => {
    const once = programme({ onInterrupted: 'cut' });
    await bench.publish([once, emergency(4 * S)]);
    await bench.runTo(zero + 2 * MINUTE);
    expectHeard(device.ears, zero, [
      [1, 0, 3950, 0],
      [9, 4000, 9000, 0],
    ]);
    expectOneSource();
  });

  it('over a notice that is itself over a programme: the notice, then what is left of the programme', async () => {
    await bench.publish([programme(), urgent(12 * S), emergency(23 * S)]);
    await bench.runTo(zero + 2 * MINUTE);
    expectHeard(device.ears, zero, [
      [1, 0, 10_000, 0],
      [1, 10_000, 20_000, 0],
      [3, 20_000, 22_950, 0],
      [9, 23_000, 28_000, 0],
      [3, 28_000, 36_000, 0],
      [1, 36_000, 46_000, 0],
    ]);
    expectOneSource();
  });

  it('of the province over one of the commune: that of the commune again right after', async () => {
    const province = broadcast(
      'province',
      zero + 2 * S,
      parts(notice, 4 * S),
      roomy({ class: 'emergency', level: 'province' }),
    );
    await bench.publish([emergency(0), province]);
    await bench.runTo(zero + MINUTE);
    expectHeard(device.ears, zero, [
      [9, 0, 1950, 0],
      [3, 2000, 6000, 0],
      [9, 6000, 11_000, 0],
    ]);
    expectOneSource();
  });

  it('that is stopped gives back what it interrupted, where the others are', async () => {
    await bench.publish([programme()]);
    await bench.runTo(zero + 3 * S);
    await bench.publish([programme(), emergency(4 * S)]);
    await bench.runTo(zero + 6 * S);
    await bench.publish([programme(), { id: 'emergency', cancelledAt: zero + 6 * S, reason: 'false alarm' }]);
    await bench.runTo(zero + 50 * S);
    const heard = device.ears.since(zero);
    const resumed = heard.find(([sound, from]) => sound === 1 && from > 4000);
    expect(resumed?.[1]).toBe(resumed?.[3]);
    expect(heard.at(-1)?.slice(1, 3)).toEqual([20_000, 30_000]);
    expectOneSource();
  });

  it('that comes while the device is off in mid-programme: after it, what its neighbours play', async () => {
    const neighbour = await bench.device('d2');
    await neighbour.boot();
    await bench.publish([programme()]);
    await bench.runTo(zero + 3 * S);
    await device.kill();
    await bench.publish([programme(), emergency(4 * S)]);
    await bench.runTo(zero + 6 * S);
    await device.boot();
    await bench.runTo(zero + 8.5 * S);
    for (const one of [device, neighbour]) one.ears.forget();
    await bench.runTo(zero + MINUTE);
    for (const one of [device, neighbour]) {
      expectHeard(one.ears, zero, [
        [9, 8500, 9000, 4500],
        [1, 9000, 19_000, 0],
        [1, 19_000, 29_000, 0],
        [1, 29_000, 39_000, 0],
      ]);
    }
    expectOneSource();
  });
});

/** A day in steps of some milliseconds is a minute of a quiet machine. */
const DAY_WITHIN_MS = 300_000;

describe('libretime#874: editing what is on air', () => {
  it(
    'changes nothing of what sounds; the next occurrence is the new one',
    async () => {
      const today = programme();
      const tomorrow = (version: number, audio: Audio) =>
        broadcast('tomorrow', zero + DAY, parts(audio, 10 * S), { version, endsAt: zero + DAY + MINUTE });
      device = await bench.device('d3', { intervals: { syncBusyMs: 10 * S, syncIdleMs: 15 * MINUTE } });
      await device.boot();
      await bench.publish([today, tomorrow(1, music)]);
      await bench.runTo(zero + 5 * S);
      for (let version = 2; version <= 4; version++) {
        await bench.publish([today, tomorrow(version, version === 4 ? notice : alarm)]);
        await bench.run(3 * S);
      }
      await bench.runTo(zero + DAY + MINUTE);
      expectHeard(device.ears, zero, [
        [1, 0, 10_000, 0],
        [1, 10_000, 20_000, 0],
        [1, 20_000, 30_000, 0],
        [3, DAY, DAY + 10_000, 0],
      ]);
      expect(device.ears.unsteadyMs).toBeLessThanOrEqual(20);
      const mine = bench.controller.reports.filter((report) => report.deviceId === 'd3').map((report) => report.body);
      expect(mine.at(-1)).toMatchObject({ broadcastId: 'tomorrow', version: 4, state: 'finished' });
    },
    DAY_WITHIN_MS,
  );

  it('stopping it silences at once, and no later copy of the old plan brings it back', async () => {
    const old = await bench.publish([programme()]);
    await bench.runTo(zero + 5 * S);
    await bench.publish([{ id: 'music', cancelledAt: zero + 5 * S, reason: 'stop' }]);
    await bench.run(S);
    bench.controller.publishRaw('area/h1/plan', old, true);
    await bench.runTo(zero + MINUTE);
    const heard = device.ears.since(zero);
    expect(heard).toHaveLength(1);
    expect(heard[0]?.[2]).toBeLessThan(5100);
    expect(bench.receipts('music').at(-1)).toBe('music#1 stopped cancelled');
  });
});
