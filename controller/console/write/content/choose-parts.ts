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
  const whole: RecipePart[] = [];
  for (const part of kept) if (part.kind !== 'pause' || isSound(whole.at(-1))) whole.push(part);
  if (whole.at(-1)?.kind === 'pause') whole.pop();
  return whole;
}

const isSound = (part: RecipePart | undefined): boolean => part !== undefined && part.kind !== 'pause';

export const readingsIn = (recipe: Recipe): number => recipe.filter((part) => part.kind === 'body').length;
