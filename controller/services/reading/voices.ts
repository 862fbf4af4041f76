/** Which voices there are, which one a text gets, and how it will sound. */
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import { reads } from '../../domain/speech/languages.ts';
import { warningText } from '../../domain/text/stored-warning.ts';
import type { FoundVoice, Speaking, Speech } from '../../ports/speech.ts';
import { found, Refusal } from '../refusal.ts';

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

export interface ChosenVoice {
  voice: string;
  wordsPerMinute: number;
  /** codes of what a person should know of the choice */
  warnings: string[];
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
   * Without a wish the one that reads the language; the default one, which reads Vietnamese, is replaced later if it
   * has to be. A voice that was asked for by name must be there; of another language it is warned of and not refused:
   * many of the country's languages are written with the same letters, and a poor reading may be better than none.
   * @throws Refusal `speech-voice-unknown`, `speech-language-unread`, or why it cannot be used
   */
  async choose({ voice: wished, wordsPerMinute }: WishedVoice, language: string): Promise<ChosenVoice> {
    const { speech, defaultVoice, defaultWordsPerMinute } = this.#deps;
    const voice = wished ?? found(await this.readerOf(language), 'speech-language-unread', { language });
    const chosen = { voice, wordsPerMinute: wordsPerMinute ?? defaultWordsPerMinute, warnings: [] };
    if (wished === undefined && voice === defaultVoice) return chosen;
    const { state, voice: known } = found(await speech.voice(voice), 'speech-voice-unknown');
    if (state.state === 'unavailable') throw new Refusal(state.code, { detail: state.detail });
    if (reads(known.languages, language)) return chosen;
    return { ...chosen, warnings: [warningText({ code: 'speech-other-language', language })] };
  }

  /** The voice of a language, the usable ones first; `undefined` when none reads it. */
  async readerOf(language: string): Promise<string | undefined> {
    if (reads([FALLBACK_LANGUAGE], language)) return this.#deps.defaultVoice;
    const readers = (await this.list()).filter(({ voice }) => reads(voice.languages, language));
    return (readers.find(({ state }) => state.state !== 'unavailable') ?? readers[0])?.voice.id;
  }

  /**
   * Resolves when the first sentence can be heard.
   * @throws Refusal when nothing can be
   */
  async preview(
    text: string,
    wish: WishedVoice,
    language: string,
    signal: AbortSignal,
  ): Promise<{ speaking: Speaking; warnings: string[] }> {
    const { warnings, ...chosen } = await this.choose(wish, language);
    const speaking = await this.#deps.speech.start({ text, language, ...chosen }, signal);
    if (!speaking.ok) throw new Refusal(speaking.fault, {}, { cause: speaking.detail });
    const fellBack = speaking.synthesis.insteadOf === undefined ? [] : ['speech-fell-back'];
    return { speaking, warnings: [...warnings, ...fellBack] };
  }
}
