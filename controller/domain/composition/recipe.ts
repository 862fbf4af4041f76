/** Which parts a bulletin of each kind has, and what no recipe may do. */
import {
  type BulletinKind,
  type Chime,
  MAX_BODY_READINGS,
  type Recipe,
  type RecipePart,
  type RecipeText,
} from '@loa-lang/schemas/http/composition';
import type { Millis } from '@loa-lang/schemas/units';

/** After a tune and around the body: the time in which a listener turns towards the horn. */
const BREATH_MS: Millis = 700;
/** Before the second reading: long enough to fetch a pencil, short enough not to be taken for the end. */
const BEFORE_REPEAT_MS: Millis = 1_500;

const chime = (name: Chime): RecipePart => ({ kind: 'chime', chime: name });
const text = (name: RecipeText): RecipePart => ({ kind: 'text', text: name });
const pause = (durationMs: Millis): RecipePart => ({ kind: 'pause', durationMs });
const BODY: RecipePart = { kind: 'body' };
const BREATH = pause(BREATH_MS);
const AGAIN: Recipe = [pause(BEFORE_REPEAT_MS), text('repeatLead'), BREATH, BODY];
/** Between the readings of an emergency, since nothing may stand before the first. */
const ALARM: Recipe = [BREATH, chime('emergency'), BREATH, text('repeatLead'), BODY];

/**
 * tune → name → greeting → body → "Xin nhắc lại" → body → closing, as villages know it (domain.md); an emergency is
 * read three times and opens with the body; an urgent notice spares the courtesies; a funeral has no tune at all; a
 * test says first and last that it is one, and so does a drill, whose content sounds like an emergency's.
 */
const DEFAULTS: Record<BulletinKind, Recipe> = {
  plain: [BODY],
  notice: [
    ...[chime('opening'), BREATH, text('stationName'), text('greeting'), BREATH, BODY],
    ...AGAIN,
    ...[BREATH, text('closing'), BREATH, chime('closing')],
  ],
  urgent: [chime('opening'), BREATH, text('stationName'), BREATH, BODY, ...AGAIN, BREATH, chime('closing')],
  emergency: [BODY, ...ALARM, ...ALARM],
  funeral: [text('stationName'), BREATH, BODY, ...AGAIN],
  test: [
    ...[chime('test'), BREATH, text('testNotice'), text('stationName'), BREATH, BODY],
    ...[BREATH, text('testNotice'), BREATH, chime('test')],
  ],
  drill: [
    ...[chime('test'), BREATH, text('drillNotice'), BREATH, BODY],
    ...[BREATH, text('drillNotice'), BREATH, chime('test')],
  ],
};

export const defaultRecipe = (kind: BulletinKind): Recipe => DEFAULTS[kind];

/** The alarm and the tune of tests would wear out if anything else used them. */
const CHIMES_OF: Record<BulletinKind, readonly Chime[]> = {
  plain: ['opening', 'closing'],
  notice: ['opening', 'closing'],
  urgent: ['opening', 'closing'],
  emergency: ['emergency'],
  funeral: [],
  test: ['test'],
  drill: ['test'],
};

export type RecipeFault =
  | 'recipe-without-body'
  | 'recipe-too-many-readings'
  | 'recipe-chime-unfit'
  | 'recipe-emergency-opening'
  | 'recipe-test-unsaid'
  | 'recipe-drill-unsaid';

/** `undefined` for a recipe that may be used for this kind. */
export function recipeFault(kind: BulletinKind, recipe: Recipe): RecipeFault | undefined {
  const readings = recipe.filter((part) => part.kind === 'body').length;
  if (readings === 0) return 'recipe-without-body';
  if (readings > MAX_BODY_READINGS) return 'recipe-too-many-readings';
  if (recipe.some((part) => part.kind === 'chime' && !CHIMES_OF[kind].includes(part.chime))) {
    return 'recipe-chime-unfit';
  }
  if (kind === 'emergency' && recipe[0]?.kind !== 'body') return 'recipe-emergency-opening';
  const firstWords = recipe.find((part) => part.kind === 'text' || part.kind === 'body');
  if (kind === 'test' && !(firstWords?.kind === 'text' && firstWords.text === 'testNotice')) {
    return 'recipe-test-unsaid';
  }
  if (kind === 'drill' && !saysDrill(recipe)) return 'recipe-drill-unsaid';
  return undefined;
}

/** Right before and right after every body: who hears only a part of it must not take it for real. */
function saysDrill(recipe: Recipe): boolean {
  const words = recipe.filter((part) => part.kind === 'text' || part.kind === 'body');
  const isNotice = (part: RecipePart | undefined) => part?.kind === 'text' && part.text === 'drillNotice';
  return words.every(
    (part, index) => part.kind !== 'body' || (isNotice(words[index - 1]) && isNotice(words[index + 1])),
  );
}
