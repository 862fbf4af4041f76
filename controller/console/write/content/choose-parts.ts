/** The recipe of a kind without the parts that somebody does not want. */
import type { Recipe, RecipePart } from '@loa-lang/schemas/http/composition';
import type { Parts } from '../draft/draft.ts';

const WORDS_OF: Readonly<Record<'greeting' | 'closing', readonly string[]>> = {
  greeting: ['stationName', 'greeting'],
  closing: ['closing'],
};

/** Which of the four the recipe has at all. */
export function partsIn(recipe: Recipe): Parts {
  const says = (names: readonly string[]) => recipe.some((part) => part.kind === 'text' && names.includes(part.text));
  return {
    chimes: recipe.some((part) => part.kind === 'chime'),
    greeting: says(WORDS_OF.greeting),
    twice: recipe.filter((part) => part.kind === 'body').length > 1,
    closing: says(WORDS_OF.closing),
  };
}

/** Without pauses that nothing follows or that stand beside each other. */
export function chooseParts(recipe: Recipe, wanted: Parts): Recipe {
  const first = recipe.findIndex((part) => part.kind === 'body');
  const last = recipe.map(({ kind }) => kind).lastIndexOf('body');
  const kept = recipe.filter((part, index) => {
    if (part.kind === 'chime') return wanted.chimes;
    if (part.kind === 'text' && WORDS_OF.greeting.includes(part.text)) return wanted.greeting;
    if (part.kind === 'text' && WORDS_OF.closing.includes(part.text)) return wanted.closing;
    return wanted.twice || index <= first || index > last;
  });
  return kept.filter((part, index) => part.kind !== 'pause' || isBetween(kept[index - 1], kept[index + 1]));
}

const isBetween = (before: RecipePart | undefined, after: RecipePart | undefined): boolean =>
  before !== undefined && after !== undefined && after.kind !== 'pause';

export const readingsIn = (recipe: Recipe): number => recipe.filter((part) => part.kind === 'body').length;
