/** A natural voice from a model folder of the user's own, through sherpa-onnx. The package is optional. */
import { basename } from 'node:path';
import type {
  SpeechEngine,
  SpeechFault,
  SpeechSettings,
  SpokenSentence,
  Voice,
  VoiceState,
} from '../../../ports/speech.ts';
import { relativeSpeed } from '../relative-speed.ts';
import { processAt } from '../workers/worker-handle.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import type { NeuralReply, NeuralRequest } from './messages.ts';
import { findModel, hashModel, type ModelFiles } from './model-folder.ts';

export const NEURAL_VOICE = 'neural';

export interface NeuralEngineOptions {
  folder: string;
  /** number of the speaker, in models of several */
  speaker: number;
  /** processes; each holds the model, some 100 to 300 MB */
  workers: number;
  /** wall time for one sentence, loading the model included */
  sentenceDeadlineMs: number;
}

/** A small board speaks slower than real time, and a sentence is up to 20 s. */
const SENTENCE_DEADLINE_MS = 90_000;
/** Nothing is known to leak; a process is replaced now and then all the same. */
const SENTENCES_PER_PROCESS = 2_000;

type Opened = { ok: true; version: string; pool: Pool } | { ok: false; code: FaultCode; detail: string };
type Pool = WorkerPool<NeuralRequest, NeuralReply>;
type FaultCode = 'speech-model-missing' | 'speech-model-wrong' | 'speech-package-missing';

export class NeuralEngine implements SpeechEngine {
  readonly voices: readonly Voice[];
  readonly parallel: number;
  readonly #options: NeuralEngineOptions;
  #opening: Promise<Opened> | undefined;
  /** the one in use or being tried */
  #pool: Pool | undefined;
  readonly #stopped = new AbortController();
  /** a sentence failed since the model was loaded: it may be gone */
  #doubted = false;

  constructor(options: Pick<NeuralEngineOptions, 'folder'> & Partial<NeuralEngineOptions>) {
    this.#options = { speaker: 0, workers: 2, sentenceDeadlineMs: SENTENCE_DEADLINE_MS, ...options };
    this.parallel = this.#options.workers;
    const name = basename(options.folder);
    this.voices = [
      {
        id: NEURAL_VOICE,
        label: { vi: `Giọng tự nhiên (${name})`, en: `Natural voice (${name})` },
        engine: 'sherpa-onnx',
        quality: 'natural',
        languages: ['vi'],
      },
    ];
  }

  async state(): Promise<VoiceState> {
    const opened = await this.#open();
    if (!opened.ok) return { state: 'unavailable', code: opened.code, detail: opened.detail };
    if (!this.#doubted) return { state: 'ready' };
    const fault = faultOf(await opened.pool.ask({ kind: 'probe' }, this.#stopped.signal), this.#options.speaker);
    this.#doubted = fault !== undefined;
    return fault === undefined ? { state: 'ready' } : { state: 'unavailable', ...fault };
  }

  async version(): Promise<string> {
    const opened = await this.#open();
    return opened.ok ? opened.version : 'none';
  }

  async speak(
    text: string,
    voice: string,
    { wordsPerMinute }: SpeechSettings,
    signal: AbortSignal,
  ): Promise<SpokenSentence | SpeechFault> {
    if (voice !== NEURAL_VOICE) return { ok: false, fault: 'speech-voice-unknown', detail: `no voice "${voice}"` };
    const opened = await this.#open();
    if (!opened.ok) return { ok: false, fault: 'speech-failed', detail: `${opened.code}: ${opened.detail}` };
    const reply = await opened.pool.ask({ kind: 'speak', text, speed: relativeSpeed(wordsPerMinute) }, signal);
    if (reply.ok && 'samples' in reply) return reply;
    this.#doubted = !signal.aborted;
    return { ok: false, fault: 'speech-failed', detail: reply.ok ? 'no sound' : `${reply.fault}: ${reply.detail}` };
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#pool?.stop();
  }

  /** Loads the model for real. What failed is tried anew when asked again, so a folder can be put right meanwhile. */
  #open(): Promise<Opened> {
    if (this.#opening !== undefined) return this.#opening;
    const opening = this.#load().catch(
      (error: unknown): Opened => ({ ok: false, code: 'speech-model-wrong', detail: String(error) }),
    );
    this.#opening = opening;
    void opening.then(({ ok }) => {
      if (!ok && this.#opening === opening) this.#opening = undefined;
    });
    return opening;
  }

  async #load(): Promise<Opened> {
    const found = await findModel(this.#options.folder);
    if (!found.ok) return found;
    const pool = this.#poolOf(found.files);
    this.#pool = pool;
    const reply = await pool.ask({ kind: 'probe' }, this.#stopped.signal);
    const fault = faultOf(reply, this.#options.speaker);
    if (fault === undefined && reply.ok && 'packageVersion' in reply) {
      const model = await hashModel(found.files);
      return { ok: true, pool, version: `${reply.packageVersion}/${model}/${this.#options.speaker}` };
    }
    await pool.stop();
    return { ok: false, code: fault?.code ?? 'speech-model-wrong', detail: fault?.detail ?? 'no answer' };
  }

  #poolOf(files: ModelFiles): Pool {
    const { workers, sentenceDeadlineMs, speaker } = this.#options;
    const start = processAt(new URL('./sherpa-process.js', import.meta.url), [JSON.stringify({ files, speaker })]);
    return new WorkerPool({ workers, start, deadlineMs: sentenceDeadlineMs, requestsPerWorker: SENTENCES_PER_PROCESS });
  }
}

function faultOf(
  reply: NeuralReply | { ok: false; fault: string; detail: string },
  speaker: number,
): { code: FaultCode; detail: string } | undefined {
  if (!reply.ok) {
    const code = reply.fault === 'package-missing' ? 'speech-package-missing' : 'speech-model-wrong';
    return { code, detail: reply.detail };
  }
  if ('speakers' in reply && speaker > 0 && speaker >= reply.speakers) {
    return { code: 'speech-model-wrong', detail: `no speaker ${speaker}, the model has ${reply.speakers}` };
  }
  return undefined;
}
