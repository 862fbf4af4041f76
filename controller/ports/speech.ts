/** Text to speech: engines that speak one sentence at a time, and the one who has whole texts spoken by them. */
import type { ErrorCode, Words } from '@loa-lang/schemas/errors/codes';
import type { VoiceQuality } from '@loa-lang/schemas/http/speech';

export interface Voice {
  /** unique among all engines; at most 64 characters */
  id: string;
  label: Words;
  /** the engine's name: `espeak-ng`, `sherpa-onnx`, `http` */
  engine: string;
  quality: VoiceQuality;
  /** what it can read, BCP 47 */
  languages: readonly string[];
}

/** `failing` is tried all the same; `unavailable` would be in vain. */
export type VoiceState = { state: 'ready' } | { state: 'failing' | 'unavailable'; code: ErrorCode; detail: string };

export interface SpeechSettings {
  /** syllables (tiếng: what stands between two spaces) a minute, pauses left out */
  wordsPerMinute: number;
}

/** What decides how a text sounds, beside the engine and its version. */
export interface SpeechRequest extends SpeechSettings {
  text: string;
  voice: string;
  /** of the text, BCP 47: who takes over for a voice that fails must read it. It changes no sound */
  language?: string | undefined;
}

export interface SpeechFault {
  ok: false;
  fault: 'speech-empty' | 'speech-voice-unknown' | 'speech-failed' | 'disk-full';
  detail: string;
}

export interface SpokenSentence {
  ok: true;
  /** mono; shared with a cache, so nobody may change or transfer them */
  samples: Int16Array<ArrayBuffer>;
  sampleRateHz: number;
}

/** One way to make speech. Never rejects: what goes wrong is a fault. */
export interface SpeechEngine {
  readonly voices: readonly Voice[];
  /** sentences that it speaks at the same time */
  readonly parallel: number;
  /** Asks the engine itself, not its configuration. */
  state(): Promise<VoiceState>;
  /** Changes whenever the same sentence would sound otherwise; never a path of this machine. */
  version(): Promise<string>;
  speak(
    sentence: string,
    voice: string,
    settings: SpeechSettings,
    signal: AbortSignal,
  ): Promise<SpokenSentence | SpeechFault>;
  /** What is being spoken fails. */
  stop(): Promise<void>;
}

/** How a text was spoken, for the record. */
export interface Synthesis extends SpeechSettings {
  engine: string;
  engineVersion: string;
  voice: string;
  sentences: number;
  /** the voice that was asked for and failed, with the reason */
  insteadOf?: { voice: string; fault: string; detail: string };
}

export interface Speaking {
  ok: true;
  synthesis: Synthesis;
  sampleRateHz: number;
  /** Pauses included, in order, each as soon as it is ready; a fault ends it. Not reading on holds the engine back. */
  sentences: AsyncIterable<SpokenSentence | SpeechFault>;
}

export type SpeechResult = { ok: true; wavPath: string; synthesis: Synthesis; identity: string } | SpeechFault;

export interface SpeechProgress {
  /** sentences ready */
  done: number;
  total: number;
}

export interface FoundVoice {
  voice: Voice;
  state: VoiceState;
}

export interface Speech {
  /** All voices with their present states, the default one first. */
  voices(): Promise<FoundVoice[]>;
  /** One of them; `undefined` when there is none of this id. */
  voice(id: string): Promise<FoundVoice | undefined>;
  /** Names everything that decides how the request sounds: equal identities may share one recording. */
  identify(request: SpeechRequest): Promise<string>;
  /** Resolves when the first sentence can be heard. Until then another voice may take over; afterwards none does. */
  start(request: SpeechRequest, signal: AbortSignal): Promise<Speaking | SpeechFault>;
  /**
   * Writes the whole text as a WAV file into `workFolder`. A voice that fails is replaced by the default one, for the
   * whole text, and `synthesis.insteadOf` says so; `identity` is then not that of the request.
   */
  speak(
    request: SpeechRequest,
    workFolder: string,
    signal: AbortSignal,
    onProgress?: (progress: SpeechProgress) => void,
  ): Promise<SpeechResult>;
  stop(): Promise<void>;
}

/** Makes samples of whatever a speech service answers with. */
export interface SpeechDecoder {
  decode(audio: Uint8Array, signal: AbortSignal): Promise<SpokenSentence | { ok: false; detail: string }>;
}
