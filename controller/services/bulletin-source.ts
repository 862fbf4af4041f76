/** What the audio of a bulletin's version is made of, before it is levelled and encoded. */
import type { VersionRecord } from '../ports/bulletin-store.ts';
import type { UploadStore } from '../ports/uploads.ts';
import type { Composing, PartSource } from './compose-audio.ts';
import type { Source } from './sound-source.ts';
import { type SpeechSourceDeps, speechSource } from './speech-source.ts';
import { USUAL_WORDS_PER_MINUTE } from './voices.ts';

export interface SourceDeps extends SpeechSourceDeps {
  uploads: UploadStore;
  composing: Composing;
}

/** `undefined` when the upload is gone. */
export async function sourceOf(
  version: VersionRecord,
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<Source | undefined> {
  const body = await bodyOf(version, deps, signal);
  if (body === undefined || version.parts === undefined) return body;
  const parts = version.parts.map(async (part): Promise<PartSource> => {
    if (part.kind === 'body') return { part, source: body };
    if (part.kind !== 'speech') return { part };
    const request = { text: part.text, voice: part.voice, wordsPerMinute: paceOf(version) };
    return { part, source: await speechSource(request, version.bulletinId, deps, signal) };
  });
  return deps.composing.compose(await Promise.all(parts), signal);
}

const paceOf = ({ wordsPerMinute = USUAL_WORDS_PER_MINUTE }: VersionRecord): number => wordsPerMinute;

async function bodyOf(version: VersionRecord, deps: SourceDeps, signal: AbortSignal): Promise<Source | undefined> {
  const { text, voice = '', bulletinId } = version;
  if (text !== undefined)
    return speechSource({ text, voice, wordsPerMinute: paceOf(version) }, bulletinId, deps, signal);
  const upload = await deps.uploads.find(version.id);
  if (upload === undefined) return undefined;
  const { path, sha256 } = upload;
  return { sha256, reusable: false, recording: async () => ({ ok: true, path, provenance: {} }) };
}
