/** Areas, clusters and devices as HTTP shows them. */
import type { AreaBody, GroupBody } from '@loa-lang/schemas/http/areas';
import type { ClusterBody, DeviceBody } from '@loa-lang/schemas/http/clusters';
import { inGroups } from '@loa-lang/schemas/sealing/device-code';
import type { AreaRecord, ClusterRecord, DeviceRecord, GroupRecord } from '../ports/register.ts';
import { outOptional } from './instants.ts';

export const areaBody = ({ parentId, code, hamletKind, ...area }: AreaRecord): AreaBody => ({
  ...area,
  ...(parentId !== undefined && { parentId }),
  ...(code !== undefined && { code }),
  ...(hamletKind !== undefined && { hamletKind }),
});

export const groupBody = ({ id, communeId, name, areaIds, clusterIds }: GroupRecord): GroupBody => ({
  id,
  communeId,
  name,
  areaIds,
  clusterIds,
});

export const clusterBody = ({
  latitude,
  longitude,
  deviceId,
  hours,
  model,
  sim,
  ...cluster
}: ClusterRecord): ClusterBody => ({
  ...cluster,
  ...(latitude !== undefined && { latitude }),
  ...(longitude !== undefined && { longitude }),
  ...(deviceId !== undefined && { deviceId }),
  ...(hours !== undefined && { hours }),
  ...(model !== undefined && { model }),
  ...(sim !== undefined && { sim }),
});

export const deviceBody = (device: DeviceRecord): DeviceBody => ({
  id: device.id,
  publicKey: device.publicKey,
  online: device.online,
  ...(device.code !== undefined && { code: inGroups(device.code) }),
  ...(device.clusterId !== undefined && { clusterId: device.clusterId }),
  ...(device.agentVersion !== undefined && { agentVersion: device.agentVersion }),
  ...(device.health !== undefined && { health: device.health }),
  ...outOptional('lastSeenAt', device.lastSeenAt),
  ...outOptional('lastSyncAt', device.lastSyncAt),
  ...outOptional('revokedAt', device.revokedAt),
});
