/** "Bad update re-installed in a loop": whenever the power goes during an update, a version that works is there after it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AgentWorld } from '../integration/device-agent/agent-world.ts';
import { CRASHES, goodRelease, oddRelease } from '../support/launched-agent.ts';
import { updateWithCuts } from '../support/update-cuts.ts';

let world: AgentWorld;
beforeAll(async () => {
  world = await AgentWorld.open();
  await world.controller.publishKeys();
});
afterAll(() => world.close());

it.concurrent('a good version is there in the end, answered once', async () => {
  const { outcome, ran, state } = await updateWithCuts(world, 'cut-good', goodRelease('7.1.0'), [300, 900, 1500, 2500]);
  expect(outcome).toBe('done');
  expect(ran.at(-1)).toBe('7.1.0');
  expect(state).toMatchObject({ current: { version: '7.1.0' }, bad: [] });
});

it.concurrent('a bad one is gone in the end, and bad for ever', async () => {
  const bad = oddRelease('7.2.0', CRASHES);
  const { outcome, ran, state } = await updateWithCuts(world, 'cut-bad', bad, [400, 1200, 2600]);
  expect(outcome).toBe('failed');
  expect(ran).not.toContain('7.2.0');
  expect(state.bad).toEqual([bad.release.artefactId]);
  expect(state.current).toBeUndefined();
});
