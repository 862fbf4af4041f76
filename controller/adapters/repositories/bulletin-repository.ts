/** Bulletins and assets in PostgreSQL. */
import type { BulletinKind } from '@loa-lang/schemas/http/composition';
import type { ItemFacts } from '../../domain/programme-log/log-line.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type {
  AssetRecord,
  BulletinQuery,
  BulletinRecord,
  BulletinStore,
  NewAsset,
  Unfinished,
  VersionRecord,
} from '../../ports/bulletin-store.ts';
import type { Database } from '../postgres/database.ts';
import { ASSET, assetOf, bulletinOf, rowOf, searchTitleOf, VERSION, VERSIONS, versionOf } from './bulletin-rows.ts';
import { orNull, orUndefined, toDate } from './row-values.ts';

/** Prisma hands it to LIKE as it is. */
const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

export class BulletinRepository implements BulletinStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create({
    versions,
    category,
    important = false,
    onPublicPage,
    validUntil,
    createdAt,
    removedAt: _,
    ...bulletin
  }: BulletinRecord): Promise<void> {
    await this.#database.bulletin.create({
      data: {
        ...bulletin,
        searchTitle: searchTitleOf(bulletin.title, versions),
        category: orNull(category),
        important,
        onPublicPage: orNull(onPublicPage),
        validUntil: validUntil === undefined ? null : toDate(validUntil),
        createdAt: toDate(createdAt),
        versions: {
          create: versions.map((version) => {
            const { bulletinId: __, ...row } = rowOf(version, createdAt);
            return row;
          }),
        },
      },
    });
  }

  async find(id: string): Promise<BulletinRecord | undefined> {
    return (await this.findAll([id]))[0];
  }

  async findRemoved(id: string): Promise<BulletinRecord | undefined> {
    const row = await this.#database.bulletin.findFirst({ where: { id, NOT: { deletedAt: null } }, include: VERSIONS });
    return row === null ? undefined : bulletinOf(row);
  }

  async communeOf(id: string): Promise<string | undefined> {
    const row = await this.#database.bulletin.findUnique({ where: { id }, select: { communeId: true } });
    return row?.communeId;
  }

  async findAll(ids: readonly string[]): Promise<BulletinRecord[]> {
    const where = { id: { in: [...ids] }, deletedAt: null };
    return (await this.#database.bulletin.findMany({ where, include: VERSIONS })).map(bulletinOf);
  }

  async facts(ids: readonly string[]): Promise<Map<string, ItemFacts>> {
    const select = { id: true, category: true, stationSound: true };
    const rows = await this.#database.bulletin.findMany({ where: { id: { in: [...new Set(ids)] } }, select });
    return new Map(
      rows.map(({ id, category, stationSound }) => [id, { category: orUndefined(category), stationSound }]),
    );
  }

  /** Ids are made in order of time, so they page. */
  async list({
    communeId,
    communeIds,
    search,
    category,
    limit,
    before,
    removed = false,
  }: BulletinQuery): Promise<BulletinRecord[]> {
    const rows = await this.#database.bulletin.findMany({
      where: {
        deletedAt: removed ? { not: null } : null,
        stationSound: false,
        ...(category !== undefined && { category }),
        ...(communeIds !== undefined && { AND: { communeId: { in: [...communeIds] } } }),
        ...(communeId !== undefined && { communeId }),
        ...(search !== undefined && { searchTitle: { contains: literal(search) } }),
        ...(before !== undefined && { id: { lt: before } }),
      },
      include: VERSIONS,
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(bulletinOf);
  }

  async change(id: string, fields: Parameters<BulletinStore['change']>[1]): Promise<void> {
    const { title, keep } = fields;
    const versions =
      title === undefined ? [] : await this.#database.bulletinVersion.findMany({ where: { bulletinId: id } });
    const fileNames = versions.map((version) => ({ fileName: orUndefined(version.fileName) }));
    await this.#database.bulletin.update({
      where: { id },
      data: {
        ...(title !== undefined && { title, searchTitle: searchTitleOf(title, fileNames) }),
        ...(keep !== undefined && { keep }),
        ...(fields.important !== undefined && { important: fields.important }),
        ...('onPublicPage' in fields && { onPublicPage: orNull(fields.onPublicPage) }),
        ...('category' in fields && { category: orNull(fields.category) }),
        ...('validUntil' in fields && {
          validUntil: fields.validUntil === undefined ? null : toDate(fields.validUntil),
        }),
      },
    });
  }

  async remove(id: string, at: number): Promise<void> {
    await this.#database.bulletin.update({ where: { id }, data: { deletedAt: toDate(at) } });
  }

  async restore(id: string): Promise<void> {
    await this.#database.bulletin.update({ where: { id }, data: { deletedAt: null } });
  }

  /** Two at once get two numbers: the row of the bulletin is locked meanwhile. */
  async addVersion(version: Omit<VersionRecord, 'version'>): Promise<VersionRecord> {
    const { bulletinId } = version;
    return this.#database.$transaction(async (transaction) => {
      await transaction.$queryRaw(Prisma.sql`SELECT 1 FROM bulletin WHERE id = ${bulletinId} FOR UPDATE`);
      const { _max } = await transaction.bulletinVersion.aggregate({ where: { bulletinId }, _max: { version: true } });
      const added = { ...version, version: (_max.version ?? 0) + 1 };
      await transaction.bulletinVersion.create({ data: rowOf(added) });
      const { title } = await transaction.bulletin.findUniqueOrThrow({ where: { id: bulletinId } });
      const all = await transaction.bulletinVersion.findMany({ where: { bulletinId }, select: { fileName: true } });
      const searchTitle = searchTitleOf(
        title,
        all.map((each) => ({ fileName: orUndefined(each.fileName) })),
      );
      await transaction.bulletin.update({ where: { id: bulletinId }, data: { searchTitle } });
      return added;
    });
  }

  async removeLanguage(bulletinId: string, language: string, at: number): Promise<void> {
    const where = { bulletinId, language, removedAt: null };
    await this.#database.bulletinVersion.updateMany({ where, data: { removedAt: toDate(at) } });
  }

  async unfinished(): Promise<Unfinished[]> {
    const where = { state: 'processing' } as const;
    const include = { ...VERSION.include, bulletin: { select: { kind: true, deletedAt: true } } };
    const rows = await this.#database.bulletinVersion.findMany({ where, include, orderBy: { createdAt: 'asc' } });
    return rows.map((row) => {
      const { kind, deletedAt } = row.bulletin;
      return { ...versionOf(row), kind: kind as BulletinKind, removed: deletedAt !== null };
    });
  }

  async finish(versionId: string, assetId: string, warnings: readonly string[]): Promise<void> {
    await this.#database.bulletinVersion.update({
      where: { id: versionId },
      data: { state: 'ready', assetId, warnings: [...warnings], fault: null },
    });
  }

  async fail(versionId: string, fault: string): Promise<void> {
    await this.#database.bulletinVersion.update({ where: { id: versionId }, data: { state: 'failed', fault } });
  }

  async encoded(key: string): Promise<{ asset: AssetRecord; warnings: string[] } | undefined> {
    const select = { asset: { select: { ...ASSET, provenance: true } } } as const;
    const row = await this.#database.encoding.findUnique({ where: { key }, select });
    if (row === null) return undefined;
    const { provenance, ...asset } = row.asset;
    const { warnings = [] } = provenance as { warnings?: string[] };
    return { asset: assetOf(asset), warnings };
  }

  async asset(assetId: string): Promise<AssetRecord | undefined> {
    const row = await this.#database.asset.findUnique({ where: { id: assetId }, select: ASSET });
    return row === null ? undefined : assetOf(row);
  }

  async keepEncoding(key: string, { assetId, loudness, provenance, analysis, ...asset }: NewAsset): Promise<void> {
    const json = (value: object) => value as Prisma.InputJsonObject;
    const analysed = analysis === undefined ? {} : { analysis: json(analysis) };
    const data = { id: assetId, ...asset, loudness: json(loudness), provenance: json(provenance), ...analysed };
    await this.#database.$transaction([
      this.#database.asset.upsert({ where: { id: assetId }, create: data, update: analysed }),
      this.#database.encoding.upsert({ where: { key }, create: { key, assetId }, update: { assetId } }),
    ]);
  }
}
