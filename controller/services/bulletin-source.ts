/** What the audio of a bulletin's version is made of, before it is levelled and encoded. */
import { createHash } from 'node:crypto';
import type { VersionRecord } from '../ports/bulletin-store.ts';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import type { Speech } from '../ports/speech.ts';
import type { UploadStore } from '../ports/uploads.ts';
import { USUAL_WORDS_PER_MINUTE } from './voices.ts';

export interface SourceDeps {
  uploads: UploadStore;
  speech: Speech;
  feed: ProgressFeed;
}

export interface Source {
  /** of everything that decides how it sounds; with the settings it is the encoding's key */
  sha256: string;
  /** makes the recording in the folder, or names one that is kept elsewhere */
  recording: (folder: string) => Promise<Recording | { ok: false; fault: string }>;
}

export interface Recording {
  ok: true;
  path: string;
  provenance: object;
  /** in place of the source's, when the recording came out as something else than was asked for */
  sha256?: string;
  /** codes of what the officer should know */
  warnings?: string[];
}

/** `undefined` when the upload is gone. */
export async function sourceOf(
  version: VersionRecord,
  { uploads, speech, feed }: SourceDeps,
  signal: AbortSignal,
): Promise<Source | undefined> {
  const { text, voice = '', wordsPerMinute = USUAL_WORDS_PER_MINUTE, bulletinId } = version;
  if (text === undefined) {
    const upload = await uploads.find(version.id);
    return (
      upload && { sha256: upload.sha256, recording: async () => ({ ok: true, path: upload.path, provenance: {} }) }
    );
  }
  const request = { text, voice, wordsPerMinute };
  const sha256 = sha256Of(await speech.identify(request));
  return {
    sha256,
    recording: async (folder) => {
      const spoken = await speech.speak(request, folder, signal, (progress) =>
        feed.emit({ type: 'speech', bulletinId, ...progress }),
      );
      if (!spoken.ok) return spoken;
      const { wavPath: path, synthesis, identity } = spoken;
      const recording = { ok: true, path, provenance: { synthesis } } as const;
      if (synthesis.insteadOf === undefined) return recording;
      return { ...recording, sha256: sha256Of(identity), warnings: ['speech-fell-back'] };
    },
  };
}

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
