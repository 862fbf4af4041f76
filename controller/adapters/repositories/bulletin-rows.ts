/** Bulletins between PostgreSQL's rows and our records. */
import type { BulletinKind, ComposedPart } from '@loa-lang/schemas/http/composition';
import type { Repair } from '@loa-lang/schemas/http/recordings';
import { currentVersions } from '../../domain/bulletins/current-versions.ts';
import type { Correction } from '../../domain/reading/reading-types.ts';
import { searchName } from '../../domain/text/names.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { AssetRecord, BulletinRecord, VersionRecord } from '../../ports/bulletin-store.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

export const ASSET = { id: true, sizeBytes: true, durationMs: true, levelDbfs: true } as const;
export const VERSION = { include: { asset: { select: ASSET } } } as const;
export const VERSIONS = { versions: VERSION } satisfies Prisma.BulletinInclude;
type VersionRow = Prisma.BulletinVersionGetPayload<typeof VERSION>;
type BulletinRow = Prisma.BulletinGetPayload<{ include: { versions: typeof VERSION } }>;
type AssetRow = Prisma.AssetGetPayload<{ select: typeof ASSET }>;

export const assetOf = ({ id, ...rest }: AssetRow): AssetRecord => ({ assetId: id, ...rest });

export const versionOf = (row: VersionRow): VersionRecord => ({
  id: row.id,
  bulletinId: row.bulletinId,
  version: row.version,
  language: row.language,
  text: orUndefined(row.text),
  fileName: orUndefined(row.fileName),
  voice: orUndefined(row.voice),
  parts: orUndefined(row.parts as ComposedPart[] | null),
  wordsPerMinute: orUndefined(row.wordsPerMinute),
  corrections: row.corrections as unknown as Correction[],
  state: row.state,
  fault: orUndefined(row.fault),
  warnings: row.warnings,
  asset: row.asset === null ? undefined : assetOf(row.asset),
  originalId: orUndefined(row.originalId),
  repair: orUndefined(row.repair as Repair | null),
});

export const bulletinOf = (row: BulletinRow): BulletinRecord => ({
  id: row.id,
  communeId: row.communeId,
  title: row.title,
  kind: row.kind as BulletinKind,
  keep: row.keep,
  category: orUndefined(row.category),
  important: row.important,
  onPublicPage: orUndefined(row.onPublicPage),
  stationSound: row.stationSound,
  validUntil: toInstant(row.validUntil),
  createdAt: row.createdAt.getTime(),
  removedAt: toInstant(row.deletedAt),
  versions: currentVersions(row.versions).map(versionOf),
});

/** @param createdAt absent: now, by the database */
export function rowOf(
  {
    asset,
    text,
    fileName,
    voice,
    wordsPerMinute,
    parts,
    corrections = [],
    fault,
    originalId,
    repair,
    ...version
  }: VersionRecord,
  createdAt?: number,
) {
  return {
    ...version,
    text: orNull(text),
    fileName: orNull(fileName),
    voice: orNull(voice),
    wordsPerMinute: orNull(wordsPerMinute),
    corrections: corrections as unknown as Prisma.InputJsonArray,
    ...(parts !== undefined && { parts: parts as unknown as Prisma.InputJsonArray }),
    fault: orNull(fault),
    originalId: orNull(originalId),
    ...(repair !== undefined && { repair }),
    assetId: orNull(asset?.assetId),
    ...(createdAt !== undefined && { createdAt: toDate(createdAt) }),
  } satisfies Prisma.BulletinVersionUncheckedCreateInput;
}

/** Title and file name: a recording is looked for by either. */
export const searchTitleOf = (title: string, versions: readonly Pick<VersionRecord, 'fileName'>[]): string =>
  searchName([title, ...versions.map((version) => version.fileName ?? '')].join(' '));
