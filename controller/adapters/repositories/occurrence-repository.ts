/** What is planned of schedules, in PostgreSQL. */
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { Audience } from '../../domain/placement/audience.ts';
import type { Placement } from '../../domain/placement/placement.ts';
import type { RowHashes } from '../../domain/schedules/reconcile.ts';
import type { NewOccurrence, OccurrenceRow, OccurrenceStore } from '../../ports/schedule-store.ts';
import type { Database } from '../postgres/database.ts';
import { broadcastOf, rowOf } from './broadcast-rows.ts';
import { toDate, toInstant } from './row-values.ts';

/** Rows of one statement: some megabytes, well within what one statement may take. */
const AT_ONCE = 100;
const SELECT = {
  id: true,
  scheduleId: true,
  occurrence: true,
  version: true,
  startAt: true,
  endsAt: true,
  cancelledAt: true,
  contentHash: true,
  placements: true,
} as const;

const storedHash = ({ wire, notes }: RowHashes): string => `${wire}.${notes}`;
const hashesOf = (stored: string | null): RowHashes => {
  const [wire = '', notes = ''] = (stored ?? '').split('.');
  return { wire, notes };
};

const dataOf = ({ broadcast, hashes }: NewOccurrence) => ({ ...rowOf(broadcast), contentHash: storedHash(hashes) });

export class OccurrenceRepository implements OccurrenceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async rows(communeId: string, endingAfter: number): Promise<OccurrenceRow[]> {
    const where = {
      scheduleId: { not: null },
      schedule: { communeId },
      withdrawn: false,
      endsAt: { gt: toDate(endingAfter) },
    };
    const rows = await this.#database.broadcast.findMany({ where, select: SELECT, orderBy: { startAt: 'asc' } });
    return rows.map((row) => ({
      id: row.id,
      scheduleId: row.scheduleId ?? '',
      recurrenceId: row.occurrence ?? '',
      version: row.version,
      startAt: row.startAt.getTime(),
      endsAt: row.endsAt.getTime(),
      cancelledAt: toInstant(row.cancelledAt),
      hashes: hashesOf(row.contentHash),
      planIds: (row.placements as unknown as Placement[]).map((placement) => placement.planId),
    }));
  }

  /** The unique index decides between controllers; who comes second writes nothing. */
  async createAll(occurrences: readonly NewOccurrence[]): Promise<Set<string>> {
    const made = new Set<string>();
    for (let first = 0; first < occurrences.length; first += AT_ONCE) {
      const batch = occurrences.slice(first, first + AT_ONCE);
      const ids = await this.#database.$transaction(async (transaction) => {
        const rows = await transaction.broadcast.createManyAndReturn({
          data: batch.map((each) => ({ ...dataOf(each), audience: {} })),
          skipDuplicates: true,
          select: { id: true },
        });
        const created = new Set(rows.map((row) => row.id));
        await addPlaces(
          transaction,
          batch.filter(({ broadcast }) => created.has(broadcast.id)),
        );
        return created;
      });
      for (const id of ids) made.add(id);
    }
    return made;
  }

  async renew({ id, version }: OccurrenceRow, wanted: NewOccurrence, startingAfter: number): Promise<boolean> {
    const { id: _, createdAt: __, idempotencyKey: ___, ...data } = dataOf(wanted);
    const where = { id, version, cancelledAt: null, withdrawn: false, startAt: { gt: toDate(startingAfter) } };
    return this.#database.$transaction(async (transaction) => {
      const { count } = await transaction.broadcast.updateMany({ where, data: { ...data, version: version + 1 } });
      if (count === 0) return false;
      const { clusterIds } = wanted;
      await transaction.broadcastTarget.deleteMany({
        where: { broadcastId: id, clusterId: { notIn: [...clusterIds] } },
      });
      await transaction.broadcastTarget.createMany({
        data: clusterIds.map((clusterId) => ({ broadcastId: id, clusterId })),
        skipDuplicates: true,
      });
      return true;
    });
  }

  async note({ id, version }: OccurrenceRow, wanted: NewOccurrence): Promise<void> {
    const { skipped = [], leftOut = [], audience, title, contentHash } = dataOf(wanted);
    const data = { skipped, leftOut, audience, title, contentHash };
    await this.#database.broadcast.updateMany({ where: { id, version }, data });
  }

  async withdraw(
    ids: readonly string[],
    at: number,
    { startingAfter, neverSentFrom }: { startingAfter: number; neverSentFrom: number },
    reason: string,
  ): Promise<Broadcast[]> {
    if (ids.length === 0) return [];
    await this.#database.broadcast.deleteMany({
      where: { id: { in: [...ids] }, cancelledAt: null, startAt: { gte: toDate(neverSentFrom) } },
    });
    const where = { id: { in: [...ids] }, cancelledAt: null, startAt: { gt: toDate(startingAfter) } };
    const data = { state: 'cancelled', withdrawn: true, cancelledAt: toDate(at), cancelReason: reason } as const;
    const rows = await this.#database.broadcast.updateManyAndReturn({ where, data });
    return rows.map(broadcastOf);
  }

  async onAir(scheduleId: string, at: number): Promise<Broadcast[]> {
    const where = { scheduleId, cancelledAt: null, startAt: { lte: toDate(at) }, endsAt: { gt: toDate(at) } };
    return (await this.#database.broadcast.findMany({ where })).map(broadcastOf);
  }

  async taken(from: number, until: number): Promise<Set<string>> {
    const where = {
      scheduleId: { not: null },
      withdrawn: false,
      startAt: { gte: toDate(from), lt: toDate(until) },
    };
    const rows = await this.#database.broadcast.findMany({ where, select: { scheduleId: true, occurrence: true } });
    return new Set(rows.map((row) => `${row.scheduleId}/${row.occurrence}`));
  }

  async single(clusterIds: readonly string[], from: number, until: number): Promise<Broadcast[]> {
    const where = {
      scheduleId: null,
      cancelledAt: null,
      startAt: { lt: toDate(until) },
      endsAt: { gt: toDate(from) },
      OR: [{ overAt: null }, { overAt: { gt: toDate(from) } }],
      targets: { some: { clusterId: { in: [...clusterIds] } } },
    };
    const rows = await this.#database.broadcast.findMany({ where, orderBy: { startAt: 'asc' }, take: 500 });
    return rows.map(broadcastOf);
  }
}

/**
 * Occurrences that were placed together have one audience between them, of some ten kilobytes, and the same clusters:
 * each is sent once, not once an occurrence.
 */
async function addPlaces(database: Pick<Database, '$executeRaw'>, made: readonly NewOccurrence[]): Promise<void> {
  const together = new Map<Audience, { ids: string[]; clusterIds: readonly string[] }>();
  for (const { broadcast, clusterIds } of made) {
    const known = together.get(broadcast.audience);
    if (known === undefined) together.set(broadcast.audience, { ids: [broadcast.id], clusterIds });
    else known.ids.push(broadcast.id);
  }
  for (const [audience, { ids, clusterIds }] of together) {
    await database.$executeRaw`
      UPDATE broadcast SET audience = ${JSON.stringify(audience)}::jsonb WHERE id = ANY(${ids}::text[])`;
    await database.$executeRaw`
      INSERT INTO broadcast_target (broadcast_id, cluster_id)
      SELECT b, c FROM unnest(${ids}::text[]) AS b CROSS JOIN unnest(${[...clusterIds]}::text[]) AS c`;
  }
}
