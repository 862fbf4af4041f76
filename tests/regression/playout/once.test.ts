/** No position of a run sounds twice, whatever dies; who comes back is where the others are. */
import { isFinalReceipt } from '@loa-lang/schemas/states/receipt';
import type { AssetItem } from '@loa-lang/schemas/wire/plan';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentBench, broadcast, parts, S } from '../../support/agent-bench/agent-bench.ts';
import { type BenchDevice, STORE } from '../../support/agent-bench/bench-device.ts';
import { expectHeard } from '../../support/agent-bench/expect-heard.ts';
import type { Stretch } from '../../support/agent-bench/heard.ts';
import { seededRandom } from '../../support/seeded-random.ts';

let bench: AgentBench;
let device: BenchDevice;
let audio: Pick<AssetItem, 'assetId' | 'sizeBytes'>;

beforeEach(async () => {
  bench = await AgentBench.open();
  audio = bench.sound(1);
  device = await bench.device('d1');
});
afterEach(() => bench.close());

/** Everybody's position is the time since the start; no two stretches share a position. */
function expectOnceAndInPlace(stretches: readonly Stretch[], startAt: number): void {
  let reached = 0;
  for (const { fromAt, toAt, positionMs } of stretches) {
    expect(Math.abs(fromAt - startAt - positionMs)).toBeLessThan(2);
    expect(positionMs).toBeGreaterThanOrEqual(reached - 2);
    reached = positionMs + (toAt - fromAt);
  }
}

/** Plays 20 s with an end and a new beginning somewhere in it, and accounts for exactly one run. */
async function interruptedBy(id: string, afterMs: number, end: () => Promise<void>, darkMs: number): Promise<void> {
  await device.boot();
  await bench.run(3 * S);
  const startAt = bench.at(4 * S);
  await bench.publish([broadcast(id, startAt, parts(audio, 20 * S))]);
  await bench.runTo(startAt + afterMs);
  await end();
  await bench.run(darkMs);
  await device.boot();
  await bench.runTo(startAt + 27 * S);
  expectOnceAndInPlace(device.ears.stretches, startAt);
  expect(device.ears.stretches.at(-1)?.toAt).toBeCloseTo(startAt + 20 * S, -1);
  expect(device.ears.mixed).toBe(0);
  const finals = bench.controller.receipts(id).filter((receipt) => isFinalReceipt(receipt.state));
  expect(finals.map(({ run }) => run)).toEqual([1]);
  const started = bench.controller.receipts(id).filter((receipt) => receipt.state === 'started');
  expect(started.length).toBeLessThanOrEqual(1);
  const heardMs = device.ears.stretches.reduce((sum, { fromAt, toAt }) => sum + toAt - fromAt, 0);
  // what a death swallows between two entries of the journal is not claimed
  expect(finals[0]?.items[0]?.playedMs).toBeLessThanOrEqual(Math.ceil(heardMs) + 50);
  device.ears.forget();
  await device.kill();
}

describe('the agent ends in mid-play and a new one takes over its store', () => {
  it('killed without goodbye, at 12 moments', async () => {
    const random = seededRandom(12);
    for (let round = 1; round <= 12; round++) {
      const afterMs = Math.floor(random() * 15 * S) - S;
      await interruptedBy(`b${round}`, afterMs, () => device.kill(), Math.floor(random() * 3 * S));
    }
  });

  it('killed right after the first sample: that it began is said once', async () => {
    for (const afterMs of [20, 60, 100, 140, 180])
      await interruptedBy(`b${afterMs}`, afterMs, () => device.kill(), 300);
  });

  it('by a power cut that leaves any part of what was not synced, at 12 moments', async () => {
    const random = seededRandom(21);
    const choose = (max: number) => Math.floor(random() * (max + 1));
    for (let round = 1; round <= 12; round++) {
      const afterMs = Math.floor(random() * 15 * S) - S;
      await interruptedBy(`b${round}`, afterMs, () => device.cutPower(choose), Math.floor(random() * 3 * S));
    }
  });

  it('stopped in order, at 4 moments', async () => {
    for (const afterMs of [-500, 0, 2345, 9999])
      await interruptedBy(`b${afterMs + 500}`, afterMs, () => device.stop(), S);
  });
});

describe('a store that is lost or damaged', () => {
  const zeroed = (content: Buffer) => Buffer.alloc(content.length);
  it.each<[string, 'missed' | 'partial', () => void]>([
    ['the journal full of zeros', 'missed', () => device.damage(`${STORE}/journal.log`, zeroed)],
    ['the journal gone', 'missed', () => device.damage(`${STORE}/journal.log`, () => undefined)],
    ['the outbox full of zeros', 'partial', () => device.damage(`${STORE}/outbox.log`, zeroed)],
    ['the identity full of zeros', 'partial', () => device.damage(`${STORE}/identity`, zeroed)],
    ['everything gone', 'missed', () => device.loseDisk()],
  ])('%s: nothing that started before the new store sounds, what follows does', async (_what, state, damage) => {
    await device.boot();
    await bench.run(2 * S);
    const startAt = bench.at(5 * S);
    const long = broadcast('long', startAt, parts(audio, 30 * S), { joinUntilAt: startAt + 30 * S });
    await bench.publish([long, broadcast('next', startAt + 40 * S, parts(audio, 10 * S))]);
    await bench.runTo(startAt + 5 * S);
    await device.kill();
    damage();
    device.ears.forget();
    await device.boot();
    await bench.runTo(startAt + 39 * S);
    expect(device.ears.silent).toBe(true);
    expect(bench.receipts('long').at(-1)).toBe(`long#1 ${state} journal-lost`);
    await bench.runTo(startAt + 60 * S);
    expectHeard(device.ears, startAt, [[1, 40_000, 50_000, 0]]);
    expect(bench.receipts('next').at(-1)).toBe('next#1 finished');
  });

  it('what could not be read is set aside, and told', async () => {
    await device.boot();
    await bench.run(2 * S);
    await device.kill();
    device.damage(`${STORE}/journal.log`, zeroed);
    await device.boot();
    await bench.run(2 * S);
    expect(bench.faults()).toContain('store-quarantined raised');
  });

  it('any file cut at a random byte in mid-play, 24 times: up again, nothing twice, and the next one plays', async () => {
    const random = seededRandom(7);
    for (let round = 1; round <= 24; round++) {
      await device.boot();
      await bench.run(2 * S);
      const startAt = bench.at(3 * S);
      const long = broadcast(`long-${round}`, startAt, parts(audio, 15 * S), { joinUntilAt: startAt + 15 * S });
      await bench.publish([long, broadcast(`next-${round}`, startAt + 20 * S, parts(audio, 5 * S))]);
      await bench.runTo(startAt + Math.floor(random() * 10 * S));
      await device.kill();
      const files = [...device.disk.files().keys()];
      const victim = files[Math.floor(random() * files.length)] ?? '';
      device.damage(victim, (content) => content.subarray(0, Math.floor(random() * content.length)));
      await device.boot();
      await bench.runTo(startAt + 30 * S);
      const [before, after] = [device.ears.stretches.slice(0, -1), device.ears.stretches.at(-1)];
      expectOnceAndInPlace(before, startAt);
      const offMs = Math.abs((after?.fromAt ?? 0) - startAt - 20 * S);
      expect({ victim, nextPlays: offMs < 12 }).toEqual({ victim, nextPlays: true });
      device.ears.forget();
      await device.kill();
    }
  });
});
