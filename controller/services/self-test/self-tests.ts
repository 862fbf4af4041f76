/** Self-tests as people order and read them. */
import type { SelfTestScheduleBody } from '@loa-lang/schemas/http/self-tests';
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { CalibrationState, SelfTestMode } from '@loa-lang/schemas/states/self-test';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { communeOf } from '../../domain/areas/territory.ts';
import { changed } from '../../domain/audit/changed.ts';
import { type Caller, refOf } from '../../domain/people/person.ts';
import { USUAL_RULES } from '../../domain/rules/commune-rules.ts';
import { dailyLengthMs, overlap } from '../../domain/rules/daily-hours.ts';
import { calibrationState } from '../../domain/self-test/calibration.ts';
import { roomFor } from '../../domain/self-test/schedule.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CommandRecord, CommandStore } from '../../ports/command-store.ts';
import type { PageEnd } from '../../ports/page-end.ts';
import type { Register } from '../../ports/register.ts';
import type { CommuneRulesStore } from '../../ports/schedule-store.ts';
import type {
  BaselineRecord,
  SelfTestRecord,
  SelfTestStore,
  StoredSelfTestSchedule,
} from '../../ports/self-test-store.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';
import type { CommandOrders } from '../remote/order-commands.ts';

export interface SelfTestDeps {
  selfTests: SelfTestStore;
  commands: Pick<CommandStore, 'find'>;
  orders: Pick<CommandOrders, 'order'>;
  register: Pick<Register, 'clusters' | 'areas' | 'reader'>;
  communeRules: Pick<CommuneRulesStore, 'find'>;
  clock: Clock;
}

export interface SelfTestView {
  test: SelfTestRecord;
  /** whose answer is awaited, or never came */
  command: CommandRecord | undefined;
}

export interface BaselineView {
  state: CalibrationState;
  baseline: BaselineRecord | undefined;
}

export interface ScheduleView {
  communeId: AreaId;
  schedule: SelfTestScheduleBody;
  stored: StoredSelfTestSchedule | undefined;
  clusters: number;
  /** tested in one window */
  room: number;
}

/** Off: nobody is to be surprised by a sound that no one in the commune has ordered. The hours are those of a usual forenoon. */
export const USUAL_SCHEDULE: SelfTestScheduleBody = {
  enabled: false,
  weekdays: [2],
  hours: { from: '09:30', until: '10:30' },
};

export class SelfTests {
  readonly #deps: SelfTestDeps;

  constructor(deps: SelfTestDeps) {
    this.#deps = deps;
  }

  /** @throws Refusal as any order does */
  async order(
    clusterId: ClusterId,
    { mode, levelDbfs, force }: { mode: SelfTestMode; levelDbfs: number | undefined; force: string | undefined },
    by: Caller,
  ): Promise<{ view: SelfTestView | undefined; command: CommandRecord }> {
    const { orders, selfTests, register } = this.#deps;
    const { volumeDb } = found(await register.clusters.find(clusterId), 'cluster-unknown');
    const [command] = await orders.order({
      ...{ clusterIds: [clusterId], name: 'self-test', by, force, told: { mode } },
      ...(levelDbfs !== undefined && { parameters: { levelDbfs } }),
      before: (leaving) => selfTests.create(leaving.flatMap((each) => testOf(each, mode, volumeDb, undefined))),
    });
    const test = command && (await selfTests.find(command.id));
    return { command: found(command, 'cluster-unknown'), view: test && { test, command } };
  }

  async ofCluster(clusterId: ClusterId, page: { limit: number; before?: PageEnd }): Promise<SelfTestView[]> {
    const { selfTests, commands } = this.#deps;
    const tests = await selfTests.ofCluster(clusterId, page);
    const silent = tests.filter(({ reportedAt }) => reportedAt === undefined).map(({ id }) => id);
    const byId = new Map((await commands.find(silent)).map((each) => [each.id, each]));
    return tests.map((test) => ({ test, command: byId.get(test.id) }));
  }

  async baselineOf(clusterId: ClusterId): Promise<BaselineView> {
    const { selfTests, register } = this.#deps;
    const [baseline, cluster] = await Promise.all([selfTests.baseline(clusterId), register.clusters.find(clusterId)]);
    return { baseline, state: calibrationState(baseline, found(cluster, 'cluster-unknown').deviceId) };
  }

  /** Measured ones, oldest first. */
  history(clusterId: ClusterId, since: EpochMillis): Promise<SelfTestRecord[]> {
    return this.#deps.selfTests.measuredSince(clusterId, since);
  }

  async scheduleOf(communeId: AreaId): Promise<ScheduleView> {
    const { selfTests, register } = this.#deps;
    const { kind, name } = found(await register.areas.find(communeId), 'area-unknown');
    if (kind !== 'commune') throw new Refusal('not-a-commune', { name });
    const [stored, territory] = await Promise.all([selfTests.schedule(communeId), register.reader.territory()]);
    const own = [...territory.clusters.values()].filter(
      ({ hamletId }) => communeOf(territory.areas, hamletId) === communeId,
    );
    const schedule = stored?.schedule ?? USUAL_SCHEDULE;
    return { communeId, schedule, stored, clusters: own.length, room: roomFor(dailyLengthMs(schedule.hours)) };
  }

  /** @throws Refusal `self-test-window` where it reaches into the quiet hours */
  async putSchedule(communeId: AreaId, schedule: SelfTestScheduleBody, by: Caller): Promise<ScheduleView> {
    const { selfTests, communeRules, clock } = this.#deps;
    const before = await this.scheduleOf(communeId);
    const { quietHours } = (await communeRules.find(communeId))?.rules ?? USUAL_RULES;
    if (quietHours !== null && overlap(schedule.hours, quietHours)) {
      throw new Refusal('self-test-window', { ...quietHours });
    }
    await selfTests.putSchedule({ communeId, schedule, changedAt: clock.now(), changedBy: refOf(by) });
    noteChange({ areaId: communeId, ...changed(before.schedule, schedule) });
    return this.scheduleOf(communeId);
  }
}

/** What is to be on record of an order that leaves. */
export const testOf = (
  { id, clusterId, deviceId, requestedBy, issuedAt }: CommandRecord,
  mode: SelfTestMode,
  volumeDb: number,
  plannedFor: string | undefined,
) =>
  deviceId === undefined
    ? []
    : [{ id, clusterId, deviceId, mode, orderedBy: requestedBy, orderedAt: issuedAt, plannedFor, volumeDb }];
