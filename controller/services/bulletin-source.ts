/** What the audio of a bulletin's version is made of, before it is levelled and encoded. */
import { createHash } from 'node:crypto';
import type { Speech } from '../ports/audio.ts';
import type { VersionRecord } from '../ports/bulletin-store.ts';
import type { UploadStore } from '../ports/uploads.ts';
import type { Composing } from './compose-audio.ts';
import type { Source } from './sound-source.ts';

export interface SourceDeps {
  uploads: UploadStore;
  speech: Speech;
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
  const parts = version.parts.map((part) => {
    if (part.kind === 'body') return { part, source: body };
    return part.kind === 'speech' ? { part, source: speechSource(part.text, part.voice, deps, signal) } : { part };
  });
  return deps.composing.compose(parts, signal);
}

async function bodyOf(version: VersionRecord, deps: SourceDeps, signal: AbortSignal): Promise<Source | undefined> {
  const { text, voice = '' } = version;
  if (text !== undefined) return speechSource(text, voice, deps, signal);
  const upload = await deps.uploads.find(version.id);
  if (upload === undefined) return undefined;
  const { path, sha256 } = upload;
  return { sha256, reusable: false, recording: async () => ({ ok: true, path, provenance: {} }) };
}

function speechSource(text: string, voice: string, { speech }: SourceDeps, signal: AbortSignal): Source {
  const sha256 = createHash('sha256')
    .update(JSON.stringify(['speech', voice, text]))
    .digest('hex');
  return {
    sha256,
    reusable: true,
    recording: async (folder) => {
      const spoken = await speech.speak(text, voice, folder, signal);
      if (!spoken.ok) return spoken;
      return { ok: true, path: spoken.wavPath, provenance: { engine: spoken.engine, voice: spoken.voice } };
    },
  };
}
