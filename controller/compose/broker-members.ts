/** Who may use the broker, read from the register: for an outside broker's files. */
import type { BrokerMembers } from '../adapters/mosquitto/access-file.ts';
import { followedAreaIds, followedGroupIds } from '../domain/areas/territory.ts';
import type { Withdrawn } from '../ports/authority.ts';
import type { EnrolmentStore } from '../ports/enrolment-store.ts';
import type { Register } from '../ports/register.ts';

export async function brokerMembers(
  register: Register,
  enrolments: EnrolmentStore,
): Promise<BrokerMembers & { withdrawn: Withdrawn[] }> {
  const [devices, territory, withdrawn] = await Promise.all([
    register.devices.all(),
    register.reader.territory(),
    enrolments.withdrawn(),
  ]);
  const follows = new Map<string, string[]>();
  for (const { id, clusterId, revokedAt } of devices) {
    const cluster = clusterId === undefined ? undefined : territory.clusters.get(clusterId);
    if (cluster === undefined || revokedAt !== undefined) continue;
    follows.set(id, [...followedAreaIds(territory.areas, cluster), ...followedGroupIds(territory, cluster)]);
  }
  const revoked = devices
    .filter(({ revokedAt }) => revokedAt !== undefined)
    .map(({ id, installationId }) => ({ deviceId: id, installationId }));
  return { follows, revoked, withdrawn };
}
