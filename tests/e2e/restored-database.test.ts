/** The whole data folder, database and all, restored from an older copy: the fleet follows the new epoch. */
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import type { Revision } from '@loa-lang/schemas/wire/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectWhole } from '../support/audio/expect-sound.ts';
import { recordingsIn } from '../support/audio/recordings.ts';
import { sleep } from '../support/eventually.ts';
import {
  planSounding,
  rulerBulletin,
  soundedBy,
  sounding,
  untilCovered,
  wavFolder,
} from '../support/world/sounding.ts';
import { World } from '../support/world/world.ts';

const PATIENCE_MS = 240_000;
const CLUSTERS = 4;

let world: World;
beforeAll(async () => {
  world = await World.make({ hamlets: 2, clusters: CLUSTERS });
  await world.startFleet(world.commune.devices, sounding(world));
  await world.untilReady();
}, PATIENCE_MS);
afterAll(() => world?.stop(), PATIENCE_MS);

const communePlan = (status: AgentStatus): Revision | undefined => status.held.plans[world.commune.communeId];

it(
  'database restored from an older copy',
  async () => {
    const targets = { areaIds: [world.commune.communeId] };
    const ruler = await rulerBulletin(world, 4, 21);
    const first = await planSounding(world, ruler, 7000, { targets });
    await untilCovered(world, first);

    const [dataDir, copy] = [join(world.folder, 'controller'), join(world.folder, 'copy')];
    await world.controller.stop();
    execFileSync('cp', ['-a', dataDir, copy]);
    world.controller = await world.controller.restart();
    await world.untilReady();

    // a life after the copy: later revisions of a plan and of settings, and a broadcast that is lost with them
    const lost = await planSounding(world, ruler, 75_000, { targets });
    await world.api.post(`/broadcasts/${(await planSounding(world, ruler, 3600_000, { targets })).id}/cancel`, {});
    const before = Math.max(...world.statuses.map((status) => communePlan(status)?.epoch ?? 0));
    await world.untilAgents(CLUSTERS, ({ nextStartAt }) => nextStartAt === lost.startAtMs, 60_000);

    await world.controller.stop();
    await rm(dataDir, { recursive: true });
    execFileSync('cp', ['-a', copy, dataDir]);
    world.controller = await world.controller.restart();
    await world.untilAgents(CLUSTERS, (status) => (communePlan(status)?.epoch ?? 0) > before, 120_000);
    expect(Date.now(), 'followed before the lost broadcast was due').toBeLessThan(lost.startAtMs);
    await world.untilReady();

    const again = await planSounding(world, ruler, 6000, { targets });
    const coverage = await untilCovered(world, again);
    expect(coverage.clustersReached).toBe(CLUSTERS);
    for (const each of world.commune.devices) expectWhole(each.deviceId, soundedBy(world, each, again), again);
    // what the restored database knows nothing of sounds nowhere
    await sleep(Math.max(0, lost.endsAtMs - Date.now()));
    for (const each of world.commune.devices) expect(recordingsIn(wavFolder(world, each))).toHaveLength(2);
  },
  PATIENCE_MS,
);
