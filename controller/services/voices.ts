/** Which voices there are, which one a text gets, and how it will sound. */
import type { FoundVoice, Speaking, Speech } from '../ports/speech.ts';
import { found, Refusal } from './refusal.ts';

/** Slower than a news reader's 200 or so: horns in the open answer each other with half a second of echo. */
export const USUAL_WORDS_PER_MINUTE = 180;

export interface VoiceDeps {
  speech: Speech;
  defaultVoice: string;
  defaultWordsPerMinute: number;
}

/** What a person may ask for. */
export interface WishedVoice {
  voice?: string | undefined;
  wordsPerMinute?: number | undefined;
}

export class Voices {
  readonly #deps: VoiceDeps;

  constructor(deps: VoiceDeps) {
    this.#deps = deps;
  }

  get defaultVoice(): string {
    return this.#deps.defaultVoice;
  }

  get defaultWordsPerMinute(): number {
    return this.#deps.defaultWordsPerMinute;
  }

  list(): Promise<FoundVoice[]> {
    return this.#deps.speech.voices();
  }

  /**
   * A voice that was asked for by name must be there; the default one is replaced later if it has to be.
   * @throws Refusal `speech-voice-unknown`, or why it cannot be used
   */
  async choose({ voice, wordsPerMinute }: WishedVoice): Promise<{ voice: string; wordsPerMinute: number }> {
    const { speech, defaultVoice, defaultWordsPerMinute } = this.#deps;
    if (voice !== undefined) {
      const { state } = found(await speech.voice(voice), 'speech-voice-unknown');
      if (state.state === 'unavailable') throw new Refusal(state.code, { detail: state.detail });
    }
    return { voice: voice ?? defaultVoice, wordsPerMinute: wordsPerMinute ?? defaultWordsPerMinute };
  }

  /**
   * Resolves when the first sentence can be heard.
   * @throws Refusal when nothing can be
   */
  async preview(text: string, wish: WishedVoice, signal: AbortSignal): Promise<Speaking> {
    const speaking = await this.#deps.speech.start({ text, ...(await this.choose(wish)) }, signal);
    if (!speaking.ok) throw new Refusal(speaking.fault, {}, { cause: speaking.detail });
    return speaking;
  }
}
