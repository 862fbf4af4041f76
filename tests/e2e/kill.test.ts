/** `kill -9` of controller, agent and broker at random moments around a broadcast. Fifty more rounds are in the soak. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import { Mosquitto, mosquittoPath } from '../support/mosquitto.ts';
import { runSeed, seededRandom } from '../support/seeded-random.ts';
import { KillRounds } from '../support/world/kill-rounds.ts';

const PATIENCE_MS = 400_000;
const seed = runSeed();
console.log(`kills: LOA_SEED=${seed}`);

describe('with everything in one process the broker dies with the controller', () => {
  let rounds: KillRounds;
  beforeAll(async () => {
    rounds = await KillRounds.open(seededRandom(seed));
  }, PATIENCE_MS);
  afterAll(() => rounds?.close(), PATIENCE_MS);

  it.each(['controller', 'agent', 'controller'] as const)(
    'kill -9 of the %s',
    (victim) => rounds.play(victim),
    PATIENCE_MS,
  );
});

describe.skipIf(mosquittoPath() === undefined)('with an outside broker', () => {
  let broker: Mosquitto;
  let rounds: KillRounds;
  beforeAll(async () => {
    broker = await Mosquitto.start();
    rounds = await KillRounds.open(seededRandom(seed + 1), broker);
  }, PATIENCE_MS);
  afterAll(async () => {
    await rounds?.close();
    await broker?.stop();
  }, PATIENCE_MS);

  it.each(['broker', 'controller'] as const)('kill -9 of the %s', (victim) => rounds.play(victim), PATIENCE_MS);
});
