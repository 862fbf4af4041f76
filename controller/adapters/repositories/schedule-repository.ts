/** Schedules in PostgreSQL. */
import type { ProgrammePart, ScheduleKind } from '@loa-lang/schemas/http/schedules';
import type { BroadcastClass, Level } from '@loa-lang/schemas/wire/plan';
import type { RecurrenceSpec } from '../../domain/calendar/recurrence-spec.ts';
import type { RequestedTargets } from '../../domain/placement/placement.ts';
import type { Schedule } from '../../domain/schedules/schedule.ts';
import { Prisma, type Schedule as ScheduleRow } from '../../generated/prisma/client.ts';
import type { Written } from '../../ports/register.ts';
import type { ScheduleQuery, ScheduleStore } from '../../ports/schedule-store.ts';
import type { Database } from '../postgres/database.ts';
import { written } from './database-faults.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

const scheduleOf = ({ deletedAt, ...row }: ScheduleRow): Schedule => ({
  ...row,
  kind: row.kind as ScheduleKind,
  class: row.class as BroadcastClass,
  level: row.level as Level,
  rank: orUndefined(row.rank),
  recurrence: row.recurrence as unknown as RecurrenceSpec,
  programme: row.programme as unknown as ProgrammePart[],
  requested: row.requested as unknown as RequestedTargets,
  changes: row.changes as unknown as Schedule['changes'],
  ruleReason: orUndefined(row.ruleReason as Schedule['ruleReason'] | null),
  removedAt: toInstant(deletedAt),
  createdAt: row.createdAt.getTime(),
  changedAt: row.changedAt.getTime(),
});

const rowOf = ({ removedAt, ...schedule }: Schedule): Prisma.ScheduleUncheckedCreateInput => ({
  ...schedule,
  rank: orNull(schedule.rank),
  recurrence: json(schedule.recurrence),
  programme: json(schedule.programme),
  requested: json(schedule.requested),
  changes: json(schedule.changes),
  ruleReason: schedule.ruleReason === undefined ? Prisma.DbNull : json(schedule.ruleReason),
  deletedAt: removedAt === undefined ? null : toDate(removedAt),
  createdAt: toDate(schedule.createdAt),
  changedAt: toDate(schedule.changedAt),
});

export class ScheduleRepository implements ScheduleStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  create(schedule: Schedule): Promise<Written> {
    return written(() => this.#database.schedule.create({ data: rowOf(schedule) }));
  }

  async find(id: string): Promise<Schedule | undefined> {
    const row = await this.#database.schedule.findUnique({ where: { id } });
    return row === null ? undefined : scheduleOf(row);
  }

  async list({ communeId, communeIds, removed = false }: ScheduleQuery): Promise<Schedule[]> {
    const rows = await this.#database.schedule.findMany({
      where: {
        deletedAt: removed ? { not: null } : null,
        ...(communeIds !== undefined && { AND: { communeId: { in: [...communeIds] } } }),
        ...(communeId !== undefined && { communeId }),
      },
      orderBy: { id: 'asc' },
    });
    return rows.map(scheduleOf);
  }

  async change(schedule: Schedule): Promise<boolean> {
    const { id, version } = schedule;
    const data = rowOf({ ...schedule, version: version + 1 });
    return (await this.#database.schedule.updateMany({ where: { id, version }, data })).count === 1;
  }

  async owners(at: number): Promise<string[]> {
    const planned = { withdrawn: false, cancelledAt: null, startAt: { gt: toDate(at) } };
    const rows = await this.#database.schedule.findMany({
      where: { OR: [{ deletedAt: null }, { broadcasts: { some: planned } }] },
      distinct: ['communeId'],
      select: { communeId: true },
      orderBy: { communeId: 'asc' },
    });
    return rows.map((row) => row.communeId);
  }
}
