/** Bulletins in memory, as they are made and as programmes see them. */
import { currentVersions } from '@loa-lang/controller/domain/bulletins/current-versions';
import type { SourceBulletin } from '@loa-lang/controller/domain/schedules/content';
import type {
  AssetRecord,
  BulletinRecord,
  BulletinStore,
  NewAsset,
  Unfinished,
  VersionRecord,
} from '@loa-lang/controller/ports/bulletin-store';
import type { ProgrammeBulletins } from '@loa-lang/controller/ports/schedule-store';
import { type BulletinRow, by, frozen, kept, type Tables } from './tables.ts';

export class MemoryBulletins implements Omit<BulletinStore, 'list'> {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  async create(bulletin: BulletinRecord): Promise<void> {
    const versions = bulletin.versions.map((version) => ({ ...version, removedAt: null }));
    const row = { ...bulletin, important: bulletin.important ?? false, removedAt: undefined, versions };
    this.#tables.bulletins.set(bulletin.id, kept(row));
  }

  async find(id: string): Promise<BulletinRecord | undefined> {
    return (await this.findAll([id]))[0];
  }

  async findRemoved(id: string): Promise<BulletinRecord | undefined> {
    const row = this.#tables.bulletins.get(id);
    return row?.removedAt === undefined ? undefined : recordOf(row);
  }

  async communeOf(id: string): Promise<string | undefined> {
    return this.#tables.bulletins.get(id)?.communeId;
  }

  async findAll(ids: readonly string[]): Promise<BulletinRecord[]> {
    return [...new Set(ids)].flatMap((id) => {
      const row = this.#tables.bulletins.get(id);
      return row === undefined || row.removedAt !== undefined ? [] : [recordOf(row)];
    });
  }

  async facts(ids: readonly string[]): ReturnType<BulletinStore['facts']> {
    const rows = ids.flatMap((id) => this.#tables.bulletins.get(id) ?? []);
    return new Map(rows.map(({ id, category, stationSound = false }) => [id, { category, stationSound }]));
  }

  async change(id: string, fields: Parameters<BulletinStore['change']>[1]): Promise<void> {
    this.#change(id, fields);
  }

  async remove(id: string, at: number): Promise<void> {
    this.#change(id, { removedAt: at });
  }

  async restore(id: string): Promise<void> {
    this.#change(id, { removedAt: undefined });
  }

  async addVersion(version: Omit<VersionRecord, 'version'>): Promise<VersionRecord> {
    const { versions } = this.#row(version.bulletinId);
    const added = { ...version, version: Math.max(0, ...versions.map((each) => each.version)) + 1 };
    this.#change(version.bulletinId, { versions: [...versions, { ...added, removedAt: null }] });
    return added;
  }

  async removeLanguage(id: string, language: string, at: number): Promise<void> {
    this.#changeVersions(id, (each) =>
      each.language === language && each.removedAt === null ? { removedAt: new Date(at) } : {},
    );
  }

  async unfinished(): Promise<Unfinished[]> {
    return [...this.#tables.bulletins.values()].flatMap(({ kind, removedAt, versions }) =>
      versions
        .filter((each) => each.state === 'processing')
        .map((each) => ({ ...versionOf(each), kind, removed: removedAt !== undefined })),
    );
  }

  async finish(versionId: string, assetId: string, warnings: readonly string[]): Promise<void> {
    const asset = await this.asset(assetId);
    this.#changeVersion(versionId, { state: 'ready', asset, warnings: [...warnings], fault: undefined });
  }

  async fail(versionId: string, fault: string): Promise<void> {
    this.#changeVersion(versionId, { state: 'failed', fault });
  }

  async encoded(key: string): Promise<{ asset: AssetRecord; warnings: string[] } | undefined> {
    return this.#tables.assets.get(this.#tables.encodings.get(key) ?? '');
  }

  async asset(assetId: string): Promise<AssetRecord | undefined> {
    return this.#tables.assets.get(assetId)?.asset;
  }

  async keepEncoding(key: string, { assetId, sizeBytes, durationMs, levelDbfs, provenance }: NewAsset): Promise<void> {
    const { warnings = [] } = provenance as { warnings?: string[] };
    const { assets, encodings } = this.#tables;
    if (!assets.has(assetId)) {
      assets.set(assetId, kept({ asset: { assetId, sizeBytes, durationMs, levelDbfs }, warnings }));
    }
    encodings.set(key, assetId);
  }

  #row(id: string): BulletinRow {
    const row = this.#tables.bulletins.get(id);
    if (row === undefined) throw new Error(`no bulletin ${id}`);
    return row;
  }

  #change(id: string, fields: Partial<BulletinRow>): void {
    this.#tables.bulletins.set(id, kept({ ...this.#row(id), ...fields }));
  }

  #changeVersions(id: string, change: (version: BulletinRow['versions'][number]) => object): void {
    const { versions } = this.#row(id);
    this.#change(id, { versions: versions.map((each) => ({ ...each, ...change(each) })) });
  }

  #changeVersion(versionId: string, fields: Partial<VersionRecord>): void {
    const row = [...this.#tables.bulletins.values()].find(({ versions }) =>
      versions.some((each) => each.id === versionId),
    );
    if (row === undefined) throw new Error(`no version ${versionId}`);
    this.#changeVersions(row.id, (each) => (each.id === versionId ? fields : {}));
  }
}

export class MemoryProgrammeBulletins implements ProgrammeBulletins {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  async byIds(ids: readonly string[]): Promise<SourceBulletin[]> {
    return [...this.#tables.bulletins.values()]
      .filter((row) => row.removedAt === undefined && ids.includes(row.id))
      .map(sourceOf);
  }

  async ofCategories(communeId: string, categories: readonly string[], validAt: number) {
    const found = categories.map((category) => {
      const rows = [...this.#tables.bulletins.values()]
        .filter((row) => row.communeId === communeId && row.category === category && row.stationSound !== true)
        .filter((row) => row.removedAt === undefined && (row.validUntil === undefined || row.validUntil > validAt))
        .sort(
          by(
            (row) => row.createdAt,
            (row) => row.id,
          ),
        )
        .reverse();
      return [category, rows.slice(0, 100).map(sourceOf)] as const;
    });
    return new Map(found);
  }

  async texts(ids: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const id of ids) {
      const spoken = (this.#tables.bulletins.get(id)?.versions ?? [])
        .filter((each) => each.language === 'vi' && each.removedAt === null && each.text !== undefined)
        .sort(by((each) => each.version));
      const last = spoken.at(-1)?.text;
      if (last !== undefined) found.set(id, last);
    }
    return found;
  }
}

const versionOf = ({ removedAt: _, ...version }: BulletinRow['versions'][number]): VersionRecord => version;

const recordOf = (row: BulletinRow): BulletinRecord =>
  frozen({ ...row, versions: currentVersions(row.versions).map(versionOf) });

const sourceOf = ({ id, title, validUntil, createdAt, versions }: BulletinRow): SourceBulletin => ({
  ...{ id, title, validUntil, createdAt },
  versions: currentVersions(versions).flatMap(({ language, asset }) => {
    if (asset === undefined) return [];
    const { assetId, sizeBytes, durationMs } = asset;
    return [{ language, assetId, sizeBytes, durationMs }];
  }),
});
