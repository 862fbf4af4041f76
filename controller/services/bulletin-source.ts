/** What the audio of a bulletin's version is made of, before it is levelled and encoded. */
import type { Correction } from '../domain/reading/reading-types.ts';
import type { VersionRecord } from '../ports/bulletin-store.ts';
import type { Composing, PartSource } from './compose-audio.ts';
import { keptRecording, type RecordingDeps } from './recording-source.ts';
import type { Source } from './sound-source.ts';
import { type SpeechSourceDeps, speechSource } from './speech-source.ts';
import { USUAL_WORDS_PER_MINUTE } from './voices.ts';

export interface SourceDeps extends SpeechSourceDeps, RecordingDeps {
  composing: Composing;
  /** the words as they are to be spoken */
  spokenText: (text: TextToRead) => Promise<string>;
}

export interface TextToRead {
  bulletinId: string;
  language: string;
  text: string;
  corrections?: readonly Correction[] | undefined;
}

/** `undefined` when the upload is gone. */
export async function sourceOf(
  version: VersionRecord,
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<Source | undefined> {
  const { bulletinId, parts: composed } = version;
  // a tune or the station's own words alone have none
  const hasBody = composed?.some((part) => part.kind === 'body') ?? true;
  const body = hasBody ? await bodyOf(version, deps, signal) : undefined;
  if (composed === undefined || (hasBody && body === undefined)) return body;
  const parts = composed.map(async (part): Promise<PartSource> => {
    if (part.kind === 'body') return body === undefined ? { part } : { part, source: body };
    if (part.kind !== 'speech') return { part };
    const text = await deps.spokenText({ bulletinId, language: part.language, text: part.text });
    const request = { text, voice: part.voice, wordsPerMinute: paceOf(version) };
    return { part, source: await speechSource(request, bulletinId, deps, signal) };
  });
  return deps.composing.compose(await Promise.all(parts), signal);
}

const paceOf = ({ wordsPerMinute = USUAL_WORDS_PER_MINUTE }: VersionRecord): number => wordsPerMinute;

async function bodyOf(version: VersionRecord, deps: SourceDeps, signal: AbortSignal): Promise<Source | undefined> {
  const { text: written, voice = '', bulletinId } = version;
  if (written !== undefined) {
    // by what is said: a change of the dictionary makes a new recording only where it is heard
    const text = await deps.spokenText({ ...version, text: written });
    return speechSource({ text, voice, wordsPerMinute: paceOf(version) }, bulletinId, deps, signal);
  }
  const kept = await keptRecording(version, deps);
  if (kept === undefined) return undefined;
  const { path, sha256 } = kept;
  const recording = async () => ({ ok: true, path, provenance: {} }) as const;
  return { sha256, reusable: false, repair: version.repair, recording };
}
