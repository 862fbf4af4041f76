/** The history of health in PostgreSQL, as it is asked for. */
import type { HealthFigure } from '@loa-lang/schemas/health/figures';
import type { Sim } from '@loa-lang/schemas/http/clusters';
import type { ChartPlan, Period } from '../../../domain/health/chart.ts';
import type { Month } from '../../../domain/health/sim.ts';
import type { Sight } from '../../../domain/permissions/sight.ts';
import type { ClusterUse, DataUse } from '../../../ports/data-use.ts';
import type {
  ChartPoint,
  ClusterState,
  ClusterUptime,
  HealthReader,
  PlacedState,
  StateQuery,
} from '../../../ports/health-reader.ts';
import type { Database } from '../../postgres/database.ts';
import { orNull, orUndefined, toDate, toInstant } from '../row-values.ts';
import { chartQuery } from './chart-query.ts';
import { DATA_USE } from './data-use-query.ts';
import { STATES_COUNTED, STATES_PAGE, STATES_PLACED } from './states-query.ts';
import { FAULT_KINDS, UPTIME } from './uptime-query.ts';

type StateRow = {
  [Key in keyof ClusterState]: Key extends 'since' | 'lastSeenAt' | 'healthAt' | 'maintenanceUntil'
    ? Date | null
    : Exclude<ClusterState[Key], undefined> | Extract<null, undefined extends ClusterState[Key] ? null : never>;
};

interface UseRow {
  clusterId: string;
  sim: Sim | null;
  daysBytes: number | null;
  days: number;
  /** since the days were summed up */
  todayBytes: number | null;
  settledUntil: Date;
  audioBytes: number;
  streamSeconds: number;
}

const DAY_MS = 86_400_000;
/** So far ahead schedules are planned. */
const PROGRAMME_DAYS = 7;

/** Characters that mean something to LIKE stand for themselves. */
const part = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`;

export class HealthRepository implements HealthReader, DataUse {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async chart(clusterId: string, figures: readonly HealthFigure[], plan: ChartPlan): Promise<ChartPoint[]> {
    const { source, from, until, stepMs } = plan;
    const rows = await this.#database.$queryRawUnsafe<Record<string, unknown>[]>(
      chartQuery(figures, source),
      ...[clusterId, toDate(from), toDate(until), stepMs],
    );
    return rows.map((row) => ({
      at: (row.at as Date).getTime(),
      values: Object.fromEntries(
        figures
          .filter((figure) => row[figure] !== null)
          .map((figure) => [figure, [row[figure], row[`${figure} least`], row[`${figure} largest`]].map(Number)]),
      ) as unknown as ChartPoint['values'],
      receivedBytes: Number(row.received),
      sentBytes: Number(row.sent),
      mobileBytes: Number(row.mobile),
      restarts: Number(row.restarts),
    }));
  }

  uptime(clusterIds: readonly string[], { from, until }: Period): Promise<ClusterUptime[]> {
    const values = [[...clusterIds], toDate(from), toDate(until), FAULT_KINDS];
    return this.#database.$queryRawUnsafe<ClusterUptime[]>(UPTIME, ...values);
  }

  async used(clusterIds: readonly string[] | 'with a card', month: Month, now: number): Promise<ClusterUse[]> {
    const asked = clusterIds === 'with a card' ? null : [...clusterIds];
    const until = now + PROGRAMME_DAYS * DAY_MS;
    const values = [asked, toDate(month.from), toDate(now), toDate(until)];
    const rows = await this.#database.$queryRawUnsafe<UseRow[]>(DATA_USE, ...values);
    return rows.map(({ clusterId, sim, daysBytes, days, todayBytes, settledUntil, audioBytes, streamSeconds }) => ({
      ...{ clusterId, sim: sim ?? {} },
      measuredBytes: daysBytes === null && todayBytes === null ? undefined : (daysBytes ?? 0) + (todayBytes ?? 0),
      measuredDays: days + (todayBytes === null ? 0 : (now - Math.max(settledUntil.getTime(), month.from)) / DAY_MS),
      programme: { audioBytes, streamSeconds, days: PROGRAMME_DAYS },
    }));
  }

  async states(query: StateQuery, sight: Sight) {
    const { condition, state, after, limit } = query;
    const where = whereOf(query, sight);
    const page = [...where, orNull(condition), orNull(state), after?.weight ?? null, after?.id ?? null, limit];
    const [rows, counted] = await Promise.all([
      this.#database.$queryRawUnsafe<StateRow[]>(STATES_PAGE, ...page),
      this.#database.$queryRawUnsafe<Counted[]>(STATES_COUNTED, ...where),
    ]);
    return {
      states: rows.map(stateOf),
      counts: totals(counted, ({ condition }) => condition),
      byState: totals(counted, ({ state }) => state),
    };
  }

  placed(query: Pick<StateQuery, 'under' | 'now' | 'limit'>, sight: Sight): Promise<PlacedState[]> {
    const where = whereOf({ search: undefined, clusterId: undefined, ...query }, sight);
    return this.#database.$queryRawUnsafe<PlacedState[]>(STATES_PLACED, ...where, query.limit);
  }
}

interface Counted {
  condition: string;
  state: string;
  count: number;
}

const totals = (rows: readonly Counted[], keyOf: (row: Counted) => string): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const row of rows) sums[keyOf(row)] = (sums[keyOf(row)] ?? 0) + row.count;
  return sums;
};

type Where = Pick<StateQuery, 'under' | 'search' | 'now' | 'clusterId'>;

const whereOf = ({ under, search, now, clusterId }: Where, sight: Sight) => [
  sight === 'everything' ? null : [...sight.within],
  ...[orNull(under), search === undefined ? null : part(search), toDate(now), orNull(clusterId)],
];

const stateOf = (row: StateRow): ClusterState => ({
  ...row,
  deviceId: orUndefined(row.deviceId),
  agentVersion: orUndefined(row.agentVersion),
  cpuTemperature: orUndefined(row.cpuTemperature),
  signal: orUndefined(row.signal),
  supply: orUndefined(row.supply),
  volts: orUndefined(row.volts),
  door: orUndefined(row.door),
  sink: orUndefined(row.sink),
  network: orUndefined(row.network),
  since: toInstant(row.since),
  maintenanceUntil: toInstant(row.maintenanceUntil),
  lastSeenAt: toInstant(row.lastSeenAt),
  healthAt: toInstant(row.healthAt),
});
