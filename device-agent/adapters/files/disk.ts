/**
 * The few operations on files that the stores need, so that a test can cut the power, fill the disk or lose a rename
 * between any two of them. Every failure is a `DiskError`; a missing file is `undefined`, not a failure.
 */
import type { EpochMillis } from '@loa-lang/schemas/units';

export type DiskErrorCode = 'disk-full' | 'disk-failed';

/** A write or read that the disk refused. Whoever gets it may try again later: nothing half-written stays behind. */
export class DiskError extends Error {
  readonly code: DiskErrorCode;

  constructor(code: DiskErrorCode, doing: string, cause: unknown) {
    super(`${code}: ${doing}`, { cause });
    this.name = 'DiskError';
    this.code = code;
  }
}

export interface DiskFile {
  /** Fills `into` from `position` on; the caller's buffer, so that reading a long file makes no garbage. @returns bytes read, fewer at the end of the file. */
  read(position: number, into: Uint8Array): Promise<number>;
  /** All of `bytes` or a `DiskError`; after an error any part of them may be there. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  truncate(size: number): Promise<void>;
  /** fdatasync: content and size survive a power cut once this resolves. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface FileFacts {
  name: string;
  sizeBytes: number;
  modifiedAt: EpochMillis;
}

/** What has been written since the start; flash wears by this. */
export interface Written {
  bytes: number;
  /** fdatasync and directory fsync calls: each costs the flash at least one block, however few the bytes */
  syncs: number;
}

export interface Disk {
  makeFolder(path: string): Promise<void>;
  /** plain files of a folder; none when it does not exist */
  list(folder: string): Promise<FileFacts[]>;
  read(path: string): Promise<Uint8Array | undefined>;
  /** `create` empties a file that exists. */
  open(path: string, mode: 'create' | 'existing'): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  /** No failure when nothing is there. */
  remove(path: string): Promise<void>;
  /** fsync of the directory: creations, renames and removals in it survive a power cut once this resolves. */
  syncFolder(folder: string): Promise<void>;
  /** bytes that may still be written, `undefined` when the platform does not tell */
  freeBytes(folder: string): Promise<number | undefined>;
  readonly written: Readonly<Written>;
}
