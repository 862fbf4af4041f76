/** nodejs/node#4541: a timer of more than 24.8 days fires at once. On the real clock, with the program's own parts. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { AgentWorld, controllerNow, encodedGlide } from '../../integration/device-agent/agent-world.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { testSettings } from '../../support/stand-in-controller.ts';
import { broadcast, item, plan } from '../../unit/timeline/fixtures.ts';

const DAY = 86_400_000;
const glide = await encodedGlide(1);
if (glide === undefined) console.warn('SKIPPED: far-ahead, no ffmpeg to make a sound with');

it.skipIf(glide === undefined)('broadcasts 30 and 60 days ahead do not sound today', async () => {
  const warnings: string[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning.name);
  process.on('warning', onWarning);
  const world = await AgentWorld.open();
  onTestFinished(async () => {
    process.off('warning', onWarning);
    await world.close();
  });
  await world.controller.publishKeys();
  const bytes = glide?.ogg ?? Buffer.alloc(0);
  const { assetId } = world.controller.addAsset(bytes, 1000);
  const path = await world.provision('d1');
  await world.controller.publishSettings('d1', testSettings(['h1']));
  const agent = await world.compose(path);
  await agent.start();
  await eventually('on time', () => agent.status().time.trust === 'synced');
  const items = [{ ...item(1000), assetId, sizeBytes: bytes.length }];
  const at = (id: string, startAt: number) =>
    broadcast(id, { startAt, latestStartAt: startAt, joinUntilAt: startAt + 500, endsAt: startAt + 1500, items });
  const now = Math.round(controllerNow());
  const soon = at('soon', now + 3000);
  await world.controller.publishPlan(
    'h1',
    plan('h1', [soon, at('in-30', now + 30 * DAY), at('in-60', now + 60 * DAY)]),
  );
  await eventually('the one of today is over', () =>
    world.controller.receipts('soon').some((r) => r.state === 'finished'),
  );
  await sleep(1000);
  const sounded = join(world.folder, 'd1', 'sound', 'sounded.jsonl');
  expect(existsSync(sounded) ? readFileSync(sounded, 'utf8').trim().split('\n') : []).toHaveLength(1);
  expect(
    world.controller.receipts().filter(({ broadcastId, state }) => broadcastId !== 'soon' && state !== 'ready'),
  ).toEqual([]);
  expect(warnings).not.toContain('TimeoutOverflowWarning');
  await agent.stop();
});
