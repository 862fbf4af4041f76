/** Every parser of MQTT messages, of agents and of the controller: no crash, no hang, no sound. The soak has the million. */
import { readLivePacket } from '@loa-lang/schemas/wire/live';
import { parseTopic } from '@loa-lang/schemas/wire/topics';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuzz } from '../../support/fuzz/fuzz-world.ts';

const CASES = 3000;
const SEED = 20261126;

it('messages bent by somebody without a key change nothing and sound nothing', { timeout: 300_000 }, async () => {
  const outcome = await fuzz(CASES, SEED, false);
  console.log(`${outcome.cases} bent messages without keys`);
  expect(outcome).toEqual({ cases: CASES, unexpected: [], sounded: [], alive: ['d1', 'd2', 'd3'] });
});

it('messages bent by somebody with every key crash and hang nobody', { timeout: 300_000 }, async () => {
  const outcome = await fuzz(CASES, SEED + 1, true);
  console.log(`${outcome.cases} bent messages with genuine keys`);
  expect(outcome.unexpected).toEqual([]);
});

it('topics and packets of voice are read or refused, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (topic) => {
      parseTopic(topic);
      parseTopic(`loa/v1/${topic}`);
    }),
    { numRuns: 5000, seed: SEED },
  );
  const packet = fc
    .tuple(fc.uint8Array({ maxLength: 300 }), fc.boolean(), fc.nat(50))
    .map(([bytes, isOurs, frames]) => {
      if (isOurs && bytes.length > 2) bytes.set([1, frames], 0);
      return bytes;
    });
  fc.assert(
    fc.property(packet, (bytes) => {
      const read = readLivePacket(bytes);
      if (read !== undefined) expect(read.frames.length).toBeGreaterThan(0);
    }),
    { numRuns: 5000, seed: SEED },
  );
});
