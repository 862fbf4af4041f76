/** Charts, uptime and states of clusters. */
import { HEALTH_FIGURE_NAMES, type HealthFigure } from '@loa-lang/schemas/health/figures';
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type Cluster, lineage, type Territory } from '../../domain/areas/territory.ts';
import { type ChartPlan, gapsOf, type Period, planChart } from '../../domain/health/chart.ts';
import { type DataEstimate, estimate, monthOf } from '../../domain/health/sim.ts';
import { sumOfUptimes, type Uptime } from '../../domain/health/uptime.ts';
import { type Sight, sees } from '../../domain/permissions/sight.ts';
import { placeOf } from '../../domain/placement/hidden-targets.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ClusterUse, DataUse } from '../../ports/data-use.ts';
import type {
  ChartPoint,
  ClusterUptime,
  HealthReader,
  ListedStates,
  PlacedState,
  StateQuery,
} from '../../ports/health-reader.ts';
import type { ClusterRecord, Register } from '../../ports/register.ts';
import { found, Refusal } from '../refusal.ts';

export interface ClusterHealthDeps {
  health: HealthReader & DataUse;
  register: Register;
  clock: Clock;
}

export interface Chart {
  plan: ChartPlan;
  figures: readonly HealthFigure[];
  points: ChartPoint[];
  gaps: Period[];
}

export interface Counted extends Uptime {
  clusters: number;
}

export interface AreaUptime {
  period: Period;
  whole: Counted;
  hamlets: ReadonlyMap<AreaId, Counted>;
  /** by what the hardware is called; `undefined` where nobody has said */
  models: ReadonlyMap<string | undefined, Counted>;
  worst: (ClusterUptime & Pick<Cluster, 'code' | 'name'>)[];
}

const USUAL_FIGURES: readonly HealthFigure[] = ['cpuTemperature', 'signal'];
const DAY_MS: Millis = 86_400_000;
const USUAL_UPTIME_MS: Millis = 30 * DAY_MS;
/** As long as the daily sums are kept. */
const LONGEST_MS: Millis = 731 * DAY_MS;
const WORST = 100;

export class ClusterHealth {
  readonly #deps: ClusterHealthDeps;

  constructor(deps: ClusterHealthDeps) {
    this.#deps = deps;
  }

  async chart(
    clusterId: ClusterId,
    asked: Partial<Period>,
    { figures: names, points: most = 200 }: { figures?: string; points?: number },
  ): Promise<Chart> {
    const period = this.#period(asked, DAY_MS);
    const figures = names === undefined ? USUAL_FIGURES : figuresOf(names);
    const plan = planChart(period, most, this.#deps.clock.now());
    const points = await this.#deps.health.chart(clusterId, figures, plan);
    const shown = { ...plan, until: Math.min(plan.until, this.#deps.clock.now()) };
    const told = points.map(({ at }) => at);
    return { plan, figures, points, gaps: shown.until <= shown.from ? [] : gapsOf(told, shown) };
  }

  async uptime(clusterId: ClusterId, asked: Partial<Period>): Promise<{ period: Period; uptime: Uptime }> {
    const period = this.#upToNow(asked);
    return { period, uptime: sumOfUptimes(await this.#deps.health.uptime([clusterId], period)) };
  }

  /** Of the clusters that stand there and that the caller can see. */
  async areaUptime(areaId: AreaId, asked: Partial<Period>, sight: Sight): Promise<AreaUptime> {
    const period = this.#upToNow(asked);
    const { register, health } = this.#deps;
    const [areas, all] = await Promise.all([register.reader.areas(), register.clusters.all()]);
    const clusters = all.filter((each) => sees(sight, placeOf(each)) && stands(areas, each, areaId));
    const uptimes = await health.uptime(
      clusters.map(({ id }) => id),
      period,
    );
    const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]));
    const told = uptimes.flatMap((uptime) => {
      const cluster = byId.get(uptime.clusterId);
      return cluster === undefined ? [] : [{ ...uptime, cluster }];
    });
    return {
      period,
      whole: counted(told),
      hamlets: grouped(told, ({ cluster }) => cluster.hamletId),
      models: grouped(told, ({ cluster }) => cluster.model),
      worst: told
        .sort((a, b) => b.watchedMs - b.onlineMs - (a.watchedMs - a.onlineMs))
        .slice(0, WORST)
        .map(({ cluster, ...uptime }) => ({ ...uptime, code: cluster.code, name: cluster.name })),
    };
  }

  /** Of the month that it is. */
  async data(clusterId: ClusterId): Promise<{ use: ClusterUse; estimated: DataEstimate; now: EpochMillis }> {
    const now = this.#deps.clock.now();
    const month = monthOf(now);
    const [row] = await this.#deps.health.used([clusterId], month, now);
    const use = found(row, 'cluster-unknown');
    return { use, estimated: estimate(use, month), now };
  }

  states(query: Omit<StateQuery, 'now'>, sight: Sight): Promise<ListedStates> {
    return this.#deps.health.states({ ...query, now: this.#deps.clock.now() }, sight);
  }

  placed(under: AreaId | undefined, limit: number, sight: Sight): Promise<PlacedState[]> {
    return this.#deps.health.placed({ under, limit, now: this.#deps.clock.now() }, sight);
  }

  /** What is still to come is not counted. */
  #upToNow(asked: Partial<Period>): Period {
    const { from, until } = this.#period(asked, USUAL_UPTIME_MS);
    return { from, until: Math.max(from, Math.min(until, this.#deps.clock.now())) };
  }

  #period({ until = this.#deps.clock.now(), from }: Partial<Period>, usualMs: Millis): Period {
    const period = { until, from: from ?? until - usualMs };
    const lasts = period.until - period.from;
    if (lasts <= 0 || lasts > LONGEST_MS) throw new Refusal('period-wrong', { days: LONGEST_MS / DAY_MS });
    return period;
  }
}

function figuresOf(names: string): HealthFigure[] {
  const figures = [...new Set(names.split(','))];
  const known = figures.filter((name): name is HealthFigure => (HEALTH_FIGURE_NAMES as string[]).includes(name));
  if (known.length !== figures.length) throw new Refusal('figure-unknown', { figures: HEALTH_FIGURE_NAMES.join(', ') });
  return known;
}

const stands = (areas: Territory['areas'], { hamletId }: ClusterRecord, areaId: AreaId): boolean =>
  lineage(areas, hamletId).includes(areaId);

const counted = (uptimes: readonly Uptime[]): Counted => ({ ...sumOfUptimes(uptimes), clusters: uptimes.length });

function grouped<Told extends Uptime, Key>(told: readonly Told[], keyOf: (each: Told) => Key): Map<Key, Counted> {
  const groups = new Map<Key, Told[]>();
  for (const each of told) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return new Map([...groups].map(([key, group]) => [key, counted(group)]));
}
