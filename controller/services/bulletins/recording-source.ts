/** The recording that a version is made of: kept beside the assets, so that a repair can be made, redone and undone. */
import { recordingWarnings } from '../../domain/recordings/recording-warnings.ts';
import { warningText } from '../../domain/text/stored-warning.ts';
import type { MadeAsset, OriginalStore } from '../../ports/audio.ts';
import type { VersionRecord } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RecordingStore } from '../../ports/recording-store.ts';
import type { UploadStore } from '../../ports/uploads.ts';

export interface RecordingDeps {
  uploads: UploadStore;
  originals: OriginalStore;
  recordings: RecordingStore;
  clock: Clock;
}

/**
 * Moves an upload among the originals, or finds it there. The database is told first: whatever a crash leaves, the
 * file is still found under one of its two names. `undefined` when it is under neither.
 */
export async function keptRecording(
  { id, originalId }: VersionRecord,
  { uploads, originals, recordings, clock }: RecordingDeps,
): Promise<{ sha256: string; path: string } | undefined> {
  const upload = await uploads.find(id);
  if (upload !== undefined) {
    const { sha256, sizeBytes, path } = upload;
    await recordings.noteOriginal(id, { sha256, sizeBytes }, clock.now());
    await originals.adopt(sha256, path);
    return { sha256, path: originals.pathOf(sha256) };
  }
  if (originalId === undefined || !(await originals.has(originalId))) return undefined;
  return { sha256: originalId, path: originals.pathOf(originalId) };
}

/** Each warning once, with its values where it has some; "not speech" is for whoever looks at the analysis. */
export function warningsToKeep({ warnings, analysis }: Pick<MadeAsset, 'warnings' | 'analysis'>): string[] {
  const seen = recordingWarnings(analysis).filter(({ code }) => code !== 'audio-not-speech');
  return [...new Set([...warnings, ...seen.map(warningText)])];
}
