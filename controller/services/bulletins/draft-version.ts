/** A version of a bulletin before its audio is made: what will sound, in which order, with whose words. */
import type { BulletinKind, Recipe } from '@loa-lang/schemas/http/composition';
import type { AreaId } from '@loa-lang/schemas/ids';
import { composeParts, isBodyAlone } from '../../domain/composition/compose-parts.ts';
import { defaultRecipe, recipeFault } from '../../domain/composition/recipe.ts';
import type { Correction } from '../../domain/reading/reading-types.ts';
import { isSpeakable } from '../../domain/speech/speakable-text.ts';
import type { VersionRecord } from '../../ports/bulletin-store.ts';
import type { StationTextStore } from '../../ports/station-texts.ts';
import { refuseUnsayable } from '../reading/readings.ts';
import type { Voices, WishedVoice } from '../reading/voices.ts';
import { Refusal } from '../refusal.ts';

export interface DraftingDeps {
  stationTexts: StationTextStore;
  voices: Voices;
}

/** A text as it was sent. */
export interface WrittenText extends WishedVoice {
  text: string;
  corrections?: readonly Correction[] | undefined;
  /** codes of what is known of it already */
  warnings?: readonly string[] | undefined;
}

/** A text with its voice, or the name of an uploaded file. */
export type VersionContent = Partial<
  Pick<VersionRecord, 'text' | 'voice' | 'wordsPerMinute' | 'corrections' | 'fileName' | 'warnings'>
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
    const { text, voice, wordsPerMinute, corrections = [], warnings = [] } = given;
    refuseUnsayable(corrections);
    if (!isSpeakable(text)) throw new Refusal('speech-empty');
    const chosen = await this.#deps.voices.choose({ voice, wordsPerMinute }, language);
    return { text: text.normalize('NFC'), corrections, ...chosen, warnings: [...warnings, ...chosen.warnings] };
  }

  /** @throws Refusal for a recipe that does not fit the kind */
  async draft(draft: VersionDraft): Promise<Omit<VersionRecord, 'version'>> {
    const { id, bulletinId, communeId, kind, language, content } = draft;
    const recipe = draft.recipe ?? defaultRecipe(kind);
    const fault = recipeFault(kind, recipe);
    if (fault !== undefined) throw new Refusal(fault);
    const texts = await this.#deps.stationTexts.of(communeId);
    const { voices } = this.#deps;
    // the station's words in the body's language are spoken by the body's voice
    const own = content.voice ?? (await voices.readerOf(language));
    const voiceOf = (spoken: string) => (spoken === language ? own : voices.defaultVoice);
    const { parts, nameMissing, wordsUnread } = composeParts(recipe, texts, language, voiceOf);
    const warnings = [
      ...(content.warnings ?? []),
      ...(nameMissing ? ['station-name-missing'] : []),
      ...(wordsUnread ? ['station-words-unread'] : []),
    ];
    return {
      ...EMPTY,
      ...content,
      ...{ id, bulletinId, language },
      parts: isBodyAlone(parts) ? undefined : parts,
      state: 'processing',
      fault: undefined,
      warnings,
      asset: undefined,
    };
  }
}
