/** Templates of the usual bulletins over HTTP. */
import { type Static, Type } from 'typebox';
import { NoticeSchema, WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { BULLETIN_CLASSES } from './broadcasts.ts';
import { BulletinCreateSchema } from './bulletins.ts';
import { InstantSchema, NameSchema } from './common.ts';
import { BulletinKindSchema, RecipeSchema } from './composition.ts';

export const FIELD_TYPES = ['text', 'place', 'person', 'date', 'time', 'phone', 'number', 'money'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** Kinds of which a commune may write templates. */
export const OWN_TEMPLATE_KINDS = ['notice', 'urgent', 'funeral', 'emergency'] as const;
export type OwnTemplateKind = (typeof OWN_TEMPLATE_KINDS)[number];

/** Name of a field as it stands in the text between curly brackets: also what it is asked for by. */
const FieldName = Type.String({ minLength: 1, maxLength: 64, pattern: '^[^{}\\[\\]]*[^{}\\[\\]\\s][^{}\\[\\]]*$' });
const Pattern = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' });

export const TemplateWordsSchema = Type.Object(
  {
    title: NameSchema,
    kind: Type.Enum([...OWN_TEMPLATE_KINDS]),
    headline: Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '\\S',
      description: 'of its bulletins; may have fields',
    }),
    sentences: Type.Array(Pattern, {
      minItems: 1,
      maxItems: 40,
      description:
        'in order. {field} is filled; […] is left out when a field in it is empty, and a whole sentence when an empty ' +
        'field stands outside of brackets. The first of an emergency is its instruction',
    }),
    fields: Type.Array(
      Type.Object(
        {
          name: FieldName,
          type: Type.Enum([...FIELD_TYPES]),
          required: Type.Boolean(),
          example: Type.String({ maxLength: 200 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 20, description: 'those that stand in the headline and the sentences, and no other' },
    ),
  },
  { additionalProperties: false },
);
export type TemplateWords = Static<typeof TemplateWordsSchema>;

export const OwnTemplateSchema = Type.Object({
  communeId: IdSchema,
  version: Type.Integer(),
  changedAt: InstantSchema,
  changedBy: Type.String(),
  words: TemplateWordsSchema,
  putAwayAt: Type.Optional(InstantSchema),
});

export const TemplateSchema = Type.Object({
  id: IdSchema,
  title: WordsSchema,
  kind: BulletinKindSchema,
  class: Type.Enum([...BULLETIN_CLASSES], { description: 'class in which it is usually broadcast' }),
  fields: Type.Array(
    Type.Object({
      name: Type.String(),
      type: Type.Enum([...FIELD_TYPES]),
      required: Type.Boolean(),
      label: WordsSchema,
      example: Type.String({ description: 'in the form in which the value is to be sent' }),
    }),
  ),
  recipe: RecipeSchema,
  own: Type.Optional(OwnTemplateSchema),
});
export const TemplateListQuerySchema = Type.Object({
  putAway: Type.Optional(Type.Boolean({ description: 'those that were put away, instead of those in use' })),
});
export const TemplateCreateSchema = Type.Object(
  { communeId: IdSchema, ...TemplateWordsSchema.properties },
  { additionalProperties: false },
);
export const TemplateChangeSchema = Type.Object(
  {
    version: Type.Integer({ minimum: 1, description: 'the one that was read: an older one is refused' }),
    words: Type.Optional(TemplateWordsSchema),
    putAway: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 2 },
);
export const TemplateTrialSchema = Type.Object(
  {
    words: TemplateWordsSchema,
    values: Type.Optional(Type.Record(Type.String({ minLength: 1, maxLength: 64 }), Type.String({ maxLength: 1000 }))),
  },
  { additionalProperties: false },
);
export const TemplateListSchema = Type.Object({ templates: Type.Array(TemplateSchema) });
export type TemplateBody = Static<typeof TemplateSchema>;

const Values = Type.Record(Type.String({ minLength: 1, maxLength: 64 }), Type.String({ maxLength: 1000 }), {
  description: 'field → value: date as 2026-12-05, time as 19:30, money in đồng, everything as text',
});

export const TemplatePreviewRequestSchema = Type.Object({ values: Values }, { additionalProperties: false });
export const TemplatePreviewSchema = Type.Object({
  title: Type.String(),
  text: Type.String(),
  kind: BulletinKindSchema,
  class: TemplateSchema.properties.class,
  recipe: RecipeSchema,
  validUntil: Type.Optional(InstantSchema),
  warnings: Type.Array(NoticeSchema),
});

const { communeId, title, voice, recipe, keep } = BulletinCreateSchema.properties;
export const TemplateBulletinSchema = Type.Object(
  {
    ...{ communeId, values: Values, title, voice, recipe, keep },
    validUntil: Type.Optional(
      Type.Union([InstantSchema, Type.Null()], {
        description: 'default: when what the template announces is over; null for no end',
      }),
    ),
  },
  { additionalProperties: false },
);
