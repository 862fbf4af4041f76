/** Source bulletins in PostgreSQL. */
import {
  SOURCE_RANKS,
  type SourceLevel,
  type SourceRank,
  type SourceState,
} from '@loa-lang/schemas/states/source-bulletin';
import type { PersonRef } from '../../domain/people/person.ts';
import type { RequestedTargets } from '../../domain/placement/placement.ts';
import type { SourceBulletin, SourceDelivery, SourcePlace } from '../../domain/sources/source-bulletin.ts';
import type { Prisma, SourceBulletin as SourceRow } from '../../generated/prisma/client.ts';
import type { PendingDelivery, SourceEntry, SourceQuery, SourceRecord, SourceStore } from '../../ports/source-store.ts';
import type { Database } from '../postgres/database.ts';
import { json } from './approval-rows.ts';
import { isTaken } from './database-faults.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

type DeliveryRow = Prisma.SourceDeliveryGetPayload<object>;
type New = Omit<SourceBulletin, 'version' | 'withdrawn'>;

const sourceOf = (row: Omit<SourceRow, 'audio'> & { audio?: Uint8Array | null }): SourceBulletin => ({
  id: row.id,
  sourceId: row.sourceId,
  externalId: row.externalId,
  version: row.version,
  contentHash: row.contentHash,
  level: row.level as SourceLevel,
  rank: row.rank as SourceRank,
  title: row.title,
  content:
    row.text === null ? { fileName: row.fileName ?? '', audio: row.audio ?? new Uint8Array() } : { text: row.text },
  language: row.language,
  validUntil: toInstant(row.validUntil),
  receivedAt: row.receivedAt.getTime(),
  receivedBy: row.receivedBy as unknown as PersonRef,
  withdrawn: row.withdrawnAt === null ? undefined : { at: row.withdrawnAt.getTime(), reason: row.withdrawReason ?? '' },
});

const deliveryOf = (row: DeliveryRow): SourceDelivery => ({
  id: row.id,
  communeId: row.communeId,
  requested: row.requested as unknown as RequestedTargets,
  bulletinId: row.bulletinId,
  version: row.version,
  state: row.state as SourceState,
  pending: row.pending,
  dropped: row.dropped,
  broadcastId: orUndefined(row.broadcastId),
  reason: orUndefined(row.reason),
  decided:
    row.decidedAt === null ? undefined : { by: row.decidedBy as unknown as PersonRef, at: row.decidedAt.getTime() },
});

const contentRow = ({ content, validUntil, receivedAt, receivedBy, ...rest }: New) => ({
  ...rest,
  text: 'text' in content ? content.text : null,
  fileName: 'text' in content ? null : content.fileName,
  audio: 'text' in content ? null : Uint8Array.from(content.audio),
  validUntil: validUntil === undefined ? null : toDate(validUntil),
  receivedAt: toDate(receivedAt),
  receivedBy: json(receivedBy),
});

export class SourceRepository implements SourceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(source: New, places: readonly SourcePlace[], newId: () => string): Promise<boolean> {
    const create = places.map(({ communeId, requested }) => ({
      ...{ id: newId(), communeId, requested: json(requested), bulletinId: newId() },
    }));
    try {
      await this.#database.sourceBulletin.create({ data: { ...contentRow(source), deliveries: { create } } });
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }

  async replace(source: New, version: number, places: readonly SourcePlace[], newId: () => string): Promise<boolean> {
    const { id, ...row } = contentRow(source);
    return this.#database.$transaction(async (transaction) => {
      const where = { id, version, withdrawnAt: null };
      const data = { ...row, version: version + 1 };
      if ((await transaction.sourceBulletin.updateMany({ where, data })).count === 0) return false;
      await transaction.sourceDelivery.updateMany({
        where: { sourceBulletinId: id },
        data: { pending: true, dropped: true },
      });
      for (const { communeId, requested } of places) {
        const key = { sourceBulletinId: id, communeId };
        const wanted = { requested: json(requested), dropped: false };
        await transaction.sourceDelivery.upsert({
          where: { sourceBulletinId_communeId: key },
          update: wanted,
          create: { id: newId(), bulletinId: newId(), ...key, ...wanted },
        });
      }
      return true;
    });
  }

  async withdraw(id: string, at: number, reason: string): Promise<void> {
    const withdrawn = { withdrawnAt: toDate(at), withdrawReason: reason };
    await this.#database.$transaction([
      this.#database.sourceBulletin.updateMany({ where: { id, withdrawnAt: null }, data: withdrawn }),
      this.#database.sourceDelivery.updateMany({ where: { sourceBulletinId: id }, data: { pending: true } }),
    ]);
  }

  async findExternal(sourceId: string, externalId: string): Promise<SourceRecord | undefined> {
    const row = await this.#database.sourceBulletin.findUnique({
      where: { sourceId_externalId: { sourceId, externalId } },
      include: { deliveries: { orderBy: { communeId: 'asc' } } },
    });
    return row === null ? undefined : { source: sourceOf(row), deliveries: row.deliveries.map(deliveryOf) };
  }

  async find(id: string): Promise<SourceEntry | undefined> {
    const row = await this.#database.sourceDelivery.findUnique({ where: { id }, include: { source: true } });
    return row === null ? undefined : { source: sourceOf(row.source), delivery: deliveryOf(row) };
  }

  async ofBulletin(bulletinId: string): Promise<SourceEntry | undefined> {
    const row = await this.#database.sourceDelivery.findUnique({ where: { bulletinId }, select: { id: true } });
    return row === null ? undefined : this.find(row.id);
  }

  async list({ communeId, communeIds, state, limit, before }: SourceQuery): Promise<SourceEntry[]> {
    const rows = await this.#database.sourceDelivery.findMany({
      where: {
        ...(communeIds !== undefined && { AND: { communeId: { in: [...communeIds] } } }),
        ...(communeId !== undefined && { communeId }),
        ...(state !== undefined && { state }),
        ...(before !== undefined && {
          OR: [
            { source: { receivedAt: { lt: toDate(before.at) } } },
            { source: { receivedAt: toDate(before.at) }, id: { lt: before.id } },
          ],
        }),
      },
      include: { source: { omit: { audio: true } } },
      orderBy: [{ source: { receivedAt: 'desc' } }, { id: 'desc' }],
      take: limit,
    });
    return rows.map((row) => ({ source: sourceOf(row.source), delivery: deliveryOf(row) }));
  }

  async pending(): Promise<PendingDelivery[]> {
    const rows = await this.#database.sourceDelivery.findMany({
      where: { pending: true },
      select: { id: true, source: { select: { rank: true } } },
      orderBy: { source: { receivedAt: 'asc' } },
    });
    const found = rows.map(({ id, source }) => ({ id, rank: source.rank as SourceRank }));
    const order = ({ rank }: PendingDelivery) => -SOURCE_RANKS.indexOf(rank);
    return found.sort((a, b) => order(a) - order(b));
  }

  async save(delivery: SourceDelivery, seen: Pick<SourceBulletin, 'version' | 'withdrawn'>): Promise<void> {
    const { id, communeId: _, requested: __, bulletinId: ___, dropped: ____, decided, pending, ...rest } = delivery;
    const data = {
      ...{
        version: rest.version,
        state: rest.state,
        broadcastId: orNull(rest.broadcastId),
        reason: orNull(rest.reason),
      },
      ...(decided !== undefined && { decidedBy: json(decided.by), decidedAt: toDate(decided.at) }),
    };
    const unchanged = { version: seen.version, ...(seen.withdrawn === undefined && { withdrawnAt: null }) };
    await this.#database.$transaction([
      this.#database.sourceDelivery.update({ where: { id }, data }),
      this.#database.sourceDelivery.updateMany({ where: { id, source: unchanged }, data: { pending } }),
    ]);
  }

  async outOfDate(now: number): Promise<string[]> {
    const rows = await this.#database.sourceDelivery.findMany({
      where: { state: 'inbox', source: { validUntil: { lte: toDate(now) } } },
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }
}
