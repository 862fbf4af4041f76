/** Bulletins and the assets made of them. */
import type { BulletinState } from '@loa-lang/schemas/http/bulletins';
import type { BulletinKind, ComposedPart } from '@loa-lang/schemas/http/composition';
import type { RecordingAnalysis, Repair } from '@loa-lang/schemas/http/recordings';
import type { AreaId, AssetId, BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { ItemFacts } from '../domain/programme-log/log-line.ts';
import type { Correction } from '../domain/reading/reading-types.ts';

export interface AssetRecord {
  assetId: AssetId;
  sizeBytes: number;
  durationMs: Millis;
  /** RMS of the whole, dBFS */
  levelDbfs: number;
}

/** An asset with what is remembered of how it came about. */
export interface NewAsset extends AssetRecord {
  loudness: object;
  provenance: object;
  /** of the recording it was made from */
  analysis?: RecordingAnalysis;
}

export interface VersionRecord {
  id: string;
  bulletinId: BulletinId;
  /** counts the changes of the bulletin, whatever their language */
  version: number;
  language: string;
  text: string | undefined;
  fileName: string | undefined;
  voice: string | undefined;
  /** in order, their words settled; `undefined` for the body alone */
  parts: ComposedPart[] | undefined;
  /** syllables a minute; absent in recordings, and in texts of a version that had no choice */
  wordsPerMinute?: number | undefined;
  /** places of the text that are read otherwise */
  corrections?: readonly Correction[] | undefined;
  state: BulletinState;
  /** error code when failed */
  fault: string | undefined;
  /** warning codes */
  warnings: string[];
  asset: AssetRecord | undefined;
  /** hash of the uploaded recording, once it is kept */
  originalId?: string | undefined;
  /** what is done with it */
  repair?: Repair | undefined;
}

export interface BulletinRecord {
  id: BulletinId;
  communeId: AreaId;
  title: string;
  kind: BulletinKind;
  keep: boolean;
  /** playlists are filled by it */
  category?: string | undefined;
  /** whoever misses it gets it later by itself */
  important?: boolean | undefined;
  /** whether villagers find it on their hamlet's page; as its nature says when nobody has said */
  onPublicPage?: boolean | undefined;
  /** made for programmes by the system itself, and not listed */
  stationSound?: boolean;
  validUntil: EpochMillis | undefined;
  createdAt: EpochMillis;
  removedAt: EpochMillis | undefined;
  /** the latest of each language, Vietnamese first */
  versions: VersionRecord[];
}

export interface Unfinished extends VersionRecord {
  kind: BulletinKind;
  /** whether its bulletin is removed */
  removed: boolean;
}

export interface BulletinQuery {
  communeId?: AreaId;
  /** of any of these */
  communeIds?: readonly AreaId[];
  /** part of title or file name, without diacritics */
  search?: string;
  limit: number;
  /** older than this one */
  before?: BulletinId;
  category?: string;
  /** only removed ones instead of only the others */
  removed?: boolean;
}

export interface BulletinStore {
  create(bulletin: BulletinRecord): Promise<void>;
  /** removed ones are not found, except by `findRemoved` */
  find(id: BulletinId): Promise<BulletinRecord | undefined>;
  findRemoved(id: BulletinId): Promise<BulletinRecord | undefined>;
  /** also of a removed one; `undefined` when there never was one of this id */
  communeOf(id: BulletinId): Promise<AreaId | undefined>;
  findAll(ids: readonly BulletinId[]): Promise<BulletinRecord[]>;
  /** What the programme log says of them, of removed ones too. */
  facts(ids: readonly BulletinId[]): Promise<Map<BulletinId, ItemFacts>>;
  /** newest first */
  list(query: BulletinQuery): Promise<BulletinRecord[]>;
  change(
    id: BulletinId,
    fields: {
      title?: string;
      keep?: boolean;
      category?: string | undefined;
      important?: boolean;
      onPublicPage?: boolean | undefined;
      validUntil?: EpochMillis | undefined;
    },
  ): Promise<void>;
  remove(id: BulletinId, at: EpochMillis): Promise<void>;
  restore(id: BulletinId): Promise<void>;
  /** Follows what was there in this language. @returns it with its number */
  addVersion(version: Omit<VersionRecord, 'version'>): Promise<VersionRecord>;
  /** All of one language. */
  removeLanguage(id: BulletinId, language: string, at: EpochMillis): Promise<void>;
  /** Versions still to be made, oldest first; of removed bulletins too: brought back they must not lack their upload. */
  unfinished(): Promise<Unfinished[]>;
  finish(versionId: string, assetId: AssetId, warnings: readonly string[]): Promise<void>;
  fail(versionId: string, fault: string): Promise<void>;
  /** what an encoding with this key gave before, with its warnings */
  encoded(key: string): Promise<{ asset: AssetRecord; warnings: string[] } | undefined>;
  asset(assetId: AssetId): Promise<AssetRecord | undefined>;
  /** Remembers asset and key together; both may be known already. */
  keepEncoding(key: string, asset: NewAsset): Promise<void>;
}
