/** From a recipe to the parts of one version: the commune's words put in, what is missing left out. */
import type { ComposedPart, Recipe, RecipeText, StationTexts } from '@loa-lang/schemas/http/composition';
import { FALLBACK_LANGUAGE } from '@loa-lang/schemas/wire/common';

/**
 * Words every station uses alike (domain.md: a second reading opens with "Xin nhắc lại"; a test says that it is one).
 * Name, greeting and closing have none: they are the commune's own.
 */
export const DEFAULT_TEXTS: StationTexts = {
  repeatLead: 'Xin nhắc lại.',
  testNotice: 'Đây là phát thử hệ thống loa truyền thanh. Bà con không cần làm gì.',
};

/** The grammar of a drill is the same in every commune and every language: nobody may word it away. */
export const DRILL_NOTICE = 'Đây là diễn tập, không phải tình huống thật.';

/** A commune's own words by language. */
export type StationTextsByLanguage = ReadonlyMap<string, StationTexts>;

export interface Composed {
  parts: ComposedPart[];
  /** the recipe names the station and the commune has not said what it is called */
  nameMissing: boolean;
  /** the commune has words in the language of the version, and no voice reads it */
  wordsUnread: boolean;
}

/** The voice that speaks a language in this version, if any does. */
type VoiceOf = (language: string) => string | undefined;

/** Own language where a voice reads it, else Vietnamese, which every hamlet understands, else the common words. */
function wordsFor(name: RecipeText, texts: StationTextsByLanguage, language: string, voiceOf: VoiceOf) {
  // its wording is nobody's to change
  if (name === 'drillNotice') {
    const voice = voiceOf(FALLBACK_LANGUAGE);
    return voice === undefined ? undefined : { text: DRILL_NOTICE, language: FALLBACK_LANGUAGE, voice };
  }
  for (const spoken of [language, FALLBACK_LANGUAGE]) {
    const text = texts.get(spoken)?.[name] ?? (spoken === FALLBACK_LANGUAGE ? DEFAULT_TEXTS[name] : undefined);
    const voice = voiceOf(spoken);
    if (text !== undefined && voice !== undefined) return { text, language: spoken, voice };
  }
  return undefined;
}

export function composeParts(
  recipe: Recipe,
  texts: StationTextsByLanguage,
  language: string,
  voiceOf: VoiceOf,
): Composed {
  let nameMissing = false;
  let wordsUnread = false;
  const parts = recipe.flatMap((part): ComposedPart[] => {
    if (part.kind !== 'text') return [part];
    const own = part.text === 'drillNotice' ? undefined : texts.get(language)?.[part.text];
    wordsUnread ||= own !== undefined && voiceOf(language) === undefined;
    const words = wordsFor(part.text, texts, language, voiceOf);
    if (words !== undefined) return [{ kind: 'speech', ...words }];
    nameMissing ||= part.text === 'stationName';
    return [];
  });
  return { parts: withoutIdlePauses(parts), nameMissing, wordsUnread };
}

/** Pauses around what was left out: none at the ends, and of neighbours only the longest. */
function withoutIdlePauses(parts: readonly ComposedPart[]): ComposedPart[] {
  const kept: ComposedPart[] = [];
  for (const part of parts) {
    const before = kept.at(-1);
    if (part.kind !== 'pause') kept.push(part);
    else if (before?.kind === 'pause') kept[kept.length - 1] = part.durationMs > before.durationMs ? part : before;
    else if (before !== undefined) kept.push(part);
  }
  if (kept.at(-1)?.kind === 'pause') kept.pop();
  return kept;
}

/** Nothing but one reading: made without composing. */
export const isBodyAlone = (parts: readonly ComposedPart[]): boolean => parts.length === 1 && parts[0]?.kind === 'body';
