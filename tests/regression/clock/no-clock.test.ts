/** Boards without a clock, with a stopped one and with one that lies (OctoPrint#3266, esp-at#432). */
import type { AssetItem } from '@loa-lang/schemas/wire/plan';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentBench, broadcast, DAY, HOUR, MINUTE, parts, S } from '../../support/agent-bench/agent-bench.ts';
import type { BenchDevice } from '../../support/agent-bench/bench-device.ts';
import { expectHeard } from '../../support/agent-bench/expect-heard.ts';
import { STEP } from '../../support/agent-bench/heard.ts';

let bench: AgentBench;
let device: BenchDevice;
let audio: Pick<AssetItem, 'assetId' | 'sizeBytes'>;
const YEAR = 365 * DAY;

beforeEach(async () => {
  bench = await AgentBench.open();
  audio = bench.sound(1);
  device = await bench.device('d1');
});
afterEach(() => bench.close());

/** Runs once with plan, audio and time, then is switched off. */
async function prepared(...broadcasts: Parameters<AgentBench['publish']>[0]): Promise<void> {
  await device.boot();
  await bench.run(2 * S);
  await bench.publish(broadcasts);
  await bench.run(3 * S);
  expect(device.status().audio.complete).toBe(1);
  await device.kill();
}

describe('cold boot in 1970', () => {
  it('nothing sounds without time; one exchange brings it, then it plays, and the minute that is past is not played', async () => {
    const past = bench.at(30 * S);
    const next = bench.at(2 * MINUTE);
    await prepared(broadcast('past', past, parts(audio, 10 * S)), broadcast('next', next, parts(audio, 10 * S)));
    bench.controller.answering = false;
    await device.boot();
    expect(device.wall.offsetMs + bench.now).toBeLessThan(HOUR);
    await bench.runTo(past + 40 * S);
    expect(device.status().time).toMatchObject({ trust: 'none', now: undefined });
    expect(device.ears.silent).toBe(true);
    const before = bench.controller.syncs;
    bench.controller.answering = true;
    while (bench.controller.syncs === before) await bench.run(10);
    await bench.run(10);
    expect(bench.controller.syncs).toBe(before + 1);
    expect(device.status().time.trust).toBe('synced');
    await bench.runTo(next + 20 * S);
    expectHeard(device.ears, next, [[1, 0, 10_000, 0]]);
    expect(bench.receipts('past').at(-1)).toBe('past#1 missed no-time');
    expect(bench.receipts('next').at(-1)).toBe('next#1 finished');
  });

  it('never a sound in two days without the controller, emergencies included, and it says so afterwards', async () => {
    const startAt = bench.at(HOUR);
    await prepared(broadcast('alert', startAt, parts(audio, 10 * S), { class: 'emergency', level: 'central' }));
    bench.hub.isReachable = false;
    await device.boot();
    await bench.run(2 * DAY);
    expect(device.ears.silent).toBe(true);
    bench.hub.isReachable = true;
    await bench.run(MINUTE);
    expect(device.ears.silent).toBe(true);
    expect(bench.receipts('alert').filter((receipt) => !receipt.endsWith('ready'))).toEqual(['alert#1 missed no-time']);
  });
});

describe.each([
  ['forward', YEAR],
  ['back', -YEAR],
])('the wall clock stepped %s a year in mid-play', (_way, byMs) => {
  it.each([false, true])('changes not one sample (battery clock: %s)', async (hasBattery) => {
    const calm = await bench.device('d2');
    for (const one of [device, calm]) {
      one.wall.hasBattery = hasBattery;
      one.ears.keepsBlocks = true;
      await one.boot();
    }
    const startAt = bench.at(8 * S);
    await bench.publish([
      broadcast('a', startAt, parts(audio, 20 * S)),
      broadcast('b', startAt + 40 * S, parts(audio, 5 * S)),
    ]);
    await bench.runTo(startAt + 7 * S);
    device.wall.offsetMs += byMs;
    await bench.runTo(startAt + 60 * S);
    expect(calm.ears.since(startAt)).toEqual([
      [1, 0, 20_000, 0],
      [1, 40_000, 45_000, 0],
    ]);
    expect(device.ears.blocks.size).toBeGreaterThan(2400);
    expect([...device.ears.blocks]).toEqual([...calm.ears.blocks]);
    expect(bench.receipts('b').filter((receipt) => receipt.endsWith('finished'))).toHaveLength(2);
  });
});

describe('a battery clock', () => {
  it('that is right lets the device play after a power cut without any network', async () => {
    device.wall.hasBattery = true;
    const startAt = bench.at(HOUR);
    await prepared(broadcast('a', startAt, parts(audio, 10 * S)));
    bench.hub.isReachable = false;
    await device.boot();
    expect(device.status().time.trust).toBe('battery');
    await bench.runTo(startAt + MINUTE);
    expectHeard(device.ears, startAt, [[1, 0, 10_000, 0]]);
    bench.hub.isReachable = true;
    await bench.run(30 * S);
    expect(bench.receipts('a').at(-1)).toBe('a#1 finished');
  });

  it.each([
    ['a day behind what was last written down', -DAY],
    ['in 1970', -1],
    ['one hour behind', -HOUR],
  ])('%s is not trusted', async (_what, offsetMs) => {
    device.wall.hasBattery = true;
    const startAt = bench.at(MINUTE);
    await prepared(broadcast('a', startAt, parts(audio, 10 * S)));
    // a battery that ran out counts from where it stopped, or from zero
    device.wall.offsetMs = offsetMs === -1 ? -bench.now : offsetMs;
    bench.hub.isReachable = false;
    await device.boot();
    await bench.run(DAY + HOUR);
    expect(device.status().time.trust).toBe('none');
    expect(device.ears.silent).toBe(true);
  });

  it('that is an hour fast is corrected by the first exchange, and told', async () => {
    device.wall.hasBattery = true;
    const startAt = bench.at(10 * MINUTE);
    await prepared(broadcast('a', startAt, parts(audio, 10 * S)));
    device.wall.offsetMs = HOUR;
    await device.boot();
    await bench.run(3 * S);
    expect(Math.abs((device.status().time.now ?? 0) - bench.now)).toBeLessThanOrEqual(1);
    expect(bench.faults()).toContain('clock-stepped raised');
    await bench.runTo(startAt + 20 * S);
    expectHeard(device.ears, startAt, [[1, 0, 10_000, 0]]);
  });
});

describe("a controller's time that steps by more than 2 s", () => {
  it('in single answers moves nothing that is heard', async () => {
    device.ears.keepsBlocks = true;
    await device.boot();
    const startAt = bench.at(8 * S);
    await bench.publish([broadcast('a', startAt, parts(audio, 20 * S))]);
    await bench.runTo(startAt + 5 * S);
    for (const byMs of [HOUR, -HOUR, 2500]) {
      bench.stepController(byMs);
      await nextAnswer();
      bench.stepController(-byMs);
      await nextAnswer();
    }
    await bench.runTo(startAt + 25 * S);
    expect(bench.faults()).toContain('clock-stepped raised');
    expectHeard(device.ears, startAt, [[1, 0, 20_000, 0]]);
    const misplaced = [...device.ears.blocks].map(([at, block]) => {
      const samples = (block[479] as number) / STEP - 480;
      return Math.abs(samples / 48 - (at - startAt));
    });
    expect(misplaced).toHaveLength(2000);
    expect(Math.max(...misplaced)).toBeLessThan(0.1);
  });

  it('for good is followed only after five that agree, and told', async () => {
    await device.boot();
    const startAt = bench.at(8 * S);
    await bench.publish([broadcast('a', startAt, parts(audio, 30 * S))]);
    await bench.runTo(startAt + 5 * S);
    bench.stepController(-10 * S);
    const before = bench.controller.syncs;
    while (bench.controller.syncs < before + 4) await bench.run(50);
    expect(bench.faults()).toContain('clock-stepped raised');
    expect(Math.abs((device.status().time.now ?? 0) - bench.now)).toBeLessThanOrEqual(1);
    await bench.run(10 * S);
    expect(Math.abs((device.status().time.now ?? 0) - (bench.now - 10 * S))).toBeLessThanOrEqual(1);
    await bench.run(40 * S);
    // nothing is heard twice by those who stand below: it waits until the controller's time has caught up
    const positions = device.ears.stretches.map(({ positionMs, fromAt, toAt }) => [
      positionMs,
      positionMs + toAt - fromAt,
    ]);
    for (let n = 1; n < positions.length; n++) {
      expect(positions[n]?.[0]).toBeGreaterThanOrEqual((positions[n - 1]?.[1] ?? 0) - 2);
    }
  });
});

async function nextAnswer(): Promise<void> {
  const before = bench.controller.syncs;
  while (bench.controller.syncs === before) await bench.run(10);
}

describe('nodejs/node#4541: a call beyond 24.8 days fires at once', () => {
  it('broadcasts 30 and 60 days ahead are not played today', async () => {
    device = await bench.device('d2', { intervals: { syncBusyMs: 10 * S, syncIdleMs: 15 * MINUTE } });
    await device.boot();
    await bench.run(2 * S);
    await bench.publish([
      broadcast('in-30', bench.at(30 * DAY), parts(audio, 10 * S)),
      broadcast('in-60', bench.at(60 * DAY), parts(audio, 10 * S), { class: 'emergency' }),
    ]);
    await bench.run(DAY);
    expect(device.ears.silent).toBe(true);
    expect(bench.receipts().filter((receipt) => !receipt.endsWith('ready'))).toEqual([]);
  });
});
