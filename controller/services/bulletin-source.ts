/** What the audio of a bulletin's version is made of, before it is levelled and encoded. */
import { createHash } from 'node:crypto';
import type { Speech } from '../ports/audio.ts';
import type { VersionRecord } from '../ports/bulletin-store.ts';
import type { UploadStore } from '../ports/uploads.ts';

export interface SourceDeps {
  uploads: UploadStore;
  speech: Speech;
  /** the words of a text version as they are to be spoken */
  spokenText: (version: VersionRecord & { text: string }) => Promise<string>;
}

export interface Source {
  /** of everything that decides how it sounds; with the settings it is the encoding's key */
  sha256: string;
  /** makes the recording in the folder, or names one that is kept elsewhere */
  recording: (folder: string) => Promise<{ ok: true; path: string; provenance: object } | { ok: false; fault: string }>;
}

/** `undefined` when the upload is gone. */
export async function sourceOf(
  version: VersionRecord,
  { uploads, speech, spokenText }: SourceDeps,
  signal: AbortSignal,
): Promise<Source | undefined> {
  const { text: written, voice = '' } = version;
  if (written === undefined) {
    const upload = await uploads.find(version.id);
    return (
      upload && { sha256: upload.sha256, recording: async () => ({ ok: true, path: upload.path, provenance: {} }) }
    );
  }
  // by what is said: a change of the dictionary makes a new recording only where it is heard
  const text = await spokenText({ ...version, text: written });
  const sha256 = createHash('sha256')
    .update(JSON.stringify(['speech', voice, text]))
    .digest('hex');
  return {
    sha256,
    recording: async (folder) => {
      const spoken = await speech.speak(text, voice, folder, signal);
      if (!spoken.ok) return spoken;
      return { ok: true, path: spoken.wavPath, provenance: { engine: spoken.engine, voice: spoken.voice } };
    },
  };
}
