/** Vietnamese speech without network or native code: eSpeak NG in worker threads. */
import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Speech, SpeechResult } from '../../ports/audio.ts';
import { isSpeakable, speakableText } from './speakable-text.ts';
import { splitSentences } from './split-sentences.ts';
import { wavHeader } from './wav.ts';
import { type SlotReply, WorkerSlot } from './worker-slot.ts';

/** The Vietnamese voices of the package: northern, central, southern. */
export const VIETNAMESE_VOICES = ['vi', 'vi-vn-x-central', 'vi-vn-x-south'] as const;

interface EspeakSpeechOptions {
  /** threads that speak at the same time */
  workers: number;
  /** wall time for one piece of text, a cold start of the thread included */
  pieceDeadlineMs: number;
  piecesPerWorker: number;
  /** the worker's file; tests put a hanging one here */
  workerUrl: URL;
}

/**
 * - 2 workers: one text is spoken while another arrives; a third would only fight for the cores that carry voice.
 * - 20 s a piece: a piece takes about 0.1 s warm and 0.5 s cold; a loaded board takes ten times as long.
 * - 200 pieces: eSpeak was seen to grow by 3 MB in 100 utterances; the thread is replaced before that matters.
 */
const DEFAULT_ESPEAK_OPTIONS: EspeakSpeechOptions = {
  workers: 2,
  pieceDeadlineMs: 20_000,
  piecesPerWorker: 200,
  workerUrl: new URL('./espeak-worker.js', import.meta.url),
};

/** About 25 s of speech: shorter texts are spoken in one go, where eSpeak makes the pauses itself. */
const PIECE_CHARS = 400;
const MAX_PIECE_CHARS = 2_000;
/** Between pieces, as long as eSpeak pauses after a full stop at its usual rate. */
const PIECE_PAUSE_MS = 300;
/** Shorter than any syllable: the text had nothing that eSpeak has a sound for. */
const SHORTEST_SPEECH_MS = 50;

type Spoken = Extract<SlotReply, { ok: true }>;

export class EspeakSpeech implements Speech {
  readonly #slots: WorkerSlot[];
  readonly #waiting: ((slot: WorkerSlot) => void)[] = [];
  readonly #idle: WorkerSlot[];
  readonly #stopped = new AbortController();

  constructor(options: Partial<EspeakSpeechOptions> = {}) {
    const { workers, workerUrl, pieceDeadlineMs, piecesPerWorker } = { ...DEFAULT_ESPEAK_OPTIONS, ...options };
    this.#slots = Array.from(
      { length: workers },
      () => new WorkerSlot({ workerUrl, deadlineMs: pieceDeadlineMs, requestsPerWorker: piecesPerWorker }),
    );
    this.#idle = [...this.#slots];
  }

  async speak(text: string, voice: string, workFolder: string, signal: AbortSignal): Promise<SpeechResult> {
    const plain = speakableText(text);
    if (!isSpeakable(plain)) return { ok: false, fault: 'speech-empty', detail: 'the text has no letter and no digit' };
    // One failed piece makes the rest useless: they are aborted, not awaited to their end.
    const failed = new AbortController();
    const stop = AbortSignal.any([signal, failed.signal, this.#stopped.signal]);
    const pieces = splitSentences(plain, PIECE_CHARS, MAX_PIECE_CHARS).filter(isSpeakable);
    const spoken: Spoken[] = [];
    let fault: Extract<SpeechResult, { ok: false }> | undefined;
    await Promise.all(
      pieces.map(async (piece, index) => {
        const reply = await this.#speakPiece(piece, voice, stop);
        if (reply.ok) spoken[index] = reply;
        else {
          fault ??= {
            ok: false,
            fault: reply.fault === 'aborted' ? 'speech-failed' : reply.fault,
            detail: reply.detail,
          };
          failed.abort();
        }
      }),
    );
    return fault ?? this.#write(spoken, voice, workFolder);
  }

  /** Ends all threads; what is being spoken fails. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#slots.map((slot) => slot.stop()));
  }

  async #speakPiece(text: string, voice: string, signal: AbortSignal): Promise<SlotReply> {
    const slot = this.#idle.pop() ?? (await this.#nextFree(signal));
    if (slot === undefined) return { ok: false, fault: 'aborted', detail: 'aborted while it waited for a thread' };
    try {
      return await slot.speak({ text, voice }, signal);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(slot);
      else next(slot);
    }
  }

  /** Waits in line; undefined when `signal` fires first. */
  #nextFree(signal: AbortSignal): Promise<WorkerSlot | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const take = (slot: WorkerSlot): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(slot);
      };
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        resolve(undefined);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(take);
    });
  }

  async #write(spoken: Spoken[], voice: string, workFolder: string): Promise<SpeechResult> {
    const sampleRateHz = spoken[0]?.sampleRateHz ?? 0;
    const length = spoken.reduce((sum, { samples }) => sum + samples.length, 0);
    if (length === 0 || (length * 1000) / sampleRateHz < SHORTEST_SPEECH_MS)
      return { ok: false, fault: 'speech-empty', detail: 'eSpeak NG has no sound for this text' };
    const pause = new Uint8Array(Math.round((PIECE_PAUSE_MS / 1000) * sampleRateHz) * 2);
    const parts = spoken.flatMap(({ samples }, index) => {
      const bytes = new Uint8Array(samples.buffer);
      return index === 0 ? [bytes] : [pause, bytes];
    });
    const dataBytes = parts.reduce((sum, part) => sum + part.length, 0);
    const wavPath = resolve(join(workFolder, `${randomUUID()}.wav`));
    try {
      await using file = await open(wavPath, 'wx');
      for (const part of [wavHeader(dataBytes, sampleRateHz), ...parts]) await file.writeFile(part);
    } catch (error) {
      await rm(wavPath, { force: true });
      return { ok: false, fault: 'speech-failed', detail: `the speech could not be written: ${String(error)}` };
    }
    return { ok: true, wavPath, engine: 'espeak-ng', voice };
  }
}
