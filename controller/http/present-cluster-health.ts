/** Charts, uptime and states of clusters as HTTP shows them. */
import { HEALTH_FIGURES } from '@loa-lang/schemas/health/figures';
import type {
  AreaUptimeBody,
  ChartBody,
  ClusterDataBody,
  ClusterStatusBody,
  UptimeBody,
} from '@loa-lang/schemas/http/cluster-health';
import type { Period } from '../domain/health/chart.ts';
import { daysLeft } from '../domain/health/sim.ts';
import type { Uptime } from '../domain/health/uptime.ts';
import type { ClusterState } from '../ports/health-reader.ts';
import type { AreaUptime, Chart, ClusterHealth, Counted } from '../services/health/cluster-health.ts';
import { outInstant, outOptional } from './instants.ts';

const periodBody = ({ from, until }: Period) => ({ from: outInstant(from), until: outInstant(until) });

export const chartBody = ({ plan, figures, points, gaps }: Chart): ChartBody => ({
  ...periodBody(plan),
  source: plan.source,
  stepMs: plan.stepMs,
  series: figures.map((figure) => ({
    figure,
    unit: HEALTH_FIGURES[figure].unit,
    points: points.flatMap(({ at, values }) => {
      const value = values[figure];
      if (value === undefined) return [];
      const [mean, least, largest] = value;
      return [{ at: outInstant(at), mean, least, largest }];
    }),
  })),
  use:
    plan.source === 'samples'
      ? []
      : points.map(({ at, receivedBytes, sentBytes, mobileBytes, restarts }) => ({
          at: outInstant(at),
          ...{ receivedBytes, sentBytes, mobileBytes, restarts },
        })),
  gaps: gaps.map(periodBody),
});

const mean = <Name extends string>(name: Name, total: number, count: number) =>
  (count === 0 ? {} : { [name]: Math.round(total / count) }) as Partial<Record<Name, number>>;

const uptimeFields = (uptime: Uptime) => ({
  watchedMs: Math.round(uptime.watchedMs),
  onlineMs: Math.round(uptime.onlineMs),
  ...(uptime.watchedMs > 0 && { share: uptime.onlineMs / uptime.watchedMs }),
  outages: {
    count: uptime.outages,
    ...mean('longestMs', uptime.longestMs, Math.min(uptime.outages, 1)),
    ...mean('meanRepairMs', uptime.repairMs, uptime.repaired),
    ...mean('meanBetweenMs', uptime.onlineMs, uptime.outages),
  },
  faults: { count: uptime.faults, ...mean('meanRepairMs', uptime.mendMs, uptime.mended) },
});

export const uptimeBody = (period: Period, uptime: Uptime): UptimeBody => ({
  ...periodBody(period),
  ...uptimeFields(uptime),
});

const countedFields = (counted: Counted) => ({ clusters: counted.clusters, ...uptimeFields(counted) });

export const areaUptimeBody = ({ period, whole, hamlets, models, worst }: AreaUptime): AreaUptimeBody => ({
  ...periodBody(period),
  clusters: whole.clusters,
  whole: uptimeFields(whole),
  hamlets: [...hamlets].map(([hamletId, counted]) => ({ hamletId, ...countedFields(counted) })),
  models: [...models].map(([model, counted]) => ({ ...(model !== undefined && { model }), ...countedFields(counted) })),
  worst: worst.map(({ clusterId, code, name, ...uptime }) => ({ clusterId, code, name, ...uptimeFields(uptime) })),
});

type Stated = Awaited<ReturnType<ClusterHealth['data']>>;

export const dataBody = ({ use, estimated, now }: Stated): ClusterDataBody => {
  const { sim, measuredBytes } = use;
  const left = daysLeft(sim, now);
  return {
    month: outInstant(now).slice(0, 7),
    ...(measuredBytes !== undefined && { measuredBytes: Math.round(measuredBytes) }),
    ...estimated,
    ...(sim.monthlyMegabytes !== undefined && { allowanceBytes: sim.monthlyMegabytes * 1_000_000 }),
    ...(Object.keys(sim).length > 0 && { sim }),
    ...(left !== undefined && { daysLeft: left }),
  };
};

/** Without what is not known. */
const known = <T extends object>(row: T) =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };

export function stateBody(state: ClusterState): ClusterStatusBody {
  const { critical, major, minor, weight: _, since, lastSeenAt, healthAt, maintenanceUntil, ...row } = state;
  return {
    ...known(row),
    openIncidents: { critical, major, minor },
    ...outOptional('since', since),
    ...outOptional('lastSeenAt', lastSeenAt),
    ...outOptional('healthAt', healthAt),
    ...outOptional('maintenanceUntil', maintenanceUntil),
  };
}
