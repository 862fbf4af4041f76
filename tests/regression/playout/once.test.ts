/** No position of a run sounds twice, whatever dies; who comes back is where the others are. */
import { isFinalReceipt } from '@loa-lang/schemas/states/receipt';
import type { AssetItem } from '@loa-lang/schemas/wire/plan';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentBench, broadcast, parts, S } from '../../support/agent-bench/agent-bench.ts';
import { type BenchDevice, STORE } from '../../support/agent-bench/bench-device.ts';
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

describe('the agent dies in mid-play', () => {
  it('killed without goodbye at 12 moments, it goes on at the common position and nothing sounds twice', async () => {
    const random = seededRandom(12);
    for (let round = 1; round <= 12; round++) {
      await device.boot();
      await bench.run(3 * S);
      const startAt = bench.at(4 * S);
      const id = `b${round}`;
      await bench.publish([broadcast(id, startAt, parts(audio, 20 * S))]);
      await bench.runTo(startAt + Math.floor(random() * 15 * S) - S);
      await device.kill();
      await bench.run(Math.floor(random() * 3 * S));
      await device.boot();
      await bench.runTo(startAt + 27 * S);
      expectOnceAndInPlace(device.ears.stretches, startAt);
      expect(device.ears.stretches.at(-1)?.toAt).toBeCloseTo(startAt + 20 * S, -1);
      expect(device.ears.mixed).toBe(0);
      const finals = bench.controller.receipts(id).filter((receipt) => isFinalReceipt(receipt.state));
      expect(finals.map(({ run }) => run)).toEqual([1]);
      const heardMs = device.ears.stretches.reduce((sum, { fromAt, toAt }) => sum + toAt - fromAt, 0);
      // what a kill swallows between two entries of the journal is not claimed
      expect(finals[0]?.items[0]?.playedMs).toBeLessThanOrEqual(Math.ceil(heardMs) + 50);
      device.ears.forget();
      await device.kill();
    }
  });
});
