/** Uploaded recordings in the database: what was kept, measured and repaired. */
import type { BulletinState } from '@loa-lang/schemas/http/bulletins';
import type { RecordingAnalysis, Repair } from '@loa-lang/schemas/http/recordings';
import type { BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Loudness } from './audio.ts';

export interface RecordingVersion {
  version: number;
  language: string;
  state: BulletinState;
  repair: Repair;
  originalId: string | undefined;
  createdAt: EpochMillis;
}

/** A version with what was measured when its audio was made. */
export interface MeasuredVersion extends RecordingVersion {
  analysis: RecordingAnalysis | undefined;
  /** of the finished audio; absent until there is one */
  aired: (Loudness & { durationMs: Millis }) | undefined;
  /** as they were stored */
  warnings: readonly string[];
}

export interface RecordingStore {
  /** Remembers which recording a version is made of, before the file moves: a crash in between loses nothing. */
  noteOriginal(versionId: string, original: { sha256: string; sizeBytes: number }, at: EpochMillis): Promise<void>;
  /** the latest version when none is named; the first language when none is named */
  measured(
    bulletinId: BulletinId,
    which: { version?: number | undefined; language?: string | undefined },
  ): Promise<MeasuredVersion | undefined>;
  /** all versions, newest first */
  history(bulletinId: BulletinId): Promise<RecordingVersion[]>;
  /** Originals that nothing has named since `before`: bulletins deleted by then, uploads older than then. */
  unusedOriginals(before: EpochMillis): Promise<string[]>;
  /** Forgets one if that is still so, and calls `removeFile` before anybody else can bring it again. */
  dropOriginal(sha256: string, before: EpochMillis, removeFile: () => Promise<void>): Promise<void>;
}
