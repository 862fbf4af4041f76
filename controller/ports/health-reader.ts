/** The history of health as it is asked for. */
import type { HealthFigure } from '@loa-lang/schemas/health/figures';
import type { ClusterCondition } from '@loa-lang/schemas/http/cluster-health';
import type { AreaId, ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { ClusterState as StateName } from '@loa-lang/schemas/states/cluster';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { ChartPlan, Period } from '../domain/health/chart.ts';
import type { Uptime } from '../domain/health/uptime.ts';
import type { Sight } from '../domain/permissions/sight.ts';

export interface ChartPoint {
  at: EpochMillis;
  /** by figure: mean, least, largest; absent where nothing was told */
  values: Partial<Record<HealthFigure, readonly [mean: number, least: number, largest: number]>>;
  receivedBytes: number;
  sentBytes: number;
  mobileBytes: number;
  restarts: number;
}

export interface ClusterUptime extends Uptime {
  clusterId: ClusterId;
}

export interface ClusterState {
  clusterId: ClusterId;
  code: string;
  name: string;
  hamletId: AreaId;
  deviceId: DeviceId | undefined;
  condition: ClusterCondition;
  state: StateName;
  online: boolean;
  since: EpochMillis | undefined;
  lastSeenAt: EpochMillis | undefined;
  healthAt: EpochMillis | undefined;
  critical: number;
  major: number;
  minor: number;
  muted: boolean;
  /** a lock of silence holds it down */
  locked: boolean;
  maintenanceUntil: EpochMillis | undefined;
  volumeDb: number;
  households: number;
  agentVersion: string | undefined;
  cpuTemperature: number | undefined;
  signal: number | undefined;
  supply: string | undefined;
  volts: number | undefined;
  door: string | undefined;
  sink: string | undefined;
  network: string | undefined;
  /** by which the list is sorted, then by id */
  weight: number;
}

export interface StateQuery {
  /** these and what lies below; with the caller's sight */
  under: AreaId | undefined;
  condition: ClusterCondition | undefined;
  state: StateName | undefined;
  /** it alone */
  clusterId: ClusterId | undefined;
  /** of maintenance windows */
  now: EpochMillis;
  /** without diacritics and case */
  search: string | undefined;
  after: { weight: number; id: ClusterId } | undefined;
  limit: number;
}

/** For a map: nothing but where it stands and how it is. */
export type PlacedState = Pick<ClusterState, 'clusterId' | 'code' | 'name' | 'state'> & {
  latitude: number;
  longitude: number;
};

export interface ListedStates {
  states: ClusterState[];
  /** of all that are asked for, by condition and by state; whatever page it is */
  counts: Record<string, number>;
  byState: Record<string, number>;
}

export interface HealthReader {
  /** Points of one cluster in their order, whatever devices hung there. */
  chart(clusterId: ClusterId, figures: readonly HealthFigure[], plan: ChartPlan): Promise<ChartPoint[]>;
  /** Of clusters that ever had a device there. */
  uptime(clusterIds: readonly ClusterId[], period: Period): Promise<ClusterUptime[]>;
  states(query: StateQuery, sight: Sight): Promise<ListedStates>;
  /** Those whose place is known. */
  placed(query: Pick<StateQuery, 'under' | 'now' | 'limit'>, sight: Sight): Promise<PlacedState[]>;
}
