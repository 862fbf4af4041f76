/** Many updates, good and bad, with the power cut at random moments of each. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AgentWorld } from '../integration/device-agent/agent-world.ts';
import { CRASHES, goodRelease, NEVER_CONNECTS, oddRelease } from '../support/launched-agent.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { updateWithCuts } from '../support/update-cuts.ts';

const ROUNDS = Number(process.env.LOA_UPDATE_ROUNDS ?? 60);

let world: AgentWorld;
beforeAll(async () => {
  world = await AgentWorld.open();
  await world.controller.publishKeys();
});
afterAll(() => world.close());

it(`${ROUNDS} updates with cuts`, async () => {
  const random = seededRandom(7);
  const counts = { done: 0, failed: 0, cuts: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const cuts = Array.from({ length: 1 + Math.floor(random() * 5) }, () => Math.floor(random() * 5000));
    const kind = round % 3;
    const version = `9.${round}.0`;
    const release = kind === 0 ? goodRelease(version) : oddRelease(version, kind === 1 ? CRASHES : NEVER_CONNECTS);
    const { outcome, ran, state } = await updateWithCuts(
      world,
      `soak-${round}`,
      release,
      cuts,
      kind === 2 ? 4000 : 40_000,
    );
    counts.cuts += cuts.length;
    if (kind === 0) {
      counts.done++;
      expect([round, cuts, outcome, ran.at(-1)]).toEqual([round, cuts, 'done', version]);
      expect(state.current?.version).toBe(version);
    } else {
      counts.failed++;
      expect([round, cuts, outcome]).toEqual([round, cuts, 'failed']);
      expect(ran).not.toContain(version);
      expect(state.bad).toEqual([release.release.artefactId]);
    }
  }
  console.log(`${counts.done} good and ${counts.failed} bad versions, ${counts.cuts} power cuts`);
});
