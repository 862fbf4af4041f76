/** More than a million bent messages and bodies: no crash, no hang, no sound. `LOA_SEED` begins elsewhere. */
import { expect, it } from 'vitest';
import { startTestDatabases } from '../support/database.ts';
import { fuzzHttp } from '../support/fuzz/fuzz-http.ts';
import { fuzz } from '../support/fuzz/fuzz-world.ts';
import { startHttpApp } from '../support/http-app.ts';

const SEED = Number(process.env.LOA_SEED ?? 1);
/** Each world begins anew: what one has learnt to refuse, the next has not. */
const WORLDS = Array.from({ length: 20 }, (_, n) => n);
const UNSIGNED = 40_000;
const SIGNED = 5_000;
const BODIES = 110_000;

it.each(WORLDS)('world %i: messages', async (n) => {
  const unsigned = await fuzz(UNSIGNED, SEED + 2 * n, false);
  expect(unsigned).toEqual({ cases: UNSIGNED, unexpected: [], sounded: [], alive: ['d1', 'd2', 'd3'] });
  const signed = await fuzz(SIGNED, SEED + 2 * n + 1, true);
  expect(signed.unexpected).toEqual([]);
  console.log(`${unsigned.cases} without keys, ${signed.cases} with genuine keys`);
});

it('bodies', async () => {
  const databases = await startTestDatabases();
  const app = await startHttpApp(await databases.fresh());
  try {
    const { sent, faults } = await fuzzHttp(app, BODIES, SEED);
    console.log(`${sent} bent bodies`);
    expect(faults).toEqual([]);
    const messages = WORLDS.length * (UNSIGNED + SIGNED);
    expect(sent + messages).toBeGreaterThanOrEqual(1_000_000);
  } finally {
    await app.stop();
    await databases.stop();
  }
});
