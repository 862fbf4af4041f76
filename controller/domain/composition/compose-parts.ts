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
}

/** Own language, else Vietnamese, which every hamlet understands, else the common words. */
function wordsFor(name: RecipeText, texts: StationTextsByLanguage, language: string) {
  if (name === 'drillNotice') return { text: DRILL_NOTICE, language: FALLBACK_LANGUAGE };
  const own = texts.get(language)?.[name];
  if (own !== undefined) return { text: own, language };
  const vietnamese = texts.get(FALLBACK_LANGUAGE)?.[name] ?? DEFAULT_TEXTS[name];
  return vietnamese === undefined ? undefined : { text: vietnamese, language: FALLBACK_LANGUAGE };
}

/** @param voiceOf the voice that speaks a language in this version */
export function composeParts(
  recipe: Recipe,
  texts: StationTextsByLanguage,
  language: string,
  voiceOf: (language: string) => string,
): Composed {
  let nameMissing = false;
  const parts = recipe.flatMap((part): ComposedPart[] => {
    if (part.kind !== 'text') return [part];
    const words = wordsFor(part.text, texts, language);
    if (words !== undefined) return [{ kind: 'speech', ...words, voice: voiceOf(words.language) }];
    nameMissing ||= part.text === 'stationName';
    return [];
  });
  return { parts: withoutIdlePauses(parts), nameMissing };
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
