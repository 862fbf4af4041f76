/** Orders to devices in PostgreSQL. */
import type { CommandOutcome } from '@loa-lang/schemas/states/command';
import type { PersonRef } from '../../domain/people/person.ts';
import { type DeviceCommand, Prisma } from '../../generated/prisma/client.ts';
import type { CommandRecord, CommandStore, KnownOrder, OrderOnce } from '../../ports/command-store.ts';
import type { PageEnd } from '../../ports/page-end.ts';
import type { Database } from '../postgres/database.ts';
import { storableText } from '../postgres/safe-json.ts';
import { isTaken } from './database-faults.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

/** Of a batch: all clusters of a province. */
const MOST = 5000;

const commandOf = (row: DeviceCommand): CommandRecord => ({
  id: row.id,
  batchId: row.batchId,
  clusterId: row.clusterId,
  deviceId: orUndefined(row.deviceId),
  name: row.name,
  parameters: (row.parameters ?? undefined) as Record<string, unknown> | undefined,
  requestedBy: row.requestedBy as unknown as PersonRef,
  forcedBecause: orUndefined(row.forcedBecause),
  issuedAt: row.issuedAt.getTime(),
  expiresAt: row.expiresAt.getTime(),
  answerDueAt: row.answerDueAt.getTime(),
  sentAt: toInstant(row.sentAt),
  outcome: orUndefined(row.outcome) as CommandOutcome | undefined,
  detail: orUndefined(row.detail),
  answeredAt: toInstant(row.answeredAt),
});

const dateOrNull = (at: number | undefined): Date | null => (at === undefined ? null : toDate(at));

const rowOf = (command: CommandRecord, once: OrderOnce | undefined): Prisma.DeviceCommandCreateManyInput => ({
  ...command,
  deviceId: orNull(command.deviceId),
  parameters: command.parameters === undefined ? Prisma.DbNull : (command.parameters as Prisma.InputJsonValue),
  requestedBy: { ...command.requestedBy },
  forcedBecause: orNull(command.forcedBecause),
  issuedAt: toDate(command.issuedAt),
  expiresAt: toDate(command.expiresAt),
  answerDueAt: toDate(command.answerDueAt),
  sentAt: dateOrNull(command.sentAt),
  outcome: orNull(command.outcome),
  detail: orNull(command.detail),
  answeredAt: dateOrNull(command.answeredAt),
  idempotencyKey: orNull(once?.key),
  fingerprint: orNull(once?.fingerprint),
});

export class CommandRepository implements CommandStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(commands: readonly CommandRecord[], once: OrderOnce | undefined): Promise<'created' | 'taken'> {
    try {
      await this.#database.deviceCommand.createMany({ data: commands.map((each) => rowOf(each, once)) });
      return 'created';
    } catch (error) {
      if (once !== undefined && isTaken(error)) return 'taken';
      throw error;
    }
  }

  async byKey(key: string): Promise<KnownOrder | undefined> {
    const where = { idempotencyKey: key };
    const rows = await this.#database.deviceCommand.findMany({ where, orderBy: { id: 'asc' }, take: MOST });
    const [first] = rows;
    return first && { commands: rows.map(commandOf), fingerprint: orUndefined(first.fingerprint) };
  }

  async find(ids: readonly string[]): Promise<CommandRecord[]> {
    return (await this.#database.deviceCommand.findMany({ where: { id: { in: [...ids] } } })).map(commandOf);
  }

  async batch(batchId: string): Promise<CommandRecord[]> {
    const rows = await this.#database.deviceCommand.findMany({
      where: { batchId },
      orderBy: { id: 'asc' },
      take: MOST,
    });
    return rows.map(commandOf);
  }

  async ofCluster(clusterId: string, { limit, before }: { limit: number; before?: PageEnd }): Promise<CommandRecord[]> {
    const end = before === undefined ? undefined : toDate(before.at);
    const rows = await this.#database.deviceCommand.findMany({
      where: {
        clusterId,
        ...(end !== undefined && { OR: [{ issuedAt: { lt: end } }, { issuedAt: end, id: { lt: before?.id ?? '' } }] }),
      },
      orderBy: [{ issuedAt: 'desc' }, { id: 'desc' }],
      take: limit,
    });
    return rows.map(commandOf);
  }

  async sent(id: string, at: number): Promise<void> {
    await this.#database.deviceCommand.updateMany({ where: { id }, data: { sentAt: toDate(at) } });
  }

  async settle(id: string, outcome: CommandOutcome, detail: string | undefined): Promise<void> {
    const data = { outcome, detail: detail === undefined ? null : storableText(detail) };
    await this.#database.deviceCommand.updateMany({ where: { id, outcome: null }, data });
  }

  async giveUp(at: number): Promise<CommandRecord[]> {
    const rows = await this.#database.$queryRaw<{ id: string }[]>`
      UPDATE device_command SET outcome = CASE WHEN sent_at IS NULL THEN 'not-sent' ELSE 'unanswered' END
      WHERE outcome IS NULL AND answer_due_at <= ${toDate(at)} RETURNING id`;
    return rows.length === 0 ? [] : this.find(rows.map(({ id }) => id));
  }

  async countSince(deviceIds: readonly string[], name: string, since: number): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database.deviceCommand.groupBy({
      by: ['deviceId'],
      where: {
        ...{ deviceId: { in: [...deviceIds] }, name, issuedAt: { gt: toDate(since) } },
        OR: [{ outcome: null }, { outcome: { not: 'not-sent' } }],
      },
      _count: true,
    });
    return new Map(rows.flatMap(({ deviceId, _count }) => (deviceId === null ? [] : [[deviceId, _count] as const])));
  }

  async onAir(clusterIds: readonly string[], from: number, until: number) {
    const rows = await this.#database.$queryRaw<{ clusterId: string; broadcastId: string; startAt: Date }[]>`
      SELECT DISTINCT ON (t.cluster_id) t.cluster_id AS "clusterId", b.id AS "broadcastId", b.start_at AS "startAt"
      FROM broadcast b JOIN broadcast_target t ON t.broadcast_id = b.id
      WHERE t.cluster_id = ANY (${[...clusterIds]}) AND b.state = 'planned' AND b.approval = 'approved'
        AND b.start_at < ${toDate(until)} AND coalesce(b.over_at, b.ends_at) > ${toDate(from)}
        AND (b.repeat IS NOT NULL OR NOT EXISTS (
          SELECT FROM receipt r WHERE r.broadcast_id = b.id AND r.cluster_id = t.cluster_id AND r.state = 'finished'))
      ORDER BY t.cluster_id, b.start_at`;
    return new Map(
      rows.map(({ clusterId, broadcastId, startAt }) => [clusterId, { broadcastId, startAt: startAt.getTime() }]),
    );
  }
}
