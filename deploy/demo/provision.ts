/** Makes an area with its clusters and devices over the API, and the files that the devices' agents start from. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentConfig } from '@loa-lang/device-agent/config';
import type { AreaBody } from '@loa-lang/schemas/http/areas';
import type { ClusterBody, DeviceBody } from '@loa-lang/schemas/http/clusters';
import type { Provisioning } from '@loa-lang/schemas/http/provisioning';
import type { Api } from './api.ts';
import type { DemoCluster, DemoHamlet } from './area.ts';
import { DemoFailure } from './failure.ts';

export interface Place {
  communeId: string;
  hamlets: AreaBody[];
  /** in the order in which they were described */
  clusters: ClusterBody[];
}

/** Creates what is not there yet; a second call changes nothing. */
export async function createPlace(
  api: Api,
  province: { name: string; code?: string },
  commune: { name: string; code?: string; trial?: boolean },
  hamlets: readonly DemoHamlet[],
): Promise<Place> {
  const known = (await api.get<{ areas: AreaBody[] }>('/areas')).areas;
  const knownClusters = (await api.get<{ clusters: ClusterBody[] }>('/clusters')).clusters;
  const area = async (body: Partial<AreaBody> & { name: string; kind: string; trial?: boolean }): Promise<AreaBody> =>
    known.find(({ name, parentId }) => name === body.name && parentId === body.parentId) ??
    (await api.post<{ area: AreaBody }>('/areas', body)).area;

  const { id: provinceId } = await area({ kind: 'province', ...province });
  const { id: communeId } = await area({ kind: 'commune', parentId: provinceId, ...commune });
  const areas: AreaBody[] = [];
  for (const { name, kind, households } of hamlets) {
    areas.push(await area({ kind: 'hamlet', parentId: communeId, name, hamletKind: kind, households }));
  }
  const idOf = new Map(areas.map(({ name, id }) => [name, id]));
  const clusters: ClusterBody[] = [];
  for (const hamlet of hamlets) {
    const hamletId = idOf.get(hamlet.name) as string;
    for (const cluster of hamlet.clusters) {
      const there = knownClusters.find((other) => other.hamletId === hamletId && other.code === cluster.code);
      clusters.push(there ?? (await createCluster(api, hamletId, cluster, idOf)));
    }
  }
  return { communeId, hamlets: areas, clusters };
}

async function createCluster(
  api: Api,
  hamletId: string,
  { serves, ...cluster }: DemoCluster,
  idOf: ReadonlyMap<string, string>,
): Promise<ClusterBody> {
  const services = Object.entries(serves).map(([name, households]) => ({
    hamletId: idOf.get(name) as string,
    households,
  }));
  return (await api.post<{ cluster: ClusterBody }>('/clusters', { hamletId, ...cluster, services })).cluster;
}

/**
 * Gives each cluster a device and writes its configuration, `<folder>/<code>/agent.json`, beside its key.
 * A device that was provisioned by an earlier run keeps its key and its store.
 * @param sinkOf sink of a cluster, see the agent's configuration
 * @param shareMachine many of them run on one machine
 * @returns the configuration file of each cluster
 */
export async function provisionDevices(
  api: Api,
  clusters: readonly ClusterBody[],
  folder: string,
  sinkOf: (cluster: ClusterBody) => string,
  shareMachine = false,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const cluster of clusters) {
    const home = join(folder, cluster.code);
    mkdirSync(home, { recursive: true });
    if (cluster.deviceId !== undefined) await refuseOtherKey(api, cluster, cluster.deviceId, join(home, 'key.json'));
    const key = deviceKey(join(home, 'key.json'));
    const deviceId = cluster.deviceId ?? (await registerDevice(api, cluster.id, key.x));
    const { deploymentId, rootKey, broker } = await api.get<Provisioning>(`/devices/${deviceId}/provisioning`);
    const config: AgentConfig = {
      deviceId,
      deploymentId,
      label: cluster.name,
      // many agents on one machine: the hardware cannot tell them apart
      ...(shareMachine ? { installationId: `demo-${deviceId}`.slice(0, 64) } : {}),
      broker,
      keyFile: 'key.json',
      rootKey,
      dataFolder: 'data',
      sink: sinkOf(cluster),
    };
    const file = join(home, 'agent.json');
    writeFileSync(file, `${JSON.stringify(config, undefined, 2)}\n`, { mode: 0o600 });
    files.set(cluster.id, file);
  }
  return files;
}

/** A key that the controller does not know would make a board that nobody listens to. */
async function refuseOtherKey(api: Api, { code }: ClusterBody, deviceId: string, keyFile: string): Promise<void> {
  const { publicKey } = await api.get<DeviceBody>(`/devices/${deviceId}`);
  if (existsSync(keyFile) && deviceKey(keyFile).x === publicKey) return;
  throw new DemoFailure(
    `Cụm ${code} đã có thiết bị ${deviceId}, khoá của thiết bị đó không có trong ${keyFile}. Gỡ hoặc thu hồi thiết bị cũ trước.\n` +
      `Cluster ${code} already has the device ${deviceId}, whose key is not in ${keyFile}. Unbind or revoke it first.`,
  );
}

async function registerDevice(api: Api, clusterId: string, publicKey: string): Promise<string> {
  return (await api.post<{ device: { id: string } }>('/devices', { publicKey, clusterId })).device.id;
}

/** The device's Ed25519 key as JWK, made on first use. */
function deviceKey(path: string): { x: string } {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  const { privateKey } = generateKeyPairSync('ed25519');
  const jwk = privateKey.export({ format: 'jwk' });
  writeFileSync(path, JSON.stringify(jwk), { mode: 0o600 });
  return { x: jwk.x as string };
}
