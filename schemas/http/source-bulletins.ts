/** Source bulletins (bản tin nguồn) over HTTP. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { SOURCE_LEVELS, SOURCE_RANKS, SOURCE_STATES } from '../states/source-bulletin.ts';
import { LanguageSchema } from '../wire/common.ts';
import { BroadcastCreateSchema } from './broadcasts.ts';
import { MAX_BULLETIN_TEXT } from './bulletins.ts';
import { CursorSchema, InstantSchema, NameSchema, NextSchema } from './common.ts';

/** Of a recording in a request, decoded: over half an hour of speech in Ogg Opus. */
export const MAX_SOURCE_AUDIO_BYTES = 8 * 1024 * 1024;

/** Of a recording in a form: half an hour of MP3 at 128 kbit/s. It is held in memory once and kept in the database. */
export const MAX_SOURCE_FILE_BYTES = 32 * 1024 * 1024;

const Key = {
  sourceId: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: 'the system that sends it' }),
  externalId: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description: 'its own identifier' }),
};
const Reason = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' });

export const SourceBulletinCreateSchema = Type.Object(
  {
    ...Key,
    level: Type.Enum([...SOURCE_LEVELS]),
    rank: Type.Enum([...SOURCE_RANKS], {
      description: 'thông thường: inbox; ưu tiên: head of the next programme; khẩn cấp: at once',
    }),
    title: NameSchema,
    text: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_BULLETIN_TEXT, pattern: '\\S' })),
    audio: Type.Optional(
      Type.Object(
        {
          fileName: Type.String({ minLength: 1, maxLength: 255 }),
          base64: Type.String({ minLength: 1, maxLength: Math.ceil(MAX_SOURCE_AUDIO_BYTES / 3) * 4 }),
        },
        { additionalProperties: false, description: 'instead of a text' },
      ),
    ),
    language: Type.Optional(LanguageSchema),
    validUntil: Type.Optional(InstantSchema),
    communeIds: Type.Optional(Type.Array(IdSchema, { minItems: 1, maxItems: 4000, uniqueItems: true })),
    targets: Type.Optional(BroadcastCreateSchema.properties.targets),
  },
  { additionalProperties: false },
);
export type SourceBulletinCreate = Static<typeof SourceBulletinCreateSchema>;

export const SourceWithdrawSchema = Type.Object({ ...Key, reason: Reason }, { additionalProperties: false });

const Delivery = {
  /** of the delivery to this commune */
  id: IdSchema,
  communeId: IdSchema,
  state: Type.Enum([...SOURCE_STATES]),
  /** the commune's own bulletin */
  bulletinId: IdSchema,
  broadcastId: Type.Optional(IdSchema),
  reason: Type.Optional(Type.String()),
  decidedBy: Type.Optional(Type.String()),
  decidedAt: Type.Optional(InstantSchema),
};
const Notice = {
  ...Key,
  version: Type.Integer({ description: 'counts its contents' }),
  level: Type.Enum([...SOURCE_LEVELS]),
  rank: Type.Enum([...SOURCE_RANKS]),
  title: Type.String(),
  text: Type.Optional(Type.String()),
  fileName: Type.Optional(Type.String()),
  language: Type.String(),
  validUntil: Type.Optional(InstantSchema),
  receivedAt: InstantSchema,
  withdrawnAt: Type.Optional(InstantSchema),
};

export const SourceDeliveredSchema = Type.Object({ ...Notice, deliveries: Type.Array(Type.Object(Delivery)) });
export type SourceDeliveredBody = Static<typeof SourceDeliveredSchema>;

export const SourceEntrySchema = Type.Object({ ...Notice, ...Delivery });
export type SourceEntryBody = Static<typeof SourceEntrySchema>;
export const SourceListSchema = Type.Object({ sourceBulletins: Type.Array(SourceEntrySchema), next: NextSchema });
export const SourceListQuerySchema = Type.Object({
  communeId: Type.Optional(IdSchema),
  state: Type.Optional(Type.Enum([...SOURCE_STATES])),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(CursorSchema),
});

export const SourceDeclineSchema = Type.Object({ reason: Reason }, { additionalProperties: false });
export const SourceRankSchema = Type.Object(
  { rank: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'the lower goes first' }) },
  { additionalProperties: false },
);
