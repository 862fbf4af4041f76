/** What the audio of a bulletin's version is made of, before it is levelled and encoded. */
import type { VersionRecord } from '../ports/bulletin-store.ts';
import type { UploadStore } from '../ports/uploads.ts';
import type { Composing, PartSource } from './compose-audio.ts';
import type { Source } from './sound-source.ts';
import { type SpeechSourceDeps, speechSource } from './speech-source.ts';

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
    return part.kind === 'speech' ? { part, source: await speechSource(part, deps, signal) } : { part };
  });
  return deps.composing.compose(await Promise.all(parts), signal);
}

async function bodyOf(version: VersionRecord, deps: SourceDeps, signal: AbortSignal): Promise<Source | undefined> {
  const { text, voice = '' } = version;
  if (text !== undefined) return speechSource({ text, voice }, deps, signal);
  const upload = await deps.uploads.find(version.id);
  if (upload === undefined) return undefined;
  const { path, sha256 } = upload;
  return { sha256, reusable: false, recording: async () => ({ ok: true, path, provenance: {} }) };
}
