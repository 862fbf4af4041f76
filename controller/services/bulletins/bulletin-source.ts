/** What the audio of a bulletin's version is made of, before it is levelled and encoded. */
import type { BulletinStore, VersionRecord } from '../../ports/bulletin-store.ts';
import type { Readings, TextToRead } from '../reading/readings.ts';
import type { Composing, PartSource } from './compose-audio.ts';
import { keptRecording, type RecordingDeps } from './recording-source.ts';
import type { Source } from './sound-source.ts';
import { type SpeechSourceDeps, speechSource } from './speech-source.ts';

export interface SourceDeps extends SpeechSourceDeps, RecordingDeps {
  composing: Composing;
  bulletins: Pick<BulletinStore, 'communeOf'>;
  readings: Pick<Readings, 'read'>;
  /** at which the station's words around a recording are spoken */
  defaultWordsPerMinute: number;
}

/** `undefined` when the upload is gone. */
export async function sourceOf(
  version: VersionRecord,
  deps: SourceDeps,
  signal: AbortSignal,
): Promise<Source | undefined> {
  const { bulletinId, wordsPerMinute = deps.defaultWordsPerMinute } = version;
  const communeId = (await deps.bulletins.communeOf(bulletinId)) ?? '';
  const say = async ({ voice, ...written }: Written): Promise<Source> => {
    // by what is said: a change of the dictionary makes a new recording only where it is heard
    const { spoken: text } = await deps.readings.read({ ...written, communeId });
    return speechSource({ text, voice, wordsPerMinute, language: written.language }, bulletinId, deps, signal);
  };
  const { text, voice = '', language, corrections, parts } = version;
  // a tune or the station's own words alone have none
  const hasBody = parts?.some((part) => part.kind === 'body') ?? true;
  const makeBody = () =>
    text === undefined ? recordingOf(version, deps) : say({ text, voice, language, corrections });
  const body = hasBody ? await makeBody() : undefined;
  if (parts === undefined || (hasBody && body === undefined)) return body;
  const sources = parts.map(async (part): Promise<PartSource> => {
    if (part.kind === 'body') return body === undefined ? { part } : { part, source: body };
    return part.kind === 'speech' ? { part, source: await say(part) } : { part };
  });
  return deps.composing.compose(await Promise.all(sources), signal);
}

type Written = Omit<TextToRead, 'communeId'> & { voice: string };

async function recordingOf(version: VersionRecord, deps: SourceDeps): Promise<Source | undefined> {
  const kept = await keptRecording(version, deps);
  if (kept === undefined) return undefined;
  const { path, sha256 } = kept;
  const recording = async () => ({ ok: true, path, provenance: {} }) as const;
  return { sha256, reusable: false, repair: version.repair, recording };
}
