/** The register of areas, groups, clusters and devices. "Taken" means that the name, code or key belongs to another. */
import type { Horn, Sim } from '@loa-lang/schemas/http/clusters';
import type { AreaId, ClusterId, DeviceId, GroupId, InstallationId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Area, Cluster, Group, Territory } from '../domain/areas/territory.ts';

export interface AreaRecord extends Area {
  code: string | undefined;
  timeZone: string;
}
export type AreaFields = Pick<AreaRecord, 'name' | 'code' | 'hamletKind' | 'households' | 'languages'>;

export interface GroupRecord extends Group {
  communeId: AreaId;
  name: string;
  /** made for one broadcast to more clusters than a plan may name */
  automatic: boolean;
}

export interface ClusterRecord extends Cluster {
  latitude: number | undefined;
  longitude: number | undefined;
  horns: Horn[];
  details: Record<string, string>;
  /** of its hardware, as the maker calls it */
  model?: string | undefined;
  sim?: Sim | undefined;
  muted: boolean;
  volumeDb: number;
  /** compare what its microphone hears with what should sound; experimental */
  listen: boolean;
  deviceId: DeviceId | undefined;
  online: boolean;
}
export type ClusterFields = Omit<ClusterRecord, 'id' | 'deviceId' | 'online'>;

export interface DeviceRecord {
  id: DeviceId;
  clusterId: ClusterId | undefined;
  publicKey: string;
  /** printed on its box; of devices that were enrolled by it */
  code: string | undefined;
  installationId: InstallationId | undefined;
  online: boolean;
  agentVersion: string | undefined;
  lastSeenAt: EpochMillis | undefined;
  lastSyncAt: EpochMillis | undefined;
  health: unknown;
  revokedAt: EpochMillis | undefined;
}

export type Written = 'written' | 'taken';

export interface AreaStore {
  /** live areas only */
  all(): Promise<AreaRecord[]>;
  find(id: AreaId): Promise<AreaRecord | undefined>;
  create(area: AreaRecord): Promise<Written>;
  change(id: AreaId, fields: Partial<AreaFields>): Promise<Written>;
  /** keeps the row, so that its plan stays known and its id is never used again */
  remove(id: AreaId, at: EpochMillis): Promise<void>;
  /** All or nothing. */
  writeAll(create: readonly AreaRecord[], change: readonly ({ id: AreaId } & Partial<AreaFields>)[]): Promise<Written>;
}

export interface GroupStore {
  /** live groups only */
  all(): Promise<GroupRecord[]>;
  find(id: GroupId): Promise<GroupRecord | undefined>;
  /** made by the system for a broadcast, before the instant */
  automatic(communeId: AreaId, madeBefore: EpochMillis): Promise<GroupRecord[]>;
  create(group: GroupRecord): Promise<Written>;
  change(id: GroupId, fields: Partial<Pick<GroupRecord, 'name' | 'areaIds' | 'clusterIds'>>): Promise<Written>;
  remove(id: GroupId, at: EpochMillis): Promise<void>;
}

export interface ClusterStore {
  /** live clusters only */
  all(): Promise<ClusterRecord[]>;
  find(id: ClusterId): Promise<ClusterRecord | undefined>;
  create(cluster: ClusterFields & { id: ClusterId }): Promise<Written>;
  change(id: ClusterId, fields: Partial<ClusterFields>): Promise<Written>;
  remove(id: ClusterId, at: EpochMillis): Promise<void>;
  /** All or nothing. */
  writeAll(
    create: readonly (ClusterFields & { id: ClusterId })[],
    change: readonly ({ id: ClusterId } & Partial<ClusterFields>)[],
  ): Promise<Written>;
}

export interface DeviceStore {
  all(): Promise<DeviceRecord[]>;
  find(id: DeviceId): Promise<DeviceRecord | undefined>;
  create(device: { id: DeviceId; publicKey: string; clusterId: ClusterId | undefined }): Promise<Written>;
  bind(id: DeviceId, clusterId: ClusterId | undefined): Promise<Written>;
  revoke(id: DeviceId, at: EpochMillis): Promise<void>;
  /** live devices bound to these clusters */
  ofClusters(clusterIds: readonly ClusterId[]): Promise<DeviceId[]>;
}

/** Everything live at one moment. */
export interface TerritoryReader {
  territory(): Promise<Territory>;
  /** what lies in what, without what stands there */
  areas(): Promise<Territory['areas']>;
  /**
   * All areas and groups, but of the clusters only those that stand in this area or serve it, and the named ones: a
   * province has thousands, of which a commune's schedules reach some fifty.
   */
  near(areaId: AreaId, named: NamedClusters): Promise<Territory>;
}

export interface NamedClusters {
  clusterIds: readonly ClusterId[];
  /** all clusters of these */
  groupIds: readonly GroupId[];
}

export interface Register {
  areas: AreaStore;
  groups: GroupStore;
  clusters: ClusterStore;
  devices: DeviceStore;
  reader: TerritoryReader;
}
