/**
 * Clusters test themselves by their commune's schedule: one after the other, where nothing sounds, nobody works and no
 * lock holds. One of several controllers does it.
 */
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { communeOf, lineage, type Territory } from '../../domain/areas/territory.ts';
import type { Position } from '../../domain/make-up/neighbours.ts';
import { AUTOMATIC } from '../../domain/people/person.ts';
import { nextToTest, type Recent, SLOT_MS, testDay } from '../../domain/self-test/schedule.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Leases } from '../../ports/leases.ts';
import type { ClusterRecord, Register } from '../../ports/register.ts';
import type { SelfTestStore, StoredSelfTestSchedule } from '../../ports/self-test-store.ts';
import { RegularLook } from '../regular-look.ts';
import type { LookAround } from '../remote/look-around.ts';
import type { CommandOrders } from '../remote/order-commands.ts';
import { testOf } from './self-tests.ts';

export interface ScheduleSelfTestsDeps {
  selfTests: SelfTestStore;
  orders: Pick<CommandOrders, 'give'>;
  around: LookAround;
  register: Pick<Register, 'clusters' | 'reader'>;
  leases: Pick<Leases, 'take'>;
  clock: Clock;
  timeZone: string;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Half a slot: the window is used, and a minute has few looks. */
const LOOK_EVERY_MS: Millis = SLOT_MS / 2;
const LEASE = 'self-tests';

export class ScheduleSelfTests {
  readonly #deps: ScheduleSelfTestsDeps;
  readonly #looks: RegularLook;

  constructor(deps: ScheduleSelfTestsDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => deps.onProblem('self-tests were not started', cause),
    );
  }

  start(): void {
    this.#looks.start();
  }

  stop(): Promise<void> {
    return this.#looks.stop();
  }

  look(): Promise<void> {
    return this.#looks.look();
  }

  async #look(): Promise<void> {
    const { selfTests, register, leases, clock, timeZone } = this.#deps;
    const now = clock.now();
    const due = (await selfTests.schedules()).flatMap((stored) => {
      const day = testDay(stored.schedule, timeZone, now);
      return day === undefined ? [] : [{ ...stored, day }];
    });
    if (due.length === 0 || !(await leases.take(LEASE))) return;
    const [territory, clusters] = await Promise.all([register.reader.territory(), register.clusters.all()]);
    const recent = await this.#recent(territory, clusters, now);
    for (const commune of due) {
      const tested = await this.#testNext(commune, territory, clusters, recent, now);
      if (tested !== undefined) recent.push(tested);
    }
  }

  async #recent(territory: Territory, clusters: readonly ClusterRecord[], now: EpochMillis): Promise<Recent[]> {
    const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]));
    return (await this.#deps.selfTests.orderedSince(now - SLOT_MS)).flatMap(({ clusterId, at }) => {
      const cluster = byId.get(clusterId);
      return cluster === undefined ? [] : [recentOf(territory, cluster, at)];
    });
  }

  async #testNext(
    { communeId, schedule, day }: StoredSelfTestSchedule & { day: string },
    territory: Territory,
    clusters: readonly ClusterRecord[],
    recent: readonly Recent[],
    now: EpochMillis,
  ): Promise<Recent | undefined> {
    const { selfTests, around, orders } = this.#deps;
    const own = clusters.filter(
      ({ hamletId, online, deviceId }) =>
        online && deviceId !== undefined && communeOf(territory.areas, hamletId) === communeId,
    );
    const ids = own.map(({ id }) => id);
    const [last, obstacles, maintained] = await Promise.all([
      selfTests.last(ids),
      around.obstacles('self-test', own, now),
      this.#maintained(territory, now),
    ]);
    const candidates = own
      .filter(({ id }) => last.get(id)?.plannedFor !== day && !obstacles.has(id))
      .filter(({ id, hamletId }) => !maintained(id, hamletId))
      .map((cluster) => ({
        ...{ clusterId: cluster.id, position: positionOf(cluster), testedAt: last.get(cluster.id)?.at },
      }));
    const next = nextToTest(candidates, communeId, recent, now);
    const cluster = own.find(({ id }) => id === next);
    if (cluster === undefined) return undefined;
    const { levelDbfs } = schedule;
    await orders.give(
      {
        ...{ name: 'self-test', by: AUTOMATIC },
        ...(levelDbfs !== undefined && { parameters: { levelDbfs } }),
        before: (leaving) => selfTests.create(leaving.flatMap((each) => testOf(each, 'check', cluster.volumeDb, day))),
      },
      [cluster],
    );
    return recentOf(territory, cluster, now);
  }

  async #maintained(territory: Territory, now: EpochMillis) {
    const windows = await this.#deps.selfTests.maintained(now);
    const clusterIds = new Set(windows.map(({ clusterId }) => clusterId));
    const areaIds = new Set(windows.map(({ areaId }) => areaId));
    return (clusterId: ClusterId, hamletId: AreaId): boolean =>
      clusterIds.has(clusterId) || lineage(territory.areas, hamletId).some((id) => areaIds.has(id));
  }
}

const positionOf = ({ latitude, longitude }: ClusterRecord): Position | undefined =>
  latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };

const recentOf = (territory: Territory, cluster: ClusterRecord, at: EpochMillis): Recent => ({
  ...{ at, position: positionOf(cluster), communeId: communeOf(territory.areas, cluster.hamletId) ?? '' },
});
