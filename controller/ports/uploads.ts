import type { BulletinKind, Recipe } from '@loa-lang/schemas/http/composition';
import type { EpochMillis } from '@loa-lang/schemas/units';

/** Files on their way in, and folders to work in. Both live in the data folder and survive a restart. */
export type Received = { ok: true; sizeBytes: number } | { ok: false; fault: 'too-large' | 'broken' | 'disk-full' };

export interface UploadStore {
  /**
   * Writes the stream and flushes it to the disk. `tooLarge` is asked after the last byte. Whatever fails, nothing is
   * left under this id.
   */
  receive(id: string, bytes: AsyncIterable<Uint8Array>, tooLarge: () => boolean): Promise<Received>;
  /** `undefined` when there is none */
  find(id: string): Promise<{ path: string; sha256: string; sizeBytes: number } | undefined>;
  /** Takes a whole file in under this id and leaves it where it was: whoever gave it removes it when all is done. */
  adopt(id: string, path: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Removes what no id in the list names any more, half-written files among it. */
  keepOnly(ids: readonly string[]): Promise<void>;
}

/** What the sender says of a file, checked. */
export interface UploadDescription {
  communeId: string;
  fileName: string;
  title?: string;
  language?: string;
  kind?: BulletinKind;
  recipe?: Recipe | undefined;
  keep?: boolean;
  important?: boolean;
  validUntil?: EpochMillis;
}

/** A file that comes in pieces. */
export interface PartialUpload {
  id: string;
  sizeBytes: number;
  /** as the sender wrote them, to be given back on request */
  fields: Record<string, string>;
  description: UploadDescription;
  receivedBytes: number;
  /** when the last piece came */
  lastPieceAt: EpochMillis;
  /** it was handed on; only the record of it is left */
  done: boolean;
}

/** Files that come in pieces, over days and restarts. Each method leaves what can be gone on from after a crash. */
export interface PartialUploads {
  /** false when there is no room for so many bytes */
  create(upload: Pick<PartialUpload, 'id' | 'sizeBytes' | 'fields' | 'description'>): Promise<boolean>;
  find(id: string): Promise<PartialUpload | undefined>;
  all(): Promise<PartialUpload[]>;
  /** Writes from `offset` on and flushes; what came before the source or the disk failed is kept. */
  append(id: string, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<{ ok: boolean; offset: number }>;
  /** where the bytes lie */
  pathOf(id: string): string;
  markDone(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Removes what no record names, left by a crash, when nothing was written to it since `before`. */
  removeStray(before: EpochMillis): Promise<void>;
}

export interface WorkFolders {
  /** A fresh folder, removed whatever happens. */
  use<T>(work: (folder: string) => Promise<T>): Promise<T>;
  /** Removes what a killed process left. */
  clear(): Promise<void>;
}

/** An imported table as text cells, faults being values. */
export interface TableReader {
  read(bytes: Uint8Array): Promise<{ ok: true; table: string[][] } | { ok: false; detail: string }>;
}
