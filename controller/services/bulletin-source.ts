/** What the audio of a bulletin's version is made of, before it is levelled and encoded. */
import type { VersionRecord } from '../ports/bulletin-store.ts';
import type { UploadStore } from '../ports/uploads.ts';
import type { Source } from './sound-source.ts';
import { type SpeechSourceDeps, speechSource } from './speech-source.ts';
import { USUAL_WORDS_PER_MINUTE } from './voices.ts';

export interface SourceDeps extends SpeechSourceDeps {
  uploads: UploadStore;
}

/** `undefined` when the upload is gone. */
export async function sourceOf(
  version: VersionRecord,
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<Source | undefined> {
  const { text, voice = '', wordsPerMinute = USUAL_WORDS_PER_MINUTE, bulletinId } = version;
  if (text !== undefined) return speechSource({ text, voice, wordsPerMinute }, bulletinId, deps, signal);
  const upload = await deps.uploads.find(version.id);
  if (upload === undefined) return undefined;
  const { path, sha256 } = upload;
  return { sha256, recording: async () => ({ ok: true, path, provenance: {} }) };
}
