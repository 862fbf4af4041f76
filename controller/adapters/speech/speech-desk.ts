/** Has whole texts spoken, sentence by sentence, by whichever engine the voice belongs to. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { reads } from '../../domain/speech/languages.ts';
import { isSpeakable, speakableText } from '../../domain/speech/speakable-text.ts';
import type {
  FoundVoice,
  Speaking,
  Speech,
  SpeechEngine,
  SpeechFault,
  SpeechProgress,
  SpeechRequest,
  SpeechResult,
  SpokenSentence,
  Synthesis,
  Voice,
} from '../../ports/speech.ts';
import { isNoRoom } from '../disk-faults.ts';
import { inOrder } from './in-order.ts';
import { implausible } from './plausible.ts';
import { SentenceCache } from './sentence-cache.ts';
import { splitSentences } from './split-sentences.ts';
import { writeWav } from './write-wav.ts';

export interface SpeechDeskOptions {
  engines: readonly SpeechEngine[];
  defaultVoice: string;
  /** spoken when the default voice fails too; its engine needs nothing that could be missing */
  lastResort: string;
}

/** Shorter ones are joined to the next: two words are not worth a worker's turn, or a service's fee. */
const SHORTEST_SENTENCE = 40;
/** Longer ones are cut: some 20 s of speech, which every service takes and nobody waits long for. */
const LONGEST_SENTENCE = 300;
/** Of quiet between sentences: what eSpeak leaves after a full stop. */
const PAUSE_MS = 350;
/** Shorter than any syllable: the text had nothing that the engine has a sound for. */
const SHORTEST_SPEECH_MS = 50;

type InsteadOf = NonNullable<Synthesis['insteadOf']>;
type OnProgress = (progress: SpeechProgress) => void;
interface Candidate {
  voice: Voice;
  engine: SpeechEngine;
}

export class SpeechDesk implements Speech {
  readonly #options: SpeechDeskOptions;
  readonly #cache = new SentenceCache();
  readonly #stopped = new AbortController();

  constructor(options: SpeechDeskOptions) {
    this.#options = options;
  }

  async voices(): Promise<FoundVoice[]> {
    const { engines, defaultVoice } = this.#options;
    const byEngine = engines.map(async (engine) => {
      const state = await engine.state();
      return engine.voices.map((voice) => ({ voice, state }));
    });
    const all = (await Promise.all(byEngine)).flat();
    const isDefault = ({ voice }: FoundVoice): boolean => voice.id === defaultVoice;
    return [...all.filter(isDefault), ...all.filter((each) => !isDefault(each))];
  }

  async voice(id: string): Promise<FoundVoice | undefined> {
    const found = this.#find(id);
    return found && { voice: found.voice, state: await found.engine.state() };
  }

  async identify(request: SpeechRequest): Promise<string> {
    const found = this.#find(request.voice);
    if (found === undefined) return identityOf(request, { engine: 'none', id: request.voice }, 'none');
    return identityOf(request, found.voice, await found.engine.version());
  }

  async start(request: SpeechRequest, signal: AbortSignal): Promise<Speaking | SpeechFault> {
    return this.#withFallback(request, signal, (candidate, insteadOf, stop) =>
      this.#begin(candidate, request, insteadOf, stop),
    );
  }

  async speak(
    request: SpeechRequest,
    workFolder: string,
    signal: AbortSignal,
    onProgress?: OnProgress,
  ): Promise<SpeechResult> {
    return this.#withFallback(request, signal, async (candidate, insteadOf, stop): Promise<SpeechResult> => {
      const speaking = await this.#begin(candidate, request, insteadOf, stop, onProgress);
      return speaking.ok ? this.#write(speaking, request, workFolder) : speaking;
    });
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#options.engines.map((engine) => engine.stop()));
  }

  #find(voiceId: string): Candidate | undefined {
    for (const engine of this.#options.engines) {
      const voice = engine.voices.find(({ id }) => id === voiceId);
      if (voice !== undefined) return { voice, engine };
    }
    return undefined;
  }

  /** The voice asked for, then those of other engines that read what it reads of the text. */
  #candidates({ voice, language }: SpeechRequest): Candidate[] {
    const wanted = this.#find(voice);
    if (wanted === undefined) return [];
    const candidates = [wanted];
    const { languages } = wanted.voice;
    const needed = language !== undefined && reads(languages, language) ? [language] : languages;
    for (const id of [this.#options.defaultVoice, this.#options.lastResort]) {
      const other = this.#find(id);
      if (other === undefined || candidates.some(({ engine }) => engine === other.engine)) continue;
      if (needed.some((each) => reads(other.voice.languages, each))) candidates.push(other);
    }
    return candidates;
  }

  async #withFallback<Done extends { ok: true }>(
    request: SpeechRequest,
    signal: AbortSignal,
    attempt: (candidate: Candidate, insteadOf: InsteadOf | undefined, stop: AbortSignal) => Promise<Done | SpeechFault>,
  ): Promise<Done | SpeechFault> {
    const callers = AbortSignal.any([signal, this.#stopped.signal]);
    const { voice } = request;
    let first: SpeechFault | undefined;
    for (const candidate of this.#candidates(request)) {
      const insteadOf = first && { voice, fault: first.fault, detail: first.detail };
      const failed = new AbortController();
      const done = await attempt(candidate, insteadOf, AbortSignal.any([callers, failed.signal]));
      if (done.ok) return done;
      // one failed sentence makes the others useless: they are aborted, not awaited to their end
      failed.abort();
      // what is in the way now, whatever was wrong with the voice that was asked for
      if (done.fault === 'disk-full') return done;
      first ??= done;
      if (callers.aborted || done.fault === 'speech-empty') break;
    }
    return first ?? { ok: false, fault: 'speech-voice-unknown', detail: `there is no voice "${voice}"` };
  }

  async #begin(
    { voice, engine }: Candidate,
    { text, wordsPerMinute }: SpeechRequest,
    insteadOf: InsteadOf | undefined,
    signal: AbortSignal,
    onProgress?: OnProgress,
  ): Promise<Speaking | SpeechFault> {
    const plain = speakableText(text);
    const sentences = splitSentences(plain, SHORTEST_SENTENCE, LONGEST_SENTENCE).filter(isSpeakable);
    if (sentences.length === 0)
      return { ok: false, fault: 'speech-empty', detail: 'the text has no letter and no digit' };
    const engineVersion = await engine.version();
    const total = sentences.length;
    let done = 0;
    const spoken = inOrder(total, engine.parallel * 2, async (index) => {
      const sentence = sentences[index] ?? '';
      const key = identityOf({ text: sentence, wordsPerMinute }, voice, engineVersion);
      const reply = this.#cache.get(key) ?? (await speakWhole(engine, sentence, voice.id, { wordsPerMinute }, signal));
      if (!reply.ok) return reply;
      this.#cache.put(key, reply);
      onProgress?.({ done: ++done, total });
      return reply;
    });
    const first = await spoken.next();
    if (first.done) throw new Error('no sentence came out');
    if (!first.value.ok) return first.value;
    const { sampleRateHz } = first.value;
    const optional = insteadOf === undefined ? {} : { insteadOf };
    const { engine: name, id } = voice;
    const synthesis = { engine: name, engineVersion, voice: id, wordsPerMinute, sentences: total, ...optional };
    return { ok: true, synthesis, sampleRateHz, sentences: withPauses(first.value, spoken) };
  }

  async #write({ synthesis, sampleRateHz, sentences }: Speaking, request: SpeechRequest, workFolder: string) {
    const wavPath = resolve(join(workFolder, `${randomUUID()}.wav`));
    const written = await writeWav(wavPath, sampleRateHz, sentences).catch((error: unknown): SpeechFault => {
      const detail = `the speech could not be written: ${String(error)}`;
      return isNoRoom(error) ? { ok: false, fault: 'disk-full', detail } : failed(detail);
    });
    const result = typeof written !== 'number' ? written : tooShort(written, sampleRateHz, synthesis);
    if (result !== undefined) {
      await rm(wavPath, { force: true });
      return result;
    }
    const { engine, engineVersion, voice: id, insteadOf } = synthesis;
    const identity = identityOf(request, { engine, id }, engineVersion, insteadOf?.voice);
    return { ok: true, wavPath, synthesis, identity } as const;
  }
}

const failed = (detail: string): SpeechFault => ({ ok: false, fault: 'speech-failed', detail });

/** What another voice spoke in place of the one asked for never passes for the voice's own. */
const identityOf = (
  { text, wordsPerMinute }: Omit<SpeechRequest, 'voice'>,
  { engine, id }: Pick<Voice, 'engine' | 'id'>,
  engineVersion: string,
  insteadOf?: string,
): string => JSON.stringify(['speech', engine, engineVersion, id, wordsPerMinute, text, insteadOf ?? null]);

async function speakWhole(
  engine: SpeechEngine,
  sentence: string,
  voice: string,
  settings: { wordsPerMinute: number },
  signal: AbortSignal,
): Promise<SpokenSentence | SpeechFault> {
  const reply = await engine.speak(sentence, voice, settings, signal);
  const problem = reply.ok ? implausible(sentence, reply) : undefined;
  return problem === undefined ? reply : failed(problem);
}

const tooShort = (samples: number, sampleRateHz: number, { engine }: Synthesis): SpeechFault | undefined =>
  (samples * 1000) / sampleRateHz < SHORTEST_SPEECH_MS
    ? { ok: false, fault: 'speech-empty', detail: `${engine} has no sound for this text` }
    : undefined;

async function* withPauses(
  first: SpokenSentence,
  rest: AsyncIterable<SpokenSentence | SpeechFault>,
): AsyncGenerator<SpokenSentence | SpeechFault, void, void> {
  const { sampleRateHz } = first;
  const pause: SpokenSentence = { ...first, samples: new Int16Array(Math.round((PAUSE_MS / 1000) * sampleRateHz)) };
  yield first;
  for await (const sentence of rest) {
    if (sentence.ok && sentence.sampleRateHz !== sampleRateHz) {
      yield failed(`the rate changed from ${sampleRateHz} to ${sentence.sampleRateHz} Hz within the text`);
      return;
    }
    if (sentence.ok) yield pause;
    yield sentence;
    if (!sentence.ok) return;
  }
}
