/** Real launcher, real agents, real broker: a good version, one that crashes, one that never connects. */
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { CRASHES, goodRelease, LaunchedAgent, NEVER_CONNECTS, oddRelease } from '../../support/launched-agent.ts';
import { AgentWorld } from './agent-world.ts';

let world: AgentWorld;
beforeAll(async () => {
  world = await AgentWorld.open();
  await world.controller.publishKeys();
});
afterAll(() => world.close());

const faults = (deviceId: string) =>
  world.controller.reports.flatMap(({ deviceId: of, body }) =>
    of === deviceId && body.kind === 'fault' && body.code === 'update-failed' ? [body.state] : [],
  );

describe('an update', () => {
  it.concurrent('is fetched, tried, and answered by the version that came', async () => {
    const agent = await LaunchedAgent.make(world, 'good', 10_000);
    agent.start();
    try {
      await eventually('ready', () => agent.isReady(), 60_000);
      const before = agent.online;
      const release = goodRelease('7.0.0');
      const orderedAt = performance.now();
      const id = await agent.order(release, 'update-good');
      await eventually('tried', () => agent.state().trial !== undefined, 30_000);
      const triedAt = performance.now();
      await eventually('online again', () => agent.online === '7.0.0', 30_000);
      const backAt = performance.now();
      await eventually('answered', () => agent.answers(id).length > 0, 30_000);
      console.log(
        `${release.artefact.length} bytes; ordered → switched ${Math.round(triedAt - orderedAt)} ms, switched → online ` +
          `${Math.round(backAt - triedAt)} ms, → answered ${Math.round(performance.now() - backAt)} ms`,
      );
      expect(agent.answers(id)).toMatchObject([{ outcome: 'done' }]);
      expect(before).not.toBe('7.0.0');
      expect(agent.state()).toMatchObject({ current: { version: '7.0.0' }, bad: [] });
      expect(faults('good')).toEqual(['cleared']);
      // what is ordered again is at work already; nothing is started for that
      const again = await agent.order(release, 'update-again');
      await eventually('answered again', () => agent.answers(again).length > 0);
      expect(agent.answers(again)).toMatchObject([{ outcome: 'done' }]);
      expect((await readdir(agent.versions)).filter((name) => name.startsWith('7.0.0'))).toHaveLength(1);
    } finally {
      await agent.stop();
    }
  });

  it.concurrent.each([
    ['crashes', CRASHES, 'ended with code 1, 3 times', 20_000],
    ['never connects', NEVER_CONNECTS, 'not well within', 3000],
  ])('that %s is rolled back once, told, and not tried again', async (name, source, reason, trialMs) => {
    const agent = await LaunchedAgent.make(world, name.replace(' ', '-'), trialMs);
    agent.start();
    try {
      await eventually('ready', () => agent.isReady(), 60_000);
      const before = agent.online;
      const release = oddRelease('8.0.0', source);
      const id = await agent.order(release, `${agent.deviceId}-1`);
      await eventually('answered', () => agent.answers(id).length > 0, 40_000);
      expect(agent.answers(id)).toMatchObject([{ outcome: 'failed', detail: expect.stringContaining('rolled back') }]);
      expect(agent.answers(id)[0]?.detail).toContain(reason);
      expect(agent.online).toBe(before);
      expect(faults(agent.deviceId)).toEqual(['raised']);
      expect(agent.state()).toMatchObject({ bad: [release.release.artefactId] });
      expect(agent.state().current).toBeUndefined();
      await eventually('tidied', async () => !(await readdir(agent.versions)).some((each) => each.startsWith('8.0.0')));
      // the same once more: neither now nor after a restart
      const again = await agent.order(release, `${agent.deviceId}-2`);
      await eventually('refused', () => agent.answers(again).length > 0);
      expect(agent.answers(again)).toMatchObject([{ outcome: 'refused' }]);
    } finally {
      await agent.stop();
    }
  });
});
