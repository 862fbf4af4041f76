/** Bulletins over HTTP. */
import { type Static, Type } from 'typebox';
import { NoticeSchema } from '../errors/body.ts';
import { AssetIdSchema, IdSchema } from '../ids.ts';
import { LanguageSchema } from '../wire/common.ts';
import { InstantSchema, NameSchema } from './common.ts';
import { CorrectionsSchema } from './corrections.ts';

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

export const BulletinSchema = Type.Object({
  id: IdSchema,
  communeId: IdSchema,
  title: Type.String(),
  state: Type.Enum([...BULLETIN_STATES]),
  language: Type.String(),
  text: Type.Optional(Type.String()),
  fileName: Type.Optional(Type.String()),
  voice: Type.Optional(Type.String()),
  keep: Type.Boolean(),
  validUntil: Type.Optional(InstantSchema),
  createdAt: InstantSchema,
  audio: Type.Optional(BulletinAudioSchema),
  fault: Type.Optional(NoticeSchema),
  warnings: Type.Array(NoticeSchema),
});
export type BulletinBody = Static<typeof BulletinSchema>;

export const BulletinCreateSchema = Type.Object(
  {
    communeId: IdSchema,
    /** taken from the first words when absent */
    title: Type.Optional(NameSchema),
    text: Type.String({ minLength: 1, maxLength: MAX_BULLETIN_TEXT }),
    voice: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    /** places read otherwise than the reading says */
    corrections: Type.Optional(CorrectionsSchema),
    language: Type.Optional(LanguageSchema),
    keep: Type.Optional(Type.Boolean()),
    validUntil: Type.Optional(InstantSchema),
  },
  { additionalProperties: false },
);
export type BulletinCreate = Static<typeof BulletinCreateSchema>;

/** Fields of the upload form, beside the file. */
export const BulletinUploadFieldsSchema = Type.Object(
  {
    communeId: IdSchema,
    title: Type.Optional(NameSchema),
    language: Type.Optional(LanguageSchema),
    keep: Type.Optional(Type.Enum(['true', 'false'])),
    validUntil: Type.Optional(InstantSchema),
  },
  { additionalProperties: false },
);
export type BulletinUploadFields = Static<typeof BulletinUploadFieldsSchema>;

export const BulletinChangeSchema = Type.Object(
  {
    title: Type.Optional(NameSchema),
    keep: Type.Optional(Type.Boolean()),
    validUntil: Type.Optional(Type.Union([InstantSchema, Type.Null()])),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type BulletinChange = Static<typeof BulletinChangeSchema>;

export const BulletinListQuerySchema = Type.Object({
  communeId: Type.Optional(IdSchema),
  q: Type.Optional(Type.String({ maxLength: 200, description: 'part of a title or file name' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(IdSchema),
});
export const BulletinListSchema = Type.Object({ bulletins: Type.Array(BulletinSchema) });
