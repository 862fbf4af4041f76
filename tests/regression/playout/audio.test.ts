/** Audio that is damaged, does not fit, or is silent; and what a receipt says of what really came out. */

import { CHUNK_BYTES } from '@loa-lang/schemas/wire/audio';
import type { AssetItem } from '@loa-lang/schemas/wire/plan';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentBench, broadcast, MINUTE, parts, S } from '../../support/agent-bench/agent-bench.ts';
import type { BenchDevice } from '../../support/agent-bench/bench-device.ts';
import { expectHeard } from '../../support/agent-bench/expect-heard.ts';

type Audio = Pick<AssetItem, 'assetId' | 'sizeBytes'>;

let bench: AgentBench;
let device: BenchDevice;
let audio: Audio;

beforeEach(async () => {
  bench = await AgentBench.open();
  audio = bench.sound(1, { bytes: 40 * CHUNK_BYTES });
  device = await bench.device('d1');
  await device.boot();
  await bench.run(2 * S);
});
afterEach(() => bench.close());

const states = (assetId: string) =>
  bench.controller
    .bodies('asset')
    .filter((body) => body.assetId === assetId)
    .map((body) => body.state);

describe('a corrupt chunk', () => {
  it('on the way is asked for again, alone, and the asset completes and plays', async () => {
    const startAt = bench.at(30 * S);
    let broken = 0;
    bench.hub.observe('loa/v1/audio/#', ({ topic }) => {
      // whoever holds the broker slips a wrong one in before the right one, and drops nothing
      const next = Number(topic.match(/chunk\/(\d+)$/)?.[1] ?? -2) + 1;
      if (broken >= 5 || next % 7 !== 0) return;
      broken++;
      bench.controller.publishRaw(subjects.chunk(audio.assetId, next), Buffer.alloc(CHUNK_BYTES, broken));
    });
    await bench.publish([broadcast('a', startAt, parts(audio, 10 * S))]);
    await bench.runTo(startAt + 20 * S);
    expect(broken).toBe(5);
    expect(bench.faults()).toContain('bad-chunk raised');
    expectHeard(device.ears, startAt, [[1, 0, 10_000, 0]]);
  });

  it('in place of the right one is wanted again by its number, and nothing else is', async () => {
    const flown: [string, Uint8Array][] = [];
    bench.hub.observe('loa/v1/audio/#', ({ topic, payload }) => flown.push([topic, Uint8Array.from(payload)]));
    const startAt = bench.at(MINUTE);
    const items = parts(audio, 10 * S);
    const neighbour = await bench.device('d2', { areaIds: ['h2'] });
    await neighbour.boot();
    await bench.controller.publishPlan('h2', bench.plan([broadcast('a', startAt, items)], [], 1, 'h2'));
    await bench.run(5 * S);
    expect(flown).toHaveLength(41);
    bench.controller.answering = false;
    await bench.publish([broadcast('a', startAt, items)]);
    await bench.run(20);
    bench.controller.wants.length = 0;
    for (const [topic, payload] of flown.slice()) {
      bench.hub.publish(topic, topic.endsWith('/chunk/3') ? Buffer.alloc(CHUNK_BYTES, 1) : payload);
    }
    await bench.run(S);
    expect(device.status().audio.complete).toBe(0);
    bench.controller.answering = true;
    await bench.runTo(startAt + 15 * S);
    expect(bench.controller.wants.map(({ ranges }) => ranges)).toEqual([[[3, 4]]]);
    expectHeard(device.ears, startAt, [[1, 0, 10_000, 0]]);
  });

  it('on the disk, in a half-received asset, is found at boot and asked for again', async () => {
    const startAt = bench.at(2 * MINUTE);
    let seen = 0;
    bench.hub.observe('loa/v1/audio/#', () => {
      if (++seen === 20) bench.hub.isReachable = false;
    });
    await bench.publish([broadcast('a', startAt, parts(audio, 10 * S))]);
    await bench.run(3 * S);
    const partial = [...device.disk.files().keys()].filter((path) => path.includes(audio.assetId));
    expect(device.status().audio.complete).toBe(0);
    expect(partial.length).toBeGreaterThan(0);
    await device.kill();
    const data = partial.find((path) => (device.disk.files().get(path)?.length ?? 0) > 10 * CHUNK_BYTES) ?? '';
    device.damage(data, (content) => Buffer.from(content).fill(0xee, 3 * CHUNK_BYTES + 5, 3 * CHUNK_BYTES + 9));
    bench.hub.isReachable = true;
    bench.controller.wants.length = 0;
    await device.boot();
    await bench.runTo(startAt + 20 * S);
    expect(bench.controller.wants[0]?.ranges?.[0]).toEqual([3, 4]);
    expectHeard(device.ears, startAt, [[1, 0, 10_000, 0]]);
  });

  it('in a complete asset is found at boot, and the whole is fetched again', async () => {
    const startAt = bench.at(2 * MINUTE);
    await bench.publish([broadcast('a', startAt, parts(audio, 10 * S))]);
    await bench.run(5 * S);
    expect(device.status().audio.complete).toBe(1);
    await device.kill();
    const file = [...device.disk.files().keys()].find((path) => path.includes(audio.assetId)) ?? '';
    device.damage(file, (content) => Buffer.from(content).fill(0xee, 1000, 1001));
    await device.boot();
    await bench.runTo(startAt + 20 * S);
    expectHeard(device.ears, startAt, [[1, 0, 10_000, 0]]);
    expect(bench.receipts('a').at(-1)).toBe('a#1 finished');
  });
});

describe('a full disk', () => {
  it('raises a fault, what is there plays, and what did not fit comes when there is room', async () => {
    const next = bench.sound(3, { bytes: 60 * CHUNK_BYTES });
    const first = bench.at(20 * S);
    const second = first + 15 * MINUTE;
    const a = broadcast('a', first, parts(audio, 10 * S));
    await bench.publish([a]);
    await bench.run(3 * S);
    expect(states(audio.assetId)).toEqual(['cached']);
    const usedBytes = [...device.disk.files().values()].reduce((sum, content) => sum + content.length, 0);
    device.disk.capacityBytes = usedBytes + 20 * CHUNK_BYTES;
    await bench.publish([a, broadcast('b', second, parts(next, 10 * S))]);
    await bench.runTo(first + 15 * S);
    expectHeard(device.ears, first, [[1, 0, 10_000, 0]]);
    expect(states(next.assetId)).toEqual(['failed']);
    expect(bench.faults()).toContain('disk-full raised');
    expect(bench.receipts('a').at(-1)).toBe('a#1 finished');
    device.disk.capacityBytes = Number.POSITIVE_INFINITY;
    await bench.runTo(second + 15 * S);
    expectHeard(device.ears, second, [
      [1, first - second, first - second + 10_000, 0],
      [3, 0, 10_000, 0],
    ]);
    expect(states(next.assetId)).toEqual(['failed', 'cached']);
  });

  it('to the last byte: what is planned still sounds, and its receipt comes when there is room', async () => {
    const startAt = bench.at(20 * S);
    await bench.publish([broadcast('a', startAt, parts(audio, 10 * S))]);
    await bench.run(3 * S);
    device.disk.capacityBytes = 0;
    await bench.runTo(startAt + 20 * S);
    expectHeard(device.ears, startAt, [[1, 0, 10_000, 0]]);
    device.disk.capacityBytes = Number.POSITIVE_INFINITY;
    await bench.run(30 * S);
    expect(bench.faults()).toContain('disk-full raised');
    expect(bench.receipts('a')).toEqual(['a#1 ready', 'a#1 started', 'a#1 finished']);
  });
});

describe('MMM-PrayerTime#54: a receipt says what came out', () => {
  const play = async (sound: Audio, over: Parameters<typeof broadcast>[3] = {}) => {
    const startAt = bench.at(20 * S);
    await bench.publish([broadcast('a', startAt, parts(sound, 10 * S), over)]);
    await bench.runTo(startAt + 20 * S);
    return bench.controller.receipts('a').at(-1);
  };

  it('played seconds and output level of what was heard', async () => {
    const receipt = await play(bench.sound(9));
    expect(receipt).toMatchObject({ state: 'finished', items: [{ index: 0, part: 0, playedMs: 10_000 }] });
    // a ramp from 0 to 480,000 · 9 · 2^-24 has the level of its end divided by √3
    const level = 20 * Math.log10((480_000 * 9) / 2 ** 24 / Math.sqrt(3));
    expect(Math.abs((receipt?.outputLevelDbfs ?? 0) - level)).toBeLessThan(0.1);
    expect(Math.abs(receipt?.startErrorMs ?? 99)).toBeLessThan(1);
  });

  it('"online" and "sounding" are different facts: silence is below the floor, and an incident', async () => {
    const receipt = await play(bench.sound(0));
    expect(receipt).toMatchObject({ state: 'partial', reason: 'below-floor', outputLevelDbfs: -120 });
    expect(bench.faults()).toContain('output-silent raised');
  });

  it('so is a volume turned down to nothing', async () => {
    const receipt = await play(bench.sound(9), { volumeRule: { gainDb: -60 } });
    expect(receipt).toMatchObject({ state: 'partial', reason: 'below-floor' });
    expect(receipt?.outputLevelDbfs).toBeLessThan(-70);
  });
});
