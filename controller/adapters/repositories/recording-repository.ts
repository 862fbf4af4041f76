/** Originals, analyses and repairs in PostgreSQL. */
import type { RecordingAnalysis, Repair } from '@loa-lang/schemas/http/recordings';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Loudness } from '../../ports/audio.ts';
import type { MeasuredVersion, RecordingStore, RecordingVersion } from '../../ports/recording-store.ts';
import type { Database } from '../postgres/database.ts';
import { orUndefined, toDate } from './row-values.ts';

const ROW = { version: true, language: true, state: true, repair: true, originalId: true, createdAt: true } as const;
const MEASURED = {
  ...ROW,
  warnings: true,
  asset: { select: { durationMs: true, loudness: true, analysis: true } },
} as const;
type Row = Prisma.BulletinVersionGetPayload<{ select: typeof ROW }>;

const versionOf = ({ repair, originalId, createdAt, ...row }: Row): RecordingVersion => ({
  ...row,
  repair: (repair ?? {}) as Repair,
  originalId: orUndefined(originalId),
  createdAt: createdAt.getTime(),
});

/** Named by no version of a bulletin that is there, or was a while ago. */
const unused = (before: number) => ({
  usedAt: { lt: toDate(before) },
  versions: { none: { bulletin: { OR: [{ deletedAt: null }, { deletedAt: { gte: toDate(before) } }] } } },
});

export class RecordingRepository implements RecordingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async noteOriginal(versionId: string, original: { sha256: string; sizeBytes: number }, at: number): Promise<void> {
    const { sha256: id, sizeBytes } = original;
    const usedAt = toDate(at);
    await this.#database.$transaction([
      this.#database.original.upsert({ where: { id }, create: { id, sizeBytes, usedAt }, update: { usedAt } }),
      this.#database.bulletinVersion.update({ where: { id: versionId }, data: { originalId: id } }),
    ]);
  }

  async measured(
    bulletinId: string,
    { version, language }: { version?: number | undefined; language?: string | undefined },
  ): Promise<MeasuredVersion | undefined> {
    const row = await this.#database.bulletinVersion.findFirst({
      where: {
        bulletinId,
        bulletin: { deletedAt: null },
        ...(version !== undefined && { version }),
        ...(language !== undefined && { language }),
      },
      select: MEASURED,
      orderBy: [{ version: 'desc' }, { language: 'asc' }],
    });
    if (row === null) return undefined;
    const { asset, warnings, ...rest } = row;
    const aired = asset && { ...(asset.loudness as unknown as Loudness), durationMs: asset.durationMs };
    return {
      ...versionOf(rest),
      warnings,
      analysis: orUndefined(asset?.analysis as RecordingAnalysis | null | undefined),
      aired: orUndefined(aired),
    };
  }

  async history(bulletinId: string): Promise<RecordingVersion[]> {
    const rows = await this.#database.bulletinVersion.findMany({
      where: { bulletinId, bulletin: { deletedAt: null } },
      select: ROW,
      orderBy: [{ version: 'desc' }, { language: 'asc' }],
    });
    return rows.map(versionOf);
  }

  async unusedOriginals(before: number): Promise<string[]> {
    const rows = await this.#database.original.findMany({ where: unused(before), select: { id: true } });
    return rows.map(({ id }) => id);
  }

  /** The row's lock keeps an upload of the same bytes waiting until the file is gone, so that it brings its own. */
  async dropOriginal(id: string, before: number, removeFile: () => Promise<void>): Promise<void> {
    await this.#database.$transaction(async (transaction) => {
      const { count } = await transaction.original.deleteMany({ where: { id, ...unused(before) } });
      if (count > 0) await removeFile();
    });
  }
}
