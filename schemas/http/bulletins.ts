/** Bulletins over HTTP. */
import { type Static, Type } from 'typebox';
import { BroadcastUseSchema, NoticeSchema } from '../errors/body.ts';
import { AssetIdSchema, IdSchema } from '../ids.ts';
import { LanguageSchema } from '../wire/common.ts';
import { InstantSchema, NameSchema } from './common.ts';
import { BulletinKindSchema, ComposedPartSchema, RecipeSchema } from './composition.ts';
import { CorrectionsSchema } from './corrections.ts';
import { VoiceIdSchema, WordsPerMinuteSchema } from './speech.ts';

export const BULLETIN_STATES = ['processing', 'ready', 'failed'] as const;
export type BulletinState = (typeof BULLETIN_STATES)[number];

/** Characters of a bulletin's text, at most: over an hour of speech. */
export const MAX_BULLETIN_TEXT = 50_000;

export const BulletinAudioSchema = Type.Object({
  assetId: AssetIdSchema,
  sizeBytes: Type.Integer(),
  durationMs: Type.Integer(),
  /** RMS of the whole, dBFS */
  levelDbfs: Type.Number(),
});

/** What a playlist is filled by: "Tin nông nghiệp", "Văn nghệ" … the commune's own words. */
export const CategorySchema = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' });

/** Whether villagers find it on the page of their hamlet once it was on air. */
const OnPublicPageSchema = Type.Boolean({
  description: 'absent: as its kind, category and title say; what is about single people stays off',
});

/** What is read or played in one language. */
export const BulletinVersionSchema = Type.Object({
  language: Type.String(),
  version: Type.Integer({ description: 'counts the changes of the bulletin' }),
  state: Type.Enum([...BULLETIN_STATES]),
  text: Type.Optional(Type.String()),
  fileName: Type.Optional(Type.String()),
  voice: Type.Optional(Type.String()),
  wordsPerMinute: Type.Optional(Type.Integer()),
  corrections: Type.Optional(CorrectionsSchema),
  parts: Type.Array(ComposedPartSchema, { description: 'in the order in which they sound' }),
  audio: Type.Optional(BulletinAudioSchema),
  fault: Type.Optional(NoticeSchema),
  warnings: Type.Array(NoticeSchema),
});

/** `language` to `audio` are those of the Vietnamese version, of the first one where there is none. */
export const BulletinSchema = Type.Object({
  id: IdSchema,
  communeId: IdSchema,
  title: Type.String(),
  kind: BulletinKindSchema,
  state: Type.Enum([...BULLETIN_STATES], {
    description: 'processing while any version is being made; failed when no version could be made',
  }),
  language: Type.String(),
  text: Type.Optional(Type.String()),
  fileName: Type.Optional(Type.String()),
  voice: Type.Optional(Type.String()),
  wordsPerMinute: Type.Optional(Type.Integer()),
  corrections: Type.Optional(CorrectionsSchema),
  keep: Type.Boolean(),
  category: Type.Optional(Type.String()),
  important: Type.Boolean({ description: 'whoever misses it gets it later by itself' }),
  onPublicPage: Type.Boolean({ description: 'whether villagers find it on the page of their hamlet' }),
  validUntil: Type.Optional(InstantSchema),
  suggestedValidUntil: Type.Optional(
    Type.Object(
      { until: InstantSchema, written: Type.String() },
      { description: 'by the last date in its text: the end of that day; only while no validUntil is set' },
    ),
  ),
  createdAt: InstantSchema,
  removedAt: Type.Optional(InstantSchema),
  audio: Type.Optional(BulletinAudioSchema),
  fault: Type.Optional(NoticeSchema),
  warnings: Type.Array(NoticeSchema),
  versions: Type.Array(BulletinVersionSchema, { description: 'one a language' }),
});
export type BulletinBody = Static<typeof BulletinSchema>;

export const BulletinCreateSchema = Type.Object(
  {
    communeId: IdSchema,
    /** taken from the first words when absent */
    title: Type.Optional(NameSchema),
    text: Type.String({ minLength: 1, maxLength: MAX_BULLETIN_TEXT }),
    voice: Type.Optional(VoiceIdSchema),
    wordsPerMinute: Type.Optional(WordsPerMinuteSchema),
    /** places read otherwise than the reading says */
    corrections: Type.Optional(CorrectionsSchema),
    language: Type.Optional(LanguageSchema),
    kind: Type.Optional(BulletinKindSchema),
    /** that of the kind when absent */
    recipe: Type.Optional(RecipeSchema),
    keep: Type.Optional(Type.Boolean()),
    category: Type.Optional(CategorySchema),
    important: Type.Optional(Type.Boolean()),
    onPublicPage: Type.Optional(OnPublicPageSchema),
    validUntil: Type.Optional(InstantSchema),
  },
  { additionalProperties: false },
);
export type BulletinCreate = Static<typeof BulletinCreateSchema>;

/** A recipe as JSON, in a form. */
const RecipeTextSchema = Type.Optional(Type.String({ maxLength: 4000, description: 'a recipe as JSON' }));

/** Fields of the upload form, beside the file. */
export const BulletinUploadFieldsSchema = Type.Object(
  {
    communeId: IdSchema,
    title: Type.Optional(NameSchema),
    language: Type.Optional(LanguageSchema),
    kind: Type.Optional(BulletinKindSchema),
    recipe: RecipeTextSchema,
    keep: Type.Optional(Type.Enum(['true', 'false'])),
    category: Type.Optional(CategorySchema),
    important: Type.Optional(Type.Enum(['true', 'false'])),
    onPublicPage: Type.Optional(Type.Enum(['true', 'false'])),
    validUntil: Type.Optional(InstantSchema),
  },
  { additionalProperties: false },
);
export type BulletinUploadFields = Static<typeof BulletinUploadFieldsSchema>;

/** A text in a further language, or anew in the same one. */
export const VersionPutSchema = Type.Object(
  {
    text: BulletinCreateSchema.properties.text,
    voice: BulletinCreateSchema.properties.voice,
    wordsPerMinute: BulletinCreateSchema.properties.wordsPerMinute,
    corrections: BulletinCreateSchema.properties.corrections,
    recipe: BulletinCreateSchema.properties.recipe,
  },
  { additionalProperties: false },
);
export const VersionUploadFieldsSchema = Type.Object({ recipe: RecipeTextSchema }, { additionalProperties: false });
export const VersionParamsSchema = Type.Object({ id: IdSchema, language: LanguageSchema });
export const AudioQuerySchema = Type.Object({
  language: Type.Optional(
    Type.String({ maxLength: 35, description: 'default: Vietnamese, or the first language where there is none' }),
  ),
});

/** Removing asks first when something planned is touched. */
export const RemovalQuerySchema = Type.Object({
  confirm: Type.Optional(
    Type.Enum(['true', 'false'], {
      description:
        'true: go on although planned broadcasts use it; occurrences of schedules leave it out, others keep it',
    }),
  ),
});
export const BulletinRemovedSchema = Type.Object({
  removed: IdSchema,
  uses: Type.Array(BroadcastUseSchema, { description: 'planned broadcasts that keep its audio and still air' }),
  notice: Type.Optional(NoticeSchema),
});
export type BulletinRemoved = Static<typeof BulletinRemovedSchema>;

export const BulletinChangeSchema = Type.Object(
  {
    title: Type.Optional(NameSchema),
    keep: Type.Optional(Type.Boolean()),
    category: Type.Optional(Type.Union([CategorySchema, Type.Null()])),
    important: Type.Optional(Type.Boolean()),
    onPublicPage: Type.Optional(
      Type.Union([OnPublicPageSchema, Type.Null()], { description: 'null: as its kind, category and title say' }),
    ),
    validUntil: Type.Optional(Type.Union([InstantSchema, Type.Null()])),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type BulletinChange = Static<typeof BulletinChangeSchema>;

/** What ends before planned broadcasts of it asks first, as removing does. */
export const BulletinChangeQuerySchema = Type.Object({
  confirm: Type.Optional(
    Type.Enum(['true', 'false'], {
      description:
        'true: change validUntil although planned broadcasts begin after it; they keep its audio and still air',
    }),
  ),
});
export const BulletinChangedSchema = Type.Object({
  ...BulletinSchema.properties,
  uses: Type.Optional(
    Type.Array(BroadcastUseSchema, { description: 'planned broadcasts that begin after the new end and still air' }),
  ),
  notice: Type.Optional(NoticeSchema),
});
export type BulletinChanged = Static<typeof BulletinChangedSchema>;

export const BulletinListQuerySchema = Type.Object({
  communeId: Type.Optional(IdSchema),
  q: Type.Optional(Type.String({ maxLength: 200, description: 'part of a title or file name' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(IdSchema),
  category: Type.Optional(CategorySchema),
  removed: Type.Optional(Type.Enum(['true', 'false'], { description: 'true: those that can be brought back' })),
});
export const BulletinListSchema = Type.Object({ bulletins: Type.Array(BulletinSchema) });
