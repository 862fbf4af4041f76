/** What the audio of a bulletin's version is made of, before it is levelled and encoded. */
import { createHash } from 'node:crypto';
import type { Repair } from '@loa-lang/schemas/http/recordings';
import type { Speech } from '../ports/audio.ts';
import type { VersionRecord } from '../ports/bulletin-store.ts';
import { keptRecording, type RecordingDeps } from './recording-source.ts';

export interface SourceDeps extends RecordingDeps {
  speech: Speech;
}

export interface Source {
  /** of everything that decides how it sounds; with the settings it is the encoding's key */
  sha256: string;
  /** what is done with it before it is brought to level */
  repair?: Repair | undefined;
  /** makes the recording in the folder, or names one that is kept elsewhere */
  recording: (folder: string) => Promise<{ ok: true; path: string; provenance: object } | { ok: false; fault: string }>;
}

/** `undefined` when the upload is gone. */
export async function sourceOf(
  version: VersionRecord,
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<Source | undefined> {
  const { text, voice = '' } = version;
  if (text === undefined) {
    const kept = await keptRecording(version, deps);
    if (kept === undefined) return undefined;
    const { path, sha256 } = kept;
    return { sha256, repair: version.repair, recording: async () => ({ ok: true, path, provenance: {} }) };
  }
  const sha256 = createHash('sha256')
    .update(JSON.stringify(['speech', voice, text]))
    .digest('hex');
  return {
    sha256,
    recording: async (folder) => {
      const spoken = await deps.speech.speak(text, voice, folder, signal);
      if (!spoken.ok) return spoken;
      return { ok: true, path: spoken.wavPath, provenance: { engine: spoken.engine, voice: spoken.voice } };
    },
  };
}
