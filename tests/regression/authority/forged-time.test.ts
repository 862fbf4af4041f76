/** Nobody but the controller moves a device's clock, and its own answers only once and only when they are fresh. */
import type { AssetItem } from '@loa-lang/schemas/wire/plan';
import type { SyncAnswer, SyncRequest } from '@loa-lang/schemas/wire/sync';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentBench, broadcast, DAY, HOUR, parts, S } from '../../support/agent-bench/agent-bench.ts';
import type { BenchDevice } from '../../support/agent-bench/bench-device.ts';
import { strangerAs } from '../../support/agent-bench/forge.ts';
import { payloadOf } from '../../support/agent-bench/key-cabinet.ts';

let bench: AgentBench;
let device: BenchDevice;
let audio: Pick<AssetItem, 'assetId' | 'sizeBytes'>;
const subject = subjects.device('d1', 'sync');

beforeEach(async () => {
  bench = await AgentBench.open();
  audio = bench.sound(1);
  device = await bench.device('d1');
});
afterEach(() => bench.close());

const requests = () => device.link?.sent.filter(({ topic }) => topic.endsWith('/sync-request')) ?? [];
/** Waits for a new request and answers its nonce. */
async function nextNonce(): Promise<string> {
  const before = requests().length;
  while (requests().length === before) await bench.run(20);
  return payloadOf<SyncRequest>(requests().at(-1)?.payload ?? Buffer.alloc(0)).nonce;
}
const seal = (nonce: string, at: number, over: Parameters<typeof bench.controller.seal>[4] = {}) => {
  const answer: SyncAnswer = { nonce, receivedAt: at, answeredAt: at, latest: bench.controller.latest };
  return bench.controller.seal('sync', subject, answer, 'sync', over);
};
const say = (bytes: Uint8Array, retain = false) => bench.controller.publishRaw(subject, bytes, retain);
const offMs = () => Math.abs((device.status().time.now ?? Number.NaN) - bench.now);

describe('a device without time', () => {
  beforeEach(async () => {
    bench.controller.answering = false;
    await device.boot();
    await bench.run(S);
  });

  it('takes none from an answer it did not ask for, or that a stranger or another key has signed', async () => {
    const nonce = await nextNonce();
    const wrong = bench.now + DAY;
    say(await seal('a-nonce-nobody-asked-for', wrong));
    say(await seal(nonce, wrong, { signer: await strangerAs('k-sync') }));
    say(await seal(nonce, wrong, { signer: bench.controller.signer('command') }));
    say(await seal(nonce, wrong, { deploymentId: 'other-deployment' }));
    say(
      await bench.controller.seal('sync', subjects.device('d2', 'sync'), payloadOf(await seal(nonce, wrong)), 'sync'),
    );
    await bench.run(100);
    expect(device.status().time.trust).toBe('none');
    say(await seal(nonce, bench.now));
    await bench.run(100);
    expect(device.status().time.trust).toBe('synced');
  });

  it('takes none from a genuine answer that is older than 3 s, nor from one left retained', async () => {
    const nonce = await nextNonce();
    const late = await seal(nonce, bench.now);
    await bench.run(3.1 * S);
    say(late, true);
    await bench.run(100);
    expect(device.status().time.trust).toBe('none');
    expect(device.status().counts['sync:stale']).toBe(1);
    await device.kill();
    await device.boot();
    await bench.run(2 * S);
    expect(device.status().time.trust).toBe('none');
    expect(device.status().counts['sync:stale']).toBe(1);
  });

  it('takes none from an answer whose instants cannot be', async () => {
    for (const [receivedAt, answeredAt] of [
      [2 * S, S],
      [bench.now, bench.now + HOUR],
    ] as const) {
      const nonce = await nextNonce();
      const answer = { nonce, receivedAt, answeredAt, latest: bench.controller.latest };
      say(await bench.controller.seal('sync', subject, answer, 'sync'));
      await bench.run(100);
    }
    expect(device.status().time.trust).toBe('none');
    expect(device.status().counts['sync:refused']).toBe(2);
  });
});

describe('a device that has the time', () => {
  it('does not move by answers that are replayed, late, or made for other questions', async () => {
    const answers: Uint8Array[] = [];
    bench.hub.observe(`loa/v1/${subject}`, ({ payload }) => answers.push(Uint8Array.from(payload)));
    await device.boot();
    const startAt = bench.at(10 * S);
    await bench.publish([broadcast('b', startAt, parts(audio, 20 * S))]);
    await bench.runTo(startAt + 2 * S);
    expect(offMs()).toBeLessThanOrEqual(1);
    const captured = answers.slice();
    expect(captured.length).toBeGreaterThan(10);
    // the last ones are young enough, but each counts once
    for (const bytes of captured) say(bytes);
    await bench.run(3 * S);
    for (let round = 0; round < 10; round++) {
      for (const bytes of captured) say(bytes);
      say(await seal('a-nonce-nobody-asked-for', bench.now + DAY));
      await bench.run(S);
      expect(offMs()).toBeLessThanOrEqual(1);
    }
    await bench.runTo(startAt + 22 * S);
    expect(device.ears.since(startAt)).toEqual([[1, 0, 20_000, 0]]);
    expect(device.status().counts['sync:stale']).toBe(10 * (captured.length + 1) + captured.length);
  });
});
