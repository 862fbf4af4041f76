/** Broadcasts as they concern one hamlet or one pole, in PostgreSQL. Every read is bounded and goes by an index. */
import type { BulletinKind } from '@loa-lang/schemas/http/composition';
import { isFinalReceipt } from '@loa-lang/schemas/states/receipt';
import type { BroadcastClass, PlanItem } from '@loa-lang/schemas/wire/plan';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import { assetsOf, soundsUntil } from '../../domain/broadcasts/broadcast.ts';
import { hasStream } from '../../domain/coverage/stream-content.ts';
import { OUTPUT_FLOOR_DBFS } from '../../domain/plan-content/settings-content.ts';
import type { BulletinFacts, HeardBroadcast } from '../../domain/public/hamlet-entry.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Place, PublicBroadcasts } from '../../ports/public-reader.ts';
import type { Database } from '../postgres/database.ts';
import { orUndefined, toDate, toInstant } from './row-values.ts';

/** Without what is large and tells of other places. */
const SHOWN = {
  ...{ id: true, version: true, title: true, class: true, startAt: true, endsAt: true, overAt: true, approval: true },
  ...{ cancelledAt: true, makeUpOf: true, items: true, bulletins: true },
} as const satisfies Prisma.BroadcastSelect;
type Row = Prisma.BroadcastGetPayload<{ select: typeof SHOWN }>;

const meantFor = (place: Place): Prisma.BroadcastWhereInput =>
  'clusterId' in place
    ? { targets: { some: { clusterId: place.clusterId } } }
    : { audience: { path: ['hamlets'], array_contains: [{ id: place.hamletId }] } };

export class PublicBroadcastRepository implements PublicBroadcasts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(place: Place, range: Parameters<PublicBroadcasts['list']>[1]): Promise<HeardBroadcast[]> {
    const { within, from, until, limit, soonestFirst = false } = range;
    const order = soonestFirst ? 'asc' : 'desc';
    const rows = await this.#database.broadcast.findMany({
      where: {
        communeId: { in: [...within] },
        startAt: { gte: toDate(from), lt: toDate(until) },
        ...{ withdrawn: false, approval: 'approved' },
        ...meantFor(place),
      },
      select: SHOWN,
      orderBy: [{ startAt: order }, { id: order }],
      take: limit,
    });
    return this.#told(place, rows);
  }

  async find(place: Place, within: readonly string[], id: string): Promise<HeardBroadcast | undefined> {
    const where = { id, communeId: { in: [...within] }, withdrawn: false, approval: 'approved', ...meantFor(place) };
    const row = await this.#database.broadcast.findFirst({ where, select: SHOWN });
    return row === null ? undefined : (await this.#told(place, [row]))[0];
  }

  async #told(place: Place, rows: readonly Row[]): Promise<HeardBroadcast[]> {
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return [];
    const poles = await this.#poles(place);
    const measured = poles.filter(({ kind }) => kind === 'horns').map(({ id }) => id);
    const [receipts, drills] = await Promise.all([
      this.#database.receiptRow.findMany({
        where: { broadcastId: { in: ids }, clusterId: { in: measured } },
        select: { broadcastId: true, body: true },
      }),
      this.#database.emergencyAct.findMany({
        where: { broadcastId: { in: ids }, drill: true },
        select: { broadcastId: true },
      }),
    ]);
    const drilled = new Set(drills.map(({ broadcastId }) => broadcastId));
    const isUnmeasured = poles.length > measured.length;
    return rows.map((row) => {
      const own = receipts.filter(({ broadcastId }) => broadcastId === row.id).map(({ body }) => body as Receipt);
      return { ...heardOf(row), drill: drilled.has(row.id), reported: reportedBy(own, isUnmeasured) };
    });
  }

  #poles(place: Place): Promise<{ id: string; kind: string }[]> {
    const stands = { services: { none: {} }, ...('hamletId' in place && { hamletId: place.hamletId }) };
    const where =
      'clusterId' in place
        ? { id: place.clusterId }
        : { deletedAt: null, OR: [{ services: { some: { hamletId: place.hamletId } } }, stands] };
    return this.#database.cluster.findMany({ where, select: { id: true, kind: true } });
  }

  async bulletins(ids: readonly string[]): Promise<Map<string, BulletinFacts>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#database.bulletin.findMany({
      where: { id: { in: [...new Set(ids)] } },
      include: {
        versions: {
          where: { removedAt: null, assetId: { not: null } },
          select: { language: true, text: true, asset: { select: { id: true, sizeBytes: true, durationMs: true } } },
          orderBy: { version: 'desc' },
        },
      },
    });
    return new Map(
      rows.map(({ versions, validUntil, deletedAt, category, onPublicPage, kind, ...row }) => [
        row.id,
        {
          ...{ id: row.id, kind: kind as BulletinKind, title: row.title, stationSound: row.stationSound },
          ...{ category: orUndefined(category), onPublicPage: orUndefined(onPublicPage) },
          ...{ validUntil: toInstant(validUntil), removed: deletedAt !== null },
          versions: versions.flatMap(({ asset, text, language }) =>
            asset === null ? [] : [{ ...asset, language, text: orUndefined(text), assetId: asset.id }],
          ),
        },
      ]),
    );
  }
}

/** Under way, or played with something to be heard at the amplifier. */
const isHeard = ({ state, items, outputLevelDbfs }: Receipt): boolean =>
  state === 'started' ||
  (items.some(({ playedMs }) => playedMs > 0) && outputLevelDbfs !== undefined && outputLevelDbfs > OUTPUT_FLOOR_DBFS);

function reportedBy(receipts: readonly Receipt[], isUnmeasured: boolean): HeardBroadcast['reported'] {
  if (receipts.some(isHeard)) return 'sounded';
  if (isUnmeasured) return 'unmeasured';
  return receipts.some(({ state }) => isFinalReceipt(state)) ? 'silent' : 'nothing';
}

function heardOf(row: Row): Omit<HeardBroadcast, 'drill' | 'reported'> {
  const items = row.items as unknown as PlanItem[];
  const cancelledAt = toInstant(row.cancelledAt);
  const overAt = toInstant(row.overAt);
  return {
    ...{ id: row.id, version: row.version, title: row.title, class: row.class as BroadcastClass, cancelledAt },
    startAt: row.startAt.getTime(),
    soundsUntil: soundsUntil({ endsAt: row.endsAt.getTime(), ...(overAt !== undefined && { overAt }) }),
    approved: row.approval === 'approved',
    isMakeUp: row.makeUpOf !== null,
    hasStream: hasStream({ items }),
    assetIds: new Set(assetsOf(items).map(({ assetId }) => assetId)),
    bulletins: row.bulletins as unknown as HeardBroadcast['bulletins'],
  };
}
