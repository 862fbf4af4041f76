/** Templates of the usual bulletins over HTTP. */
import { type Static, Type } from 'typebox';
import { NoticeSchema, WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { BULLETIN_CLASSES } from './broadcasts.ts';
import { BulletinCreateSchema } from './bulletins.ts';
import { InstantSchema } from './common.ts';
import { BulletinKindSchema, RecipeSchema } from './composition.ts';

export const FIELD_TYPES = ['text', 'place', 'person', 'date', 'time', 'phone', 'number', 'money'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

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
});
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
