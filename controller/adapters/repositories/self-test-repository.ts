/** Self-tests in PostgreSQL. */
import type { SelfTestScheduleBody } from '@loa-lang/schemas/http/self-tests';
import type { SelfTestGrade, SelfTestMode } from '@loa-lang/schemas/states/self-test';
import type { SelfTestReport } from '@loa-lang/schemas/wire/report';
import type { PersonRef } from '../../domain/people/person.ts';
import type { Figures } from '../../domain/self-test/grade.ts';
import type { Band } from '../../domain/self-test/measurement.ts';
import type {
  SelfTestBaseline as BaselineRow,
  Prisma,
  SelfTestSchedule as ScheduleRow,
  SelfTest as SelfTestRow,
} from '../../generated/prisma/client.ts';
import type { PageEnd } from '../../ports/page-end.ts';
import type {
  BaselineRecord,
  Judgement,
  NewSelfTest,
  SelfTestRecord,
  SelfTestStore,
  StoredSelfTestSchedule,
} from '../../ports/self-test-store.ts';
import type { Database } from '../postgres/database.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

/** Judged in one look. */
const MOST_UNJUDGED = 500;
/** Drawn in one chart. */
const MOST_POINTS = 1000;

const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

const testOf = (row: SelfTestRow): SelfTestRecord => ({
  id: row.id,
  clusterId: row.clusterId,
  deviceId: row.deviceId,
  mode: row.mode as SelfTestMode,
  orderedBy: row.orderedBy as unknown as PersonRef,
  orderedAt: row.orderedAt.getTime(),
  plannedFor: orUndefined(row.plannedFor),
  volumeDb: row.volumeDb,
  report: orUndefined(row.report) as SelfTestReport | undefined,
  reportedAt: toInstant(row.reportedAt),
  judgedAt: toInstant(row.judgedAt),
  grade: orUndefined(row.grade) as SelfTestGrade | undefined,
  figures: orUndefined(row.figures) as Figures | undefined,
});

const baselineOf = (row: BaselineRow): BaselineRecord => ({
  id: row.id,
  clusterId: row.clusterId,
  deviceId: row.deviceId,
  selfTestId: row.selfTestId,
  volumeDb: row.volumeDb,
  playedDbfs: row.playedDbfs,
  bands: row.bands as unknown as Band[],
  delayMs: orUndefined(row.delayMs),
  confidence: orUndefined(row.confidence),
  madeBy: row.madeBy as unknown as PersonRef,
  madeAt: row.madeAt.getTime(),
});

const scheduleOf = (row: ScheduleRow): StoredSelfTestSchedule => ({
  communeId: row.communeId,
  schedule: row.schedule as unknown as SelfTestScheduleBody,
  changedAt: row.changedAt.getTime(),
  changedBy: row.changedBy as unknown as PersonRef,
});

export class SelfTestRepository implements SelfTestStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(tests: readonly NewSelfTest[]): Promise<void> {
    const data = tests.map(({ orderedBy, orderedAt, plannedFor, ...test }) => ({
      ...test,
      ...{ orderedBy: { ...orderedBy }, orderedAt: toDate(orderedAt), plannedFor: orNull(plannedFor) },
    }));
    await this.#database.selfTest.createMany({ data });
  }

  async find(id: string): Promise<SelfTestRecord | undefined> {
    const row = await this.#database.selfTest.findUnique({ where: { id } });
    return row === null ? undefined : testOf(row);
  }

  async ofCluster(
    clusterId: string,
    { limit, before }: { limit: number; before?: PageEnd },
  ): Promise<SelfTestRecord[]> {
    const end = before === undefined ? undefined : toDate(before.at);
    const rows = await this.#database.selfTest.findMany({
      where: {
        clusterId,
        ...(end !== undefined && {
          OR: [{ orderedAt: { lt: end } }, { orderedAt: end, id: { lt: before?.id ?? '' } }],
        }),
      },
      orderBy: [{ orderedAt: 'desc' }, { id: 'desc' }],
      take: limit,
    });
    return rows.map(testOf);
  }

  async measuredSince(clusterId: string, since: number): Promise<SelfTestRecord[]> {
    const where = { clusterId, orderedAt: { gte: toDate(since) }, outcome: 'measured' };
    const rows = await this.#database.selfTest.findMany({ where, orderBy: { orderedAt: 'desc' }, take: MOST_POINTS });
    return rows.map(testOf).reverse();
  }

  async unjudged(): Promise<SelfTestRecord[]> {
    const where = { reportedAt: { not: null }, judgedAt: null };
    const rows = await this.#database.selfTest.findMany({ where, orderBy: { orderedAt: 'asc' }, take: MOST_UNJUDGED });
    return rows.map(testOf);
  }

  judge(id: string, { at, grade, figures, baselineId, newBaseline }: Judgement): Promise<boolean> {
    return this.#database.$transaction(async (transaction) => {
      const data = {
        judgedAt: toDate(at),
        grade: orNull(grade),
        figures: json(figures),
        baselineId: orNull(baselineId),
      };
      const { count } = await transaction.selfTest.updateMany({ where: { id, judgedAt: null }, data });
      if (count === 0) return false;
      if (newBaseline !== undefined) {
        const { bands, delayMs, confidence, madeBy, madeAt, ...plain } = newBaseline;
        const rest = { bands: json(bands), delayMs: orNull(delayMs), confidence: orNull(confidence) };
        await transaction.selfTestBaseline.create({
          data: { ...plain, ...rest, madeBy: { ...madeBy }, madeAt: toDate(madeAt) },
        });
      }
      return true;
    });
  }

  async grades(clusterId: string, most: number): Promise<SelfTestGrade[]> {
    const rows = await this.#database.selfTest.findMany({
      where: { clusterId, grade: { not: null } },
      select: { grade: true },
      orderBy: [{ orderedAt: 'desc' }, { id: 'desc' }],
      take: most,
    });
    return rows.map(({ grade }) => grade as SelfTestGrade);
  }

  async baseline(clusterId: string): Promise<BaselineRecord | undefined> {
    const orderBy = [{ madeAt: 'desc' }, { id: 'desc' }] as const;
    const row = await this.#database.selfTestBaseline.findFirst({ where: { clusterId }, orderBy: [...orderBy] });
    return row === null ? undefined : baselineOf(row);
  }

  async last(clusterIds: readonly string[]) {
    const rows = await this.#database.$queryRaw<{ clusterId: string; at: Date; plannedFor: string | null }[]>`
      SELECT cluster_id AS "clusterId", max(ordered_at) AS at, max(planned_for) AS "plannedFor"
      FROM self_test WHERE cluster_id = ANY (${[...clusterIds]}) GROUP BY cluster_id`;
    return new Map(
      rows.map(({ clusterId, at, plannedFor }) => [
        clusterId,
        { at: at.getTime(), plannedFor: orUndefined(plannedFor) },
      ]),
    );
  }

  async orderedSince(at: number): Promise<{ clusterId: string; at: number }[]> {
    const where = { orderedAt: { gt: toDate(at) } };
    const rows = await this.#database.selfTest.findMany({ where, select: { clusterId: true, orderedAt: true } });
    return rows.map(({ clusterId, orderedAt }) => ({ clusterId, at: orderedAt.getTime() }));
  }

  async maintained(at: number) {
    const now = toDate(at);
    const rows = await this.#database.maintenanceWindow.findMany({
      where: { fromAt: { lte: now }, untilAt: { gt: now }, endedAt: null },
      select: { areaId: true, clusterId: true },
    });
    return rows.map(({ areaId, clusterId }) => ({ areaId: orUndefined(areaId), clusterId: orUndefined(clusterId) }));
  }

  async schedules(): Promise<StoredSelfTestSchedule[]> {
    return (await this.#database.selfTestSchedule.findMany({ orderBy: { communeId: 'asc' } })).map(scheduleOf);
  }

  async schedule(communeId: string): Promise<StoredSelfTestSchedule | undefined> {
    const row = await this.#database.selfTestSchedule.findUnique({ where: { communeId } });
    return row === null ? undefined : scheduleOf(row);
  }

  async putSchedule({ communeId, schedule, changedAt, changedBy }: StoredSelfTestSchedule): Promise<void> {
    const row = { schedule: json(schedule), changedAt: toDate(changedAt), changedBy: { ...changedBy } };
    const where = { communeId };
    await this.#database.selfTestSchedule.upsert({ where, create: { communeId, ...row }, update: row });
  }
}
