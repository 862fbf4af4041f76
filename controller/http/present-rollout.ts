/** Versions of the agent and rollouts as the API shows them. */
import { ROLLOUT_DETAIL_WORDS, ROLLOUT_PAUSE_WORDS, ROLLOUT_WAIT_WORDS } from '@loa-lang/schemas/errors/rollout-words';
import type { ReleaseBody, RolloutBody } from '@loa-lang/schemas/http/rollouts';
import type { AgentRelease } from '../domain/rollouts/rollout.ts';
import type { RolloutSummary, RolloutView } from '../services/rollouts/rollouts.ts';
import { outInstant } from './instants.ts';

export const releaseBody = ({
  id,
  version,
  sizeBytes,
  madeAt,
  addedAt,
  addedBy,
  withdrawnAt,
}: AgentRelease): ReleaseBody => ({
  ...{ id, version, sizeBytes },
  ...{ madeAt: outInstant(madeAt), addedAt: outInstant(addedAt), addedBy: addedBy.name },
  ...(withdrawnAt !== undefined && { withdrawnAt: outInstant(withdrawnAt) }),
});

export function rolloutSummary({ rollout, release, devices }: RolloutSummary): Omit<RolloutBody, 'devices'> {
  const { id, areaId, firstClusterId, state, pause, soakMs, hours, createdAt, createdBy, changedAt } = rollout;
  const counts: Record<string, number> = {};
  for (const device of devices) counts[device.state] = (counts[device.state] ?? 0) + 1;
  return {
    ...{ id, release: releaseBody(release), firstClusterId, state, soakMinutes: soakMs / 60_000, counts },
    ...(areaId !== undefined && { areaId }),
    ...(pause !== undefined && { pause, message: ROLLOUT_PAUSE_WORDS[pause] }),
    ...(hours !== undefined && { hours }),
    ...{ createdAt: outInstant(createdAt), createdBy: createdBy.name, changedAt: outInstant(changedAt) },
  };
}

export const rolloutBody = (view: RolloutView): RolloutBody => ({
  ...rolloutSummary(view),
  devices: view.devices.map(deviceBody),
});

function deviceBody(device: RolloutView['devices'][number]): RolloutBody['devices'][number] {
  const { deviceId, clusterId, cluster, state, wait, detail, commandIds, orderedAt, healthyAt, changedAt } = device;
  const message =
    (detail === undefined ? undefined : ROLLOUT_DETAIL_WORDS[detail]) ?? (wait && ROLLOUT_WAIT_WORDS[wait]);
  return {
    ...{ deviceId, clusterId, state, orders: commandIds.length, changedAt: outInstant(changedAt) },
    ...(cluster && { code: cluster.code, name: cluster.name }),
    ...(wait && { wait }),
    ...(detail !== undefined && { detail }),
    ...(message && { message }),
    ...(orderedAt !== undefined && { orderedAt: outInstant(orderedAt) }),
    ...(healthyAt !== undefined && { healthyAt: outInstant(healthyAt) }),
  };
}
