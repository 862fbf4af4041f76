/** Voices of a speech service over HTTP. What fails is tried again with pauses, and then said. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  SpeechDecoder,
  SpeechEngine,
  SpeechFault,
  SpeechSettings,
  SpokenSentence,
  Voice,
  VoiceState,
} from '../../../ports/speech.ts';
import { implausible } from '../plausible.ts';
import { relativeSpeed } from '../relative-speed.ts';
import { Turns } from '../workers/turns.ts';
import { type FetchSettings, fetchAudio } from './fetch-audio.ts';
import { type FilledRequest, fillRequest, type RequestTemplate } from './request-template.ts';

export interface ServiceVoice {
  /** as the service calls it */
  name: string;
  label: string;
  languages: readonly string[];
}

export interface ServiceSettings extends FetchSettings {
  template: RequestTemplate;
  voices: readonly ServiceVoice[];
  attempts: number;
  /** requests at the same time */
  parallel: number;
}

export interface ServiceTimes {
  /** before the second attempt; doubled for each further one, and up to half as much again by chance */
  firstPauseMs: number;
  /** longer waits that a service asks for are not waited: the default voice is better than that */
  longestPauseMs: number;
  /** after all attempts of a sentence failed the service is left alone for this long */
  restMs: number;
}

/** - 30 s of rest: with a service that is gone, an urgent notice must not wait for all attempts once more. */
const DEFAULT_TIMES: ServiceTimes = { firstPauseMs: 500, longestPauseMs: 5_000, restMs: 30_000 };

/** Ids of a service's voices begin with this, so they never clash with those of the other engines. */
export const serviceVoiceId = (name: string): string => `http:${name}`;

/** Names of headers that say who asks. */
const SECRET = /auth|key|token|secret|cookie|password|signature|credential/;

const failed = (detail: string): SpeechFault => ({ ok: false, fault: 'speech-failed', detail });
type Attempt = SpokenSentence | { ok: false; detail: string; retry: boolean; afterMs?: number };

export class ServiceEngine implements SpeechEngine {
  readonly voices: readonly Voice[];
  readonly parallel: number;
  readonly #settings: ServiceSettings;
  readonly #decoder: SpeechDecoder;
  readonly #times: ServiceTimes;
  readonly #turns: Turns<number>;
  readonly #stopped = new AbortController();
  #lastFailure: string | undefined;
  /** of the monotonic clock; nothing is tried before */
  #restsUntil = Number.NEGATIVE_INFINITY;

  constructor(settings: ServiceSettings, decoder: SpeechDecoder, times: Partial<ServiceTimes> = {}) {
    this.#settings = settings;
    this.#decoder = decoder;
    this.#times = { ...DEFAULT_TIMES, ...times };
    this.parallel = settings.parallel;
    this.#turns = new Turns(Array.from({ length: settings.parallel }, (_, index) => index));
    this.voices = settings.voices.map(({ name, label, languages }) => ({
      id: serviceVoiceId(name),
      label: { vi: label, en: label },
      engine: 'http',
      quality: 'natural',
      languages,
    }));
  }

  /** A failure is remembered until a sentence goes through; asking costs money, so the service is not probed. */
  async state(): Promise<VoiceState> {
    if (this.#lastFailure === undefined) return { state: 'ready' };
    return { state: 'failing', code: 'speech-service-failing', detail: this.#lastFailure };
  }

  /** Keys change without changing the sound; some services are told voice and speed in other headers. */
  async version(): Promise<string> {
    const { method, url, body, headers } = this.#settings.template;
    const telling = Object.entries(headers).filter(([name]) => !SECRET.test(name));
    return createHash('sha256')
      .update(JSON.stringify([method, url, body, telling.sort()]))
      .digest('hex')
      .slice(0, 16);
  }

  async speak(
    text: string,
    voice: string,
    { wordsPerMinute }: SpeechSettings,
    signal: AbortSignal,
  ): Promise<SpokenSentence | SpeechFault> {
    const known = this.#settings.voices.find(({ name }) => serviceVoiceId(name) === voice);
    if (known === undefined) return { ok: false, fault: 'speech-voice-unknown', detail: `no voice "${voice}"` };
    const speed = relativeSpeed(wordsPerMinute);
    const request = fillRequest(this.#settings.template, { text, voice: known.name, speed, wordsPerMinute });
    const stop = AbortSignal.any([signal, this.#stopped.signal]);
    const spoken = await this.#turns.take(stop, () => this.#tryAll(request, text, stop));
    return spoken ?? failed('aborted while it waited for its turn');
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
  }

  async #tryAll(request: FilledRequest, text: string, stop: AbortSignal): Promise<SpokenSentence | SpeechFault> {
    if (performance.now() < this.#restsUntil) return failed(this.#lastFailure ?? 'resting');
    let pauseMs = this.#times.firstPauseMs;
    let reply: Attempt;
    for (let attempt = 1; ; attempt++) {
      reply = await this.#attempt(request, text, stop);
      if (reply.ok || !reply.retry || attempt >= this.#settings.attempts || stop.aborted) break;
      const waitMs = Math.max(reply.afterMs ?? 0, pauseMs * (1 + Math.random() / 2));
      if (waitMs > this.#times.longestPauseMs) break;
      await sleep(waitMs, undefined, { signal: stop }).catch(() => undefined);
      pauseMs *= 2;
    }
    return this.#settle(reply, stop);
  }

  async #attempt(request: FilledRequest, text: string, stop: AbortSignal): Promise<Attempt> {
    const fetched = await fetchAudio(request, this.#settings, stop);
    if (!fetched.ok) return fetched;
    const sound = await this.#decoder.decode(fetched.audio, stop);
    if (!sound.ok) return { ...sound, retry: true };
    const problem = implausible(text, sound);
    return problem === undefined ? sound : { ok: false, detail: problem, retry: true };
  }

  #settle(reply: Attempt, stop: AbortSignal): SpokenSentence | SpeechFault {
    if (reply.ok) {
      this.#lastFailure = undefined;
      return reply;
    }
    if (!stop.aborted) {
      this.#lastFailure = reply.detail;
      // what no repetition cures is answered at once the next time too: there is nothing to be spared
      if (reply.retry) this.#restsUntil = performance.now() + this.#times.restMs;
    }
    return failed(reply.detail);
  }
}
