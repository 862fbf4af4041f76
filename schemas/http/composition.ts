/** How a bulletin is put together: parts in order, and the commune's own words that go into them. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { LanguageSchema } from '../wire/common.ts';

/** What a bulletin is decides how it sounds unless a recipe is given; `plain` is the body alone. */
export const BULLETIN_KINDS = ['plain', 'notice', 'urgent', 'emergency', 'funeral', 'test', 'drill'] as const;
export type BulletinKind = (typeof BULLETIN_KINDS)[number];
export const BulletinKindSchema = Type.Enum([...BULLETIN_KINDS], {
  description:
    'plain: the body alone (default); notice: ordinary announcement; urgent: short and at once; emergency: its first words are the instruction; funeral: no chimes; test: says that it is a test; drill: an exercise of an emergency, says before and after that it is one',
});

/** `opening` rises, `closing` falls; the other two sound like nothing else. */
export const CHIMES = ['opening', 'closing', 'emergency', 'test'] as const;
export type Chime = (typeof CHIMES)[number];

/** Words that are the commune's own: none but the last two has a default. */
export const STATION_TEXTS = ['stationName', 'greeting', 'closing', 'repeatLead', 'testNotice'] as const;
export type StationText = (typeof STATION_TEXTS)[number];

/** What a recipe may say: the commune's words, and what a drill is announced with, which are nobody's to change. */
export const RECIPE_TEXTS = [...STATION_TEXTS, 'drillNotice'] as const;
export type RecipeText = (typeof RECIPE_TEXTS)[number];

/** Readings of the body in one bulletin, at most. */
export const MAX_BODY_READINGS = 3;

const PauseSchema = Type.Object(
  { kind: Type.Literal('pause'), durationMs: Type.Integer({ minimum: 100, maximum: 10_000 }) },
  { additionalProperties: false },
);
const ChimePartSchema = Type.Object(
  { kind: Type.Literal('chime'), chime: Type.Enum([...CHIMES]) },
  { additionalProperties: false },
);
const BodyPartSchema = Type.Object({ kind: Type.Literal('body') }, { additionalProperties: false });

export const RecipePartSchema = Type.Union([
  ChimePartSchema,
  Type.Object({ kind: Type.Literal('text'), text: Type.Enum([...RECIPE_TEXTS]) }, { additionalProperties: false }),
  BodyPartSchema,
  PauseSchema,
]);
export type RecipePart = Static<typeof RecipePartSchema>;

export const RecipeSchema = Type.Array(RecipePartSchema, {
  minItems: 1,
  maxItems: 40,
  description: 'parts in the order in which they sound; every body in it is one reading',
});
export type Recipe = Static<typeof RecipeSchema>;

/** A part whose words are settled: what a version was really made of. */
export const ComposedPartSchema = Type.Union([
  ChimePartSchema,
  Type.Object(
    { kind: Type.Literal('speech'), text: Type.String(), language: LanguageSchema, voice: Type.String() },
    { additionalProperties: false },
  ),
  BodyPartSchema,
  PauseSchema,
]);
export type ComposedPart = Static<typeof ComposedPartSchema>;

const OwnWords = Type.Optional(Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }));
export const StationTextsSchema = Type.Object(
  { stationName: OwnWords, greeting: OwnWords, closing: OwnWords, repeatLead: OwnWords, testNotice: OwnWords },
  { additionalProperties: false },
);
export type StationTexts = Static<typeof StationTextsSchema>;

export const StationTextsParamsSchema = Type.Object({ id: IdSchema, language: LanguageSchema });
export const StationTextsListSchema = Type.Object({
  texts: Type.Array(Type.Object({ language: Type.String(), texts: StationTextsSchema })),
  defaults: Type.Object(
    { language: Type.String(), texts: StationTextsSchema },
    { description: 'said where the commune has no words of its own' },
  ),
});

export const RecipeListSchema = Type.Object({
  recipes: Type.Array(Type.Object({ kind: Type.Enum([...BULLETIN_KINDS]), recipe: RecipeSchema })),
});
