/** Fifty times `kill -9` of controller, agent and broker at random moments around a broadcast. */
import { expect, it } from 'vitest';
import { Mosquitto, mosquittoPath } from '../support/mosquitto.ts';
import { runSeed, seededRandom } from '../support/seeded-random.ts';
import { KillRounds, type Victim } from '../support/world/kill-rounds.ts';

const ROUNDS = 25;
const PATIENCE_MS = 3 * 3600_000;
const seed = runSeed();
console.log(`kills: LOA_SEED=${seed}`);

/** All rounds are played, whatever one of them shows. */
async function playAll(rounds: KillRounds, victims: readonly Victim[]): Promise<void> {
  const faults: string[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const victim = victims[round % victims.length] as Victim;
      await rounds.play(victim).catch((error: unknown) => faults.push(String(error)));
    }
  } finally {
    await rounds.close();
  }
  expect(faults).toEqual([]);
}

it(`${ROUNDS} kills with everything in one process`, { timeout: PATIENCE_MS }, async () => {
  await playAll(await KillRounds.open(seededRandom(seed)), ['controller', 'agent']);
});

it.skipIf(mosquittoPath() === undefined)(
  `${ROUNDS} kills with an outside broker`,
  { timeout: PATIENCE_MS },
  async () => {
    const broker = await Mosquitto.start();
    try {
      await playAll(await KillRounds.open(seededRandom(seed + 1), broker), ['broker', 'agent', 'controller']);
    } finally {
      await broker.stop();
    }
  },
);
