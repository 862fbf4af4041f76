/** Devices: register with a public key, bind to a cluster, revoke. */
import type { DeviceCreate } from '@loa-lang/schemas/http/clusters';
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import { changed } from '../../domain/audit/changed.ts';
import { type Sight, sees } from '../../domain/permissions/sight.ts';
import { placeOf } from '../../domain/placement/hidden-targets.ts';
import type { BrokerGate } from '../../ports/broker-gate.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ClusterRecord, DeviceRecord, Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';
import { type CloseIncidentsDeps, closeIncidentsOf } from './close-incidents.ts';

export interface DeviceDeps extends CloseIncidentsDeps {
  register: Register;
  delivery: DocumentDelivery;
  gate: BrokerGate;
  clock: Clock;
  newId: () => string;
}

export class Devices {
  readonly #deps: DeviceDeps;

  constructor(deps: DeviceDeps) {
    this.#deps = deps;
  }

  /** One that hangs on no pole is seen by who sees everything. */
  async list(sight: Sight): Promise<DeviceRecord[]> {
    const { devices, clusters } = this.#deps.register;
    if (sight === 'everything') return devices.all();
    const [all, poles] = await Promise.all([devices.all(), clusters.all()]);
    const inSight = new Set(poles.filter((cluster) => sees(sight, placeOf(cluster))).map(({ id }) => id));
    return all.filter(({ clusterId }) => clusterId !== undefined && inSight.has(clusterId));
  }

  async get(id: DeviceId): Promise<DeviceRecord> {
    return found(await this.#deps.register.devices.find(id), 'device-unknown');
  }

  async register(input: DeviceCreate): Promise<{ device: DeviceRecord; delivery: Delivery }> {
    const { register, newId, delivery, gate } = this.#deps;
    const { publicKey, clusterId } = input;
    const id = input.id ?? newId();
    const cluster = await this.#freeCluster(clusterId, id);
    if ((await register.devices.create({ id, publicKey, clusterId })) === 'taken')
      throw new Refusal('device-key-taken');
    gate.changed();
    noteChange({ areaId: cluster?.hamletId, subjectId: id, after: input });
    return { device: await this.get(id), delivery: await delivery.deliver({ settings: [id] }) };
  }

  /** @param clusterId `undefined` unbinds: the device follows nothing and is silent */
  async bind(id: DeviceId, clusterId: ClusterId | undefined): Promise<{ device: DeviceRecord; delivery: Delivery }> {
    const { register, delivery, gate } = this.#deps;
    const device = await this.get(id);
    if (device.revokedAt !== undefined) throw new Refusal('device-revoked');
    const place = (await this.#freeCluster(clusterId, id)) ?? (await this.#clusterOf(device));
    if ((await register.devices.bind(id, clusterId)) === 'taken') throw new Refusal('cluster-has-device');
    gate.changed();
    if (device.clusterId !== undefined && device.clusterId !== clusterId) await closeIncidentsOf([id], this.#deps);
    noteChange({ areaId: place?.hamletId, ...changed({ clusterId: device.clusterId }, { clusterId }) });
    return { device: await this.get(id), delivery: await delivery.deliver({ settings: [id] }) };
  }

  async revoke(id: DeviceId): Promise<{ device: DeviceRecord; delivery: Delivery }> {
    const { register, delivery, clock, gate } = this.#deps;
    const device = await this.get(id);
    const { installationId, clusterId, code } = device;
    const place = await this.#clusterOf(device);
    await register.devices.revoke(id, clock.now());
    noteChange({ areaId: place?.hamletId, before: { clusterId, code }, after: { revoked: true } });
    // while it is still connected it may learn from its settings that it follows nothing any more
    const delivered = await delivery.deliver({ settings: [id] });
    await gate.shutOut({ deviceId: id, installationId });
    await closeIncidentsOf([id], this.#deps);
    return { device: await this.get(id), delivery: delivered };
  }

  async #clusterOf({ clusterId }: Pick<DeviceRecord, 'clusterId'>): Promise<ClusterRecord | undefined> {
    return clusterId === undefined ? undefined : this.#deps.register.clusters.find(clusterId);
  }

  /** @throws Refusal when another device hangs there */
  async #freeCluster(clusterId: ClusterId | undefined, deviceId: DeviceId): Promise<ClusterRecord | undefined> {
    if (clusterId === undefined) return undefined;
    const cluster = found(await this.#clusterOf({ clusterId }), 'cluster-unknown');
    if (cluster.deviceId !== undefined && cluster.deviceId !== deviceId) throw new Refusal('cluster-has-device');
    return cluster;
  }
}
