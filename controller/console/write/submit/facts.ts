/** What follows from a draft and from what is known around it: title, category, recipe, length, end. */

import type { RecipeListSchema } from '@loa-lang/schemas/http/composition';
import type { ReadingBody } from '@loa-lang/schemas/http/readings';
import type { Static } from 'typebox';
import { endOfDay } from '../../words/local-instant.ts';
import { chooseParts, readingsIn } from '../content/choose-parts.ts';
import { guessCategory } from '../content/guess-kind.ts';
import { spokenLengthMs } from '../content/spoken-length.ts';
import { suggestTitle } from '../content/suggest-title.ts';
import type { Draft } from '../draft/draft.ts';

type Recipes = Static<typeof RecipeListSchema>['recipes'];

export const titleOf = (draft: Pick<Draft, 'title' | 'text'>): string =>
  draft.title.trim() !== '' ? draft.title.trim() : suggestTitle(draft.text);

export const categoryOf = (draft: Pick<Draft, 'category' | 'text'>): string =>
  draft.category ?? guessCategory(draft.text) ?? '';

export function recipeOf(draft: Pick<Draft, 'kind' | 'parts'>, recipes: Recipes | undefined) {
  const usual = recipes?.find(({ kind }) => kind === draft.kind)?.recipe;
  return usual === undefined ? undefined : chooseParts(usual, draft.parts);
}

/** Of all readings together, guessed before there is a sound. */
export function lengthOf(draft: Draft, recipes: Recipes | undefined, spoken: string, wordsPerMinute: number): number {
  const recipe = recipeOf(draft, recipes);
  const readings = recipe === undefined ? 1 : readingsIn(recipe);
  return spokenLengthMs(spoken, wordsPerMinute, readings, (recipe?.length ?? 1) === 1);
}

/** RFC 3339; `undefined` for no end. */
export function validUntilOf(
  draft: Pick<Draft, 'validUntil'>,
  reading: ReadingBody | undefined,
  zone: string,
): string | undefined {
  if (draft.validUntil === undefined) return reading?.validUntil?.until;
  return draft.validUntil === '' ? undefined : endOfDay(draft.validUntil, zone);
}
