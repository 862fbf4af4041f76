/** Vietnamese speech without network or native code: eSpeak NG in worker threads. Always there. */
import { createRequire } from 'node:module';
import type {
  SpeechEngine,
  SpeechFault,
  SpeechSettings,
  SpokenSentence,
  Voice,
  VoiceState,
} from '../../../ports/speech.ts';
import { threadAt } from '../workers/worker-handle.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import type { EspeakReply, EspeakRequest } from './messages.ts';

/** Spoken when nothing else is configured, and when all else fails. */
export const BUILT_IN_VOICE = 'vi';

const voice = (id: string, vi: string, en: string): Voice => ({
  id,
  label: { vi: `Giọng thử, ${vi}`, en: `Trial voice, ${en}` },
  engine: 'espeak-ng',
  quality: 'trial',
  languages: ['vi'],
});

/** The Vietnamese voices of the package. */
export const ESPEAK_VOICES: readonly Voice[] = [
  voice(BUILT_IN_VOICE, 'miền Bắc', 'northern'),
  voice('vi-vn-x-central', 'miền Trung', 'central'),
  voice('vi-vn-x-south', 'miền Nam', 'southern'),
];

export interface EspeakEngineOptions {
  /** threads that speak at the same time */
  workers: number;
  /** wall time for one sentence, a cold start of the thread included */
  sentenceDeadlineMs: number;
  sentencesPerWorker: number;
  /** after which a thread nobody asks is given up */
  idleMs: number;
  /** the worker's file; tests put a hanging one here */
  workerUrl: URL;
}

/**
 * - 2 workers: one text is spoken while another arrives; a third would only fight for the cores that carry voice.
 * - 20 s a sentence: it takes some 50 ms warm and 0.5 s cold; a loaded board takes ten times as long.
 * - 400 sentences: eSpeak was seen to grow by 3 MB in 100 utterances; the thread is replaced before that matters.
 * - half a minute idle: a thread holds some 50 MB, which a two-hour recording would rather have, and is back in half a second.
 */
const DEFAULT_OPTIONS: EspeakEngineOptions = {
  workers: 2,
  sentenceDeadlineMs: 20_000,
  sentencesPerWorker: 400,
  idleMs: 30_000,
  workerUrl: new URL('./espeak-worker.js', import.meta.url),
};

/** Measured on the Vietnamese voices: eSpeak's "words" a minute are English ones, of 1.5 syllables. */
const SYLLABLES_PER_ESPEAK_WORD = 1.5;
/** Long enough that the code has been compiled for speed when it is over. */
const CHECK = 'Kính mời bà con ra nhà văn hóa họp lúc bảy giờ tối nay, bàn việc chung của thôn.';

export class EspeakEngine implements SpeechEngine {
  readonly voices = ESPEAK_VOICES;
  readonly parallel: number;
  readonly #pool: WorkerPool<EspeakRequest, EspeakReply>;
  #checking: Promise<SpokenSentence | SpeechFault> | undefined;

  constructor(options: Partial<EspeakEngineOptions> = {}) {
    const { workers, workerUrl, sentenceDeadlineMs, sentencesPerWorker, idleMs } = { ...DEFAULT_OPTIONS, ...options };
    this.parallel = workers;
    this.#pool = new WorkerPool({
      workers,
      start: threadAt(workerUrl),
      deadlineMs: sentenceDeadlineMs,
      requestsPerWorker: sentencesPerWorker,
      idleMs,
    });
  }

  /** Speaks, once; asked at the start it also leaves a thread that is warm, which a first sentence otherwise waits for. */
  async state(): Promise<VoiceState> {
    this.#checking ??= this.speak(CHECK, BUILT_IN_VOICE, { wordsPerMinute: 180 }, new AbortController().signal);
    const spoken = await this.#checking;
    if (spoken.ok) return { state: 'ready' };
    this.#checking = undefined;
    return { state: 'unavailable', code: 'speech-package-missing', detail: spoken.detail };
  }

  async version(): Promise<string> {
    try {
      const { version } = createRequire(import.meta.url)('@echogarden/espeak-ng-emscripten/package.json');
      return String(version);
    } catch {
      return 'none';
    }
  }

  async speak(
    text: string,
    voice: string,
    { wordsPerMinute }: SpeechSettings,
    signal: AbortSignal,
  ): Promise<SpokenSentence | SpeechFault> {
    const rate = Math.round(wordsPerMinute / SYLLABLES_PER_ESPEAK_WORD);
    const reply = await this.#pool.ask({ text, voice, rate }, signal);
    if (reply.ok || reply.fault.startsWith('speech-')) return reply as EspeakReply;
    return { ok: false, fault: 'speech-failed', detail: `${reply.fault}: ${reply.detail}` };
  }

  stop(): Promise<void> {
    return this.#pool.stop();
  }
}
