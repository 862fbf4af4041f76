/**
 * "Rollout held in memory died with the server": a version of the agent goes from its maker over the real controller to a
 * real device, and the controller is killed in between.
 */
import { join } from 'node:path';
import type { RolloutBody } from '@loa-lang/schemas/http/rollouts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signRelease, voucherHere } from '#deploy/release/sign';
import { eventually } from '../support/eventually.ts';
import { goodRelease, launcherArguments } from '../support/launched-agent.ts';
import { NodeChild } from '../support/world/node-child.ts';
import { World } from '../support/world/world.ts';

const PATIENCE_MS = 120_000;
let world: World;
let agent: NodeChild;
beforeAll(async () => {
  world = await World.make({ hamlets: 1, clusters: 1, env: { AUDIO_PACE_BYTES_PER_SECOND: '2000000' } });
  const [device] = world.commune.devices;
  const { path, dataFolder } = await world.agentFiles(device as never);
  agent = NodeChild.start('launcher', launcherArguments(join(dataFolder, 'versions'), path, 30_000));
}, PATIENCE_MS);
afterAll(async () => {
  await agent?.stop();
  await world?.stop();
}, PATIENCE_MS);

it(
  'is finished by the controller that comes back',
  async () => {
    const [{ deviceId, clusterId } = { deviceId: '', clusterId: '' }] = world.commune.devices;
    const device = async () => world.api.get<{ online: boolean; agentVersion?: string }>(`/devices/${deviceId}`);
    await eventually('the device is there', async () => (await device()).online, 60_000);
    const { artefact, release } = goodRelease('3.1.4');
    const dataDir = join(world.folder, 'controller');
    const document = await signRelease(release, await voucherHere(dataDir, { kind: 'own-file' }));
    const form = new FormData();
    form.append('document', document);
    form.append('file', new Blob([new Uint8Array(artefact)]), 'agent.tgz');
    await world.api.upload('/releases', form);
    const wish = { releaseId: release.artefactId, clusterIds: [clusterId], firstClusterId: clusterId, hours: 'any' };
    const { id } = await world.api.post<RolloutBody>('/rollouts', wish);
    const one = async () => world.api.get<RolloutBody>(`/rollouts/${id}`);
    await eventually('ordered', async () => (await one()).devices[0]?.state !== 'waiting', 60_000);
    await world.killController();
    await world.restartController();
    await eventually('finished', async () => (await one()).state === 'finished', 90_000);
    const done = await one();
    expect(done.devices).toMatchObject([{ state: 'healthy', orders: 1 }]);
    expect((await device()).agentVersion).toBe('3.1.4');
  },
  PATIENCE_MS * 2,
);
