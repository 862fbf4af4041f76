/** A version of the agent on a stage, and a rollout of it that has got some way. */
import { ReleaseRepository } from '@loa-lang/controller/adapters/repositories/release-repository';
import { RolloutRepository } from '@loa-lang/controller/adapters/repositories/rollout-repository';
import type { RolloutDevice } from '@loa-lang/controller/domain/rollouts/rollout';
import type { HttpApp } from '../http-app.ts';
import { signedIn } from '../people.ts';
import type { StagePlaces } from './places.ts';
import { SEAT_IDS } from './seats.ts';

export const NEW_VERSION = '1.1.0';
const RELEASE_ID = 'b'.repeat(64);
const DAY = 86_400_000;

/** What became of the first devices, in the order of their clusters; all others wait. */
const FATES: readonly Partial<RolloutDevice>[] = [
  { state: 'healthy' },
  { state: 'healthy' },
  { state: 'healthy' },
  { state: 'downloading' },
  { state: 'rolled-back', detail: 'rolled back: ended with code 1, 3 times' },
  { state: 'failed', detail: 'no-answer' },
  { state: 'installed' },
  { state: 'skipped', detail: 'too-old' },
];

/** @returns the rollout's id */
export async function makeUpdates(app: HttpApp, { communeId, clusters }: StagePlaces, now: number): Promise<string> {
  await new ReleaseRepository(app.database).add({
    ...{ id: RELEASE_ID, version: NEW_VERSION, document: 'made for a stage', sizeBytes: 2_300_000 },
    ...{ madeAt: now - 3 * DAY, addedAt: now - DAY, withdrawnAt: undefined },
    addedBy: { personId: SEAT_IDS['province-administrator'], name: 'Hoàng Đức Tỉnh' },
  });
  const wish = { releaseId: RELEASE_ID, areaId: communeId, firstClusterId: clusters[0]?.id, hours: 'any' };
  const begun = await app.call('POST', '/rollouts', wish, signedIn(SEAT_IDS['commune-administrator']));
  if (begun.status !== 201) throw new Error(JSON.stringify(begun.body));
  const { id } = begun.body as { id: string };
  const rollouts = new RolloutRepository(app.database);
  const devices = await rollouts.devices([id]);
  for (const [index, fate] of FATES.entries()) {
    const device = devices.find(({ deviceId }) => deviceId === clusters[index]?.deviceId);
    if (device === undefined) continue;
    const healthyAt = fate.state === 'healthy' ? now - DAY / 24 : undefined;
    await rollouts.saveDevice({ ...device, ...fate, commandIds: ['order'], healthyAt, changedAt: now - DAY / 24 });
    if (fate.state === 'healthy') {
      await app.database.device.update({ where: { id: device.deviceId }, data: { agentVersion: NEW_VERSION } });
    }
  }
  return id;
}
