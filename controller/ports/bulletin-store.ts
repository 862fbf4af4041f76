/** Bulletins and the assets made of them. */
import type { BulletinState } from '@loa-lang/schemas/http/bulletins';
import type { RecordingAnalysis, Repair } from '@loa-lang/schemas/http/recordings';
import type { AreaId, AssetId, BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

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
  version: number;
  language: string;
  text: string | undefined;
  fileName: string | undefined;
  voice: string | undefined;
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
  keep: boolean;
  validUntil: EpochMillis | undefined;
  createdAt: EpochMillis;
  /** of the latest version, one a language */
  versions: VersionRecord[];
}

export interface BulletinQuery {
  communeId?: AreaId;
  /** part of title or file name, without diacritics */
  search?: string;
  limit: number;
  /** older than this one */
  before?: BulletinId;
}

export interface BulletinStore {
  create(bulletin: BulletinRecord): Promise<void>;
  find(id: BulletinId): Promise<BulletinRecord | undefined>;
  /** whether there is or was one of this id */
  isKnown(id: BulletinId): Promise<boolean>;
  findAll(ids: readonly BulletinId[]): Promise<BulletinRecord[]>;
  /** newest first */
  list(query: BulletinQuery): Promise<BulletinRecord[]>;
  change(
    id: BulletinId,
    fields: { title?: string; keep?: boolean; validUntil?: EpochMillis | undefined },
  ): Promise<void>;
  remove(id: BulletinId, at: EpochMillis): Promise<void>;
  /** versions still to be made, oldest first */
  unfinished(): Promise<VersionRecord[]>;
  finish(versionId: string, assetId: AssetId, warnings: readonly string[]): Promise<void>;
  fail(versionId: string, fault: string): Promise<void>;
  /** what an encoding with this key gave before, with its warnings */
  encoded(key: string): Promise<{ asset: AssetRecord; warnings: string[] } | undefined>;
  asset(assetId: AssetId): Promise<AssetRecord | undefined>;
  /** Remembers asset and key together; both may be known already. */
  keepEncoding(key: string, asset: NewAsset): Promise<void>;
}
