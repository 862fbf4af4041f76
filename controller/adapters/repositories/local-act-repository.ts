/** Acts at devices: found among the stored reports, kept as broadcasts. */
import type { LocalAct } from '@loa-lang/schemas/wire/report';
import type { Broadcast, StartedOnTheSpot } from '../../domain/broadcasts/broadcast.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { ActName, LocalActStore } from '../../ports/spot-store.ts';
import type { Database } from '../postgres/database.ts';
import { UPSERT_RECEIPTS } from '../postgres/report-receipts.ts';
import { safeJson } from '../postgres/safe-json.ts';
import { rowOf } from './broadcast-rows.ts';
import { orNull, toDate } from './row-values.ts';

/** Of one device and one broadcast: a few for each run. */
const MOST_RECEIPTS = 1000;
const MOST_ACTS = 1000;

export class LocalActRepository implements LocalActStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async unrecorded(since: number): Promise<ActName[]> {
    return this.#database.$queryRaw<ActName[]>`
      SELECT DISTINCT r.device_id AS "deviceId", r.body->>'broadcastId' AS "broadcastId"
      FROM report r
      WHERE r.kind = 'local-act' AND r.received_at > ${toDate(since)}
        AND NOT EXISTS (SELECT 1 FROM broadcast b WHERE b.id = r.body->>'broadcastId')
      LIMIT ${MOST_ACTS}`;
  }

  async last({ deviceId, broadcastId }: ActName) {
    const rows = await this.#database.$queryRaw<{ body: LocalAct; received_at: Date }[]>`
      SELECT body, received_at FROM report
      WHERE kind = 'local-act' AND device_id = ${deviceId} AND body->>'broadcastId' = ${broadcastId}
      ORDER BY received_at DESC, number DESC LIMIT 1`;
    const [row] = rows;
    return row && { body: row.body, receivedAt: row.received_at.getTime() };
  }

  async record(act: ActName, broadcast: Broadcast, clusterId: string): Promise<'made' | 'updated' | 'not-theirs'> {
    const done = await this.#database.$transaction(async (transaction) => {
      const known = await transaction.broadcast.findUnique({ where: { id: broadcast.id } });
      const row = { ...rowOf(broadcast), ...stoppedRow(broadcast) };
      if (known === null) {
        const targets = { createMany: { data: [{ clusterId }] } };
        await transaction.broadcast.create({ data: { ...row, targets } });
        return 'made' as const;
      }
      const started = known.onTheSpot as unknown as StartedOnTheSpot | null;
      if (started?.deviceId !== act.deviceId) return 'not-theirs' as const;
      const { startAt, latestStartAt, joinUntilAt, endsAt, items, onTheSpot } = row;
      const told = { startAt, latestStartAt, joinUntilAt, endsAt, items, onTheSpot: onTheSpot ?? {} };
      // whoever stopped it first has stopped it
      const stop = known.cancelledAt === null ? stoppedRow(broadcast) : {};
      await transaction.broadcast.update({ where: { id: broadcast.id }, data: { ...told, ...stop } });
      return 'updated' as const;
    });
    if (done !== 'not-theirs') await this.applyReceipts(act);
    return done;
  }

  async applyReceipts({ deviceId, broadcastId }: ActName): Promise<void> {
    const rows = await this.#database.$queryRaw<Record<string, unknown>[]>`
      SELECT (row_number() OVER (ORDER BY received_at, number))::int AS "position", device_id AS "deviceId",
        store_id AS "storeId", number::text, kind, body, reported_at::text AS "reportedAt",
        received_at::text AS "receivedAt"
      FROM report WHERE kind = 'receipt' AND device_id = ${deviceId} AND body->>'broadcastId' = ${broadcastId}
      ORDER BY received_at DESC, number DESC LIMIT ${MOST_RECEIPTS}`;
    if (rows.length > 0) await this.#database.$executeRawUnsafe(UPSERT_RECEIPTS, safeJson(rows));
  }

  async countSince(deviceId: string, since: number): Promise<number> {
    const where = { createdAt: { gt: toDate(since) }, onTheSpot: { path: ['deviceId'], equals: deviceId } };
    return this.#database.broadcast.count({ where });
  }
}

const stoppedRow = ({ cancelledAt, cancelReason }: Broadcast): Partial<Prisma.BroadcastUncheckedCreateInput> =>
  cancelledAt === undefined
    ? {}
    : { state: 'cancelled', cancelledAt: toDate(cancelledAt), cancelReason: orNull(cancelReason) };
