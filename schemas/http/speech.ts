/** Voices and the hearing of a text before it airs, over HTTP. */
import { type Static, Type } from 'typebox';
import { NoticeSchema, WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { LanguageSchema } from '../wire/common.ts';
import { CorrectionsSchema } from './corrections.ts';

/** `trial`: understood in a room, tiring and hard to follow from a horn. */
export const VOICE_QUALITIES = ['trial', 'natural'] as const;
export type VoiceQuality = (typeof VOICE_QUALITIES)[number];

/** `failing` voices are tried, and replaced by the default one when they fail again. */
export const VOICE_STATES = ['ready', 'failing', 'unavailable'] as const;

/** Syllables (tiếng) a minute. Below, words fall apart; above, nobody follows a horn. */
export const WORDS_PER_MINUTE = { min: 120, max: 300 } as const;

export const VoiceIdSchema = Type.String({ minLength: 1, maxLength: 64 });
export const WordsPerMinuteSchema = Type.Integer({
  minimum: WORDS_PER_MINUTE.min,
  maximum: WORDS_PER_MINUTE.max,
  description: 'syllables (tiếng) a minute',
});

export const VoiceSchema = Type.Object({
  id: VoiceIdSchema,
  label: WordsSchema,
  engine: Type.String(),
  quality: Type.Enum([...VOICE_QUALITIES]),
  qualityLabel: WordsSchema,
  languages: Type.Array(Type.String()),
  isDefault: Type.Boolean(),
  state: Type.Enum([...VOICE_STATES]),
  /** why it is not ready, and what exactly was found */
  reason: Type.Optional(Type.Intersect([NoticeSchema, Type.Object({ detail: Type.String() })])),
});
export type VoiceBody = Static<typeof VoiceSchema>;

export const VoiceListSchema = Type.Object({ wordsPerMinute: Type.Integer(), voices: Type.Array(VoiceSchema) });

/** Characters of a text that is heard before it is kept: a quarter of an hour. */
const MAX_PREVIEW_TEXT = 10_000;

export const SpeechPreviewSchema = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: MAX_PREVIEW_TEXT }),
    /** whose dictionary it is read by */
    communeId: Type.Optional(IdSchema),
    language: Type.Optional(LanguageSchema),
    corrections: Type.Optional(CorrectionsSchema),
    voice: Type.Optional(VoiceIdSchema),
    wordsPerMinute: Type.Optional(WordsPerMinuteSchema),
  },
  { additionalProperties: false },
);
