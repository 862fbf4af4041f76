/** Devices that were away: at the place of the others, or not at all, and nothing stale floods out (MQTT.js#397). */
import type { AssetItem, StreamItem } from '@loa-lang/schemas/wire/plan';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentBench, broadcast, HOUR, MINUTE, parts, S } from '../../support/agent-bench/agent-bench.ts';
import type { BenchDevice } from '../../support/agent-bench/bench-device.ts';
import { expectHeard } from '../../support/agent-bench/expect-heard.ts';
import { STEP } from '../../support/agent-bench/heard.ts';

let bench: AgentBench;
let audio: Pick<AssetItem, 'assetId' | 'sizeBytes'>;
let other: Pick<AssetItem, 'assetId' | 'sizeBytes'>;
let onTime: BenchDevice;
let late: BenchDevice;
const idle = { intervals: { syncBusyMs: 10 * S, syncIdleMs: 15 * MINUTE } };

beforeEach(async () => {
  bench = await AgentBench.open();
  audio = bench.sound(1);
  other = bench.sound(3);
  onTime = await bench.device('d1', idle);
  late = await bench.device('d2', idle);
});
afterEach(() => bench.close());

describe('a late joiner', () => {
  it('joins at the position of the others: from then on its samples are theirs', async () => {
    for (const device of [onTime, late]) device.ears.keepsBlocks = true;
    await onTime.boot();
    await late.boot();
    await bench.run(2 * S);
    await late.kill();
    const startAt = bench.at(8 * S);
    const items = [...parts(audio, 10 * S), { ...parts(other, 10 * S)[0], part: 1 } as AssetItem];
    await bench.publish([broadcast('a', startAt, items, { joinUntilAt: startAt + 15 * S })]);
    await bench.runTo(startAt + 4 * S);
    await late.boot();
    await bench.runTo(startAt + 30 * S);
    expect(onTime.ears.since(startAt)).toEqual([
      [1, 0, 10_000, 0],
      [3, 10_000, 20_000, 0],
    ]);
    const [[, joinedAt = 0] = []] = late.ears.since(startAt);
    expect(joinedAt).toBeGreaterThan(4000);
    expect(joinedAt).toBeLessThan(8000);
    let compared = 0;
    let apart = 0;
    for (const [at, block] of late.ears.blocks) {
      // its first 5 ms rise gently
      if (at < startAt + joinedAt + 10) continue;
      const theirs = onTime.ears.blocks.get(at);
      for (const k of [0, 240, 479]) apart = Math.max(apart, Math.abs((block[k] ?? 0) - (theirs?.[k] ?? 1)));
      compared++;
    }
    expect(compared).toBeGreaterThan(1100);
    // samples of the steeper ramp: a tenth of a millisecond is five of them
    expect(apart / (3 * STEP)).toBeLessThan(5);
    // both end in the same moment, and either may be heard of first
    expect(bench.receipts('a').slice(-2).sort()).toEqual(['a#1 finished', 'a#1 partial late']);
    const mine = bench.controller.reports.filter((report) => report.deviceId === 'd2').map((report) => report.body);
    expect(mine.at(-1)).toMatchObject({ kind: 'receipt', state: 'partial', reason: 'late' });
  });

  it('that wakes after joinUntilAt stays silent, and says that it was late', async () => {
    await onTime.boot();
    const startAt = bench.at(5 * S);
    await bench.publish([broadcast('a', startAt, parts(audio, 30 * S), { joinUntilAt: startAt + 5 * S })]);
    await late.boot();
    await bench.runTo(startAt - 2 * S);
    await late.kill();
    await bench.runTo(startAt + 6 * S);
    late.ears.forget();
    await late.boot();
    await bench.runTo(startAt + 40 * S);
    expect(late.ears.silent).toBe(true);
    const mine = bench.controller.reports.filter((report) => report.deviceId === 'd2').map((report) => report.body);
    expect(mine.at(-1)).toMatchObject({ broadcastId: 'a', state: 'missed', reason: 'late' });
  });
});

describe('switched off from 06:30 to 11:00', () => {
  it.each([
    ['killed', false],
    ['and knowing of nothing before', true],
  ])('the 07:00 item is missed, the 11:30 one plays (%s)', async (_how, isNew) => {
    const day = bench.now - (bench.now % HOUR);
    const seven = day + HOUR;
    const halfPastEleven = day + 5.5 * HOUR;
    const items = (n: number) => parts(n === 0 ? audio : other, 20 * S);
    const all = [7, 8, 9, 10].map((hour, n) => broadcast(`at-${hour}`, seven + n * HOUR, items(0)));
    await late.boot();
    await bench.run(2 * S);
    await bench.publish([...all, broadcast('at-11-30', halfPastEleven, items(1))]);
    await bench.run(30 * MINUTE);
    await late.kill();
    if (isNew) late.loseDisk();
    await bench.runTo(day + 5 * HOUR);
    await late.boot();
    await bench.runTo(day + 5 * HOUR + 20 * MINUTE);
    expect(late.ears.silent).toBe(true);
    await bench.runTo(halfPastEleven + MINUTE);
    expectHeard(late.ears, halfPastEleven, [[3, 0, 20_000, 0]]);
    const last = (id: string) => bench.receipts(id).filter((receipt) => !receipt.endsWith('ready'));
    expect(last('at-11-30').at(-1)).toBe('at-11-30#1 finished');
    // a new card knows nothing of what it missed, and the controller counts it as without a report
    for (const hour of [7, 8, 9, 10]) {
      expect(last(`at-${hour}`)).toEqual(isNew ? [] : [`at-${hour}#1 missed power-lost`]);
    }
  });

  it('without the network only: everything plays at its time from the local store, and nothing again afterwards', async () => {
    const day = bench.now - (bench.now % HOUR);
    const seven = day + HOUR;
    await late.boot();
    await bench.run(2 * S);
    await bench.publish([
      broadcast('at-7', seven, parts(audio, 20 * S)),
      broadcast('at-8', seven + HOUR, parts(other, 20 * S)),
    ]);
    await bench.run(MINUTE);
    bench.hub.isReachable = false;
    await bench.runTo(seven + 2 * HOUR);
    bench.hub.isReachable = true;
    await bench.run(10 * MINUTE);
    expectHeard(late.ears, seven, [
      [1, 0, 20_000, 0],
      [3, HOUR, HOUR + 20_000, 0],
    ]);
    expect(bench.receipts().filter((receipt) => receipt.endsWith('finished'))).toEqual([
      'at-7#1 finished',
      'at-8#1 finished',
    ]);
  });
});

describe('slimserver#850: fallback missing when the uplink dies', () => {
  it.each([
    ['before the end', 5 * S],
    ['long after it', 10 * MINUTE],
  ])(
    'cut a minute before, the cached item plays, and not twice when the link returns %s',
    async (_when, backAfterMs) => {
      await late.boot();
      await bench.run(2 * S);
      const startAt = bench.at(5 * MINUTE);
      await bench.publish([
        broadcast('a', startAt, parts(audio, 20 * S), { joinUntilAt: startAt + 20 * MINUTE, endsAt: startAt + HOUR }),
      ]);
      await bench.runTo(startAt - MINUTE);
      bench.hub.isReachable = false;
      await bench.runTo(startAt + backAfterMs);
      bench.hub.isReachable = true;
      await bench.run(30 * MINUTE);
      expectHeard(late.ears, startAt, [[1, 0, 20_000, 0]]);
      expect(late.ears.unsteadyMs).toBeLessThanOrEqual(10);
      expect(bench.receipts('a')).toEqual(['a#1 ready', 'a#1 started', 'a#1 finished']);
    },
  );

  it('in a relay that does not come, the cached item plays in its place, once, also over kill -9 in the middle of it', async () => {
    await late.boot();
    await bench.run(2 * S);
    const startAt = bench.at(2 * MINUTE);
    const relay: StreamItem = { kind: 'stream', part: 0, durationMs: 10 * MINUTE, streamId: 'radio' };
    const [item] = parts(audio, 20 * S);
    const items = [relay, { ...item, part: 1 } as AssetItem];
    const endsAt = startAt + HOUR;
    await bench.publish([broadcast('a', startAt, items, { class: 'relay', joinUntilAt: endsAt, endsAt })]);
    await bench.runTo(startAt - MINUTE);
    bench.hub.isReachable = false;
    await bench.runTo(startAt + 12 * S);
    await late.kill();
    await late.boot();
    bench.hub.isReachable = true;
    await bench.runTo(startAt + 20 * MINUTE);
    const [first, ...rest] = late.ears.since(startAt);
    expect(first?.slice(0, 2)).toEqual([1, 3300]);
    // after the crash at the place where it would be, and no position twice
    expect(rest).toHaveLength(1);
    const [sound, from = 0, to, position = 0] = rest[0] ?? [];
    expect([sound, to]).toEqual([1, 23_300]);
    expect(from).toBeGreaterThan(first?.[2] ?? Infinity);
    expect(Math.abs(from - 3300 - position)).toBeLessThan(30);
    expect(bench.receipts('a').at(-1)).toBe('a#1 partial power-lost');
  });
});
