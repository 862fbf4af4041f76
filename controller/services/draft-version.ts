/** A version of a bulletin before its audio is made: what will sound, in which order, with whose words. */
import type { BulletinKind, Recipe } from '@loa-lang/schemas/http/composition';
import type { AreaId } from '@loa-lang/schemas/ids';
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';
import { composeParts, isBodyAlone } from '../domain/composition/compose-parts.ts';
import { defaultRecipe, recipeFault } from '../domain/composition/recipe.ts';
import type { Correction } from '../domain/reading/reading-types.ts';
import type { VersionRecord } from '../ports/bulletin-store.ts';
import type { StationTextStore } from '../ports/station-texts.ts';
import { refuseUnsayable } from './readings.ts';
import { Refusal } from './refusal.ts';
import type { Voices, WishedVoice } from './voices.ts';

export interface DraftingDeps {
  stationTexts: StationTextStore;
  voices: Voices;
}

/** A text as it was sent. */
export interface WrittenText extends WishedVoice {
  text: string;
  corrections?: readonly Correction[] | undefined;
}

/** A text with its voice, or the name of an uploaded file. */
export type VersionContent = Partial<
  Pick<VersionRecord, 'text' | 'voice' | 'wordsPerMinute' | 'corrections' | 'fileName'>
>;

const EMPTY = { text: undefined, voice: undefined, wordsPerMinute: undefined, fileName: undefined };

export interface VersionDraft {
  id: string;
  bulletinId: string;
  communeId: AreaId;
  kind: BulletinKind;
  language: string;
  /** that of the kind when absent */
  recipe?: Recipe | undefined;
  content: VersionContent;
}

export class VersionDrafting {
  readonly #deps: DraftingDeps;

  constructor(deps: DraftingDeps) {
    this.#deps = deps;
  }

  /** @throws Refusal for an empty text or a voice that is not there */
  async written(given: WrittenText, language: string): Promise<VersionContent> {
    const { text, voice, wordsPerMinute, corrections = [] } = given;
    refuseUnsayable(corrections);
    if (text.trim() === '') throw new Refusal('speech-empty');
    const wished = voice ?? (language === FALLBACK_LANGUAGE ? undefined : this.#voiceOf(language));
    const chosen = await this.#deps.voices.choose({ voice: wished, wordsPerMinute });
    return { text: text.normalize('NFC'), corrections, ...chosen };
  }

  /** @throws Refusal for a recipe that does not fit the kind */
  async draft(draft: VersionDraft): Promise<Omit<VersionRecord, 'version'>> {
    const { id, bulletinId, communeId, kind, language, content } = draft;
    const recipe = draft.recipe ?? defaultRecipe(kind);
    const fault = recipeFault(kind, recipe);
    if (fault !== undefined) throw new Refusal(fault);
    const texts = await this.#deps.stationTexts.of(communeId);
    // the station's words in the body's language are spoken by the body's voice
    const voiceOf = (spoken: string) => (spoken === language ? content.voice : undefined) ?? this.#voiceOf(spoken);
    const { parts, nameMissing } = composeParts(recipe, texts, language, voiceOf);
    return {
      ...EMPTY,
      ...content,
      ...{ id, bulletinId, language },
      parts: isBodyAlone(parts) ? undefined : parts,
      state: 'processing',
      fault: undefined,
      warnings: nameMissing ? ['station-name-missing'] : [],
      asset: undefined,
    };
  }

  /** Engines name their voices by language tags; one that has none for a language says so when it is to speak. */
  #voiceOf(language: string): string {
    return language === FALLBACK_LANGUAGE ? this.#deps.voices.defaultVoice : language;
  }
}
