/** A backup made while the fleet runs, restored into an empty folder: the fleet follows it, and nothing sounds twice. */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import type { Revision } from '@loa-lang/schemas/wire/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeBackup } from '#deploy/backup/make-backup';
import { restoreBackup } from '#deploy/backup/restore-backup';
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

const PATIENCE_MS = 300_000;
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
  'a backup restored into an empty folder',
  async () => {
    const targets = { areaIds: [world.commune.communeId] };
    const ruler = await rulerBulletin(world, 4, 21);
    await untilCovered(world, await planSounding(world, ruler, 7000, { targets }));
    const kept = await planSounding(world, ruler, 180_000, { targets });

    const [dataDir, backup] = [join(world.folder, 'controller'), join(world.folder, 'backup')];
    const made = await makeBackup({ dataDir, databaseUrl: undefined }, backup);
    expect(made.database.rows).toMatchObject({ broadcast: 2, device: CLUSTERS });
    expect(made.database.rows.audit_entry).toBeGreaterThan(CLUSTERS);

    // a life after the backup, which is lost with it
    const lost = await planSounding(world, ruler, 100_000, { targets });
    const before = Math.max(...world.statuses.map((status) => communePlan(status)?.epoch ?? 0));
    await world.untilAgents(CLUSTERS, ({ nextStartAt }) => nextStartAt === lost.startAtMs, 60_000);
    await world.controller.stop();
    await rename(dataDir, join(world.folder, 'gone'));

    await restoreBackup(backup, { dataDir, databaseUrl: undefined });
    world.controller = await world.controller.restart();
    await world.untilAgents(CLUSTERS, (status) => (communePlan(status)?.epoch ?? 0) > before, 90_000);
    expect(Date.now(), 'followed before the lost broadcast was due').toBeLessThan(lost.startAtMs);
    await world.untilReady();

    const coverage = await untilCovered(world, kept, 300_000);
    expect(coverage.clustersReached).toBe(CLUSTERS);
    for (const each of world.commune.devices) expectWhole(each.deviceId, soundedBy(world, each, kept), kept);
    // the first one and the kept one, once each; what the backup knows nothing of sounds nowhere
    await sleep(Math.max(0, lost.endsAtMs - Date.now()));
    for (const each of world.commune.devices) expect(recordingsIn(wavFolder(world, each))).toHaveLength(2);
    const { entries } = await world.api.get<{ entries: { act: string }[] }>('/audit');
    expect(entries.map(({ act }) => act)).toContain('COMMAND restore');
    await expect(restoreBackup(backup, { dataDir, databaseUrl: undefined })).rejects.toThrow(/is not empty/);
  },
  2 * PATIENCE_MS,
);
