/** How texts are read aloud, and the commune's dictionary, over HTTP. Offsets are UTF-16, in the text's NFC form. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { LanguageSchema } from '../wire/common.ts';
import { MAX_BULLETIN_TEXT } from './bulletins.ts';
import { DaySchema, InstantSchema } from './common.ts';
import { CorrectionsSchema } from './corrections.ts';

const Written = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' });
const Words = Type.String({ minLength: 1, maxLength: 400, pattern: '\\S' });

export const SegmentSchema = Type.Object({
  from: Type.Integer(),
  to: Type.Integer(),
  written: Type.String(),
  /** what is spoken instead; empty when nothing is */
  reading: Type.String(),
  /** `plain` for what is read as it stands */
  kind: Type.String(),
  /** why, in Vietnamese */
  reason: Type.String(),
  alternatives: Type.Optional(Type.Array(Type.String())),
});

export const ReadingWarningSchema = Type.Object({
  code: Type.String(),
  message: WordsSchema,
  /** the place it is about */
  from: Type.Optional(Type.Integer()),
  to: Type.Optional(Type.Integer()),
  airDate: Type.Optional(Type.String()),
});
export type ReadingWarningBody = Static<typeof ReadingWarningSchema>;

export const ReadingCreateSchema = Type.Object(
  {
    /** whose dictionary is used */
    communeId: IdSchema,
    text: Type.String({ maxLength: MAX_BULLETIN_TEXT }),
    /** texts in another language than Vietnamese are spoken as they stand */
    language: Type.Optional(LanguageSchema),
    corrections: Type.Optional(CorrectionsSchema),
    /** days on which it is to air: each is looked at for "hôm nay" and the like */
    airDates: Type.Optional(Type.Array(DaySchema, { maxItems: 62 })),
  },
  { additionalProperties: false },
);
export type ReadingCreate = Static<typeof ReadingCreateSchema>;

export const ReadingSchema = Type.Object({
  /** NFC of what was sent */
  text: Type.String(),
  /** side by side, covering the text */
  segments: Type.Array(SegmentSchema),
  spoken: Type.String(),
  validUntil: Type.Optional(
    Type.Object(
      { until: InstantSchema, written: Type.String(), from: Type.Integer(), to: Type.Integer() },
      { description: 'suggested by the last date in the text: the end of that day' },
    ),
  ),
  warnings: Type.Array(ReadingWarningSchema),
});
export type ReadingBody = Static<typeof ReadingSchema>;

const entry = {
  written: Written,
  reading: Words,
  /** read letter by letter on purpose */
  spelled: Type.Optional(Type.Boolean()),
  /** only in exactly these capitals; by default so when `written` has no small letter */
  matchCase: Type.Optional(Type.Boolean()),
};
export const DictionaryEntrySchema = Type.Object({ id: IdSchema, communeId: IdSchema, ...entry });
export const DictionaryEntryCreateSchema = Type.Object(
  { communeId: IdSchema, ...entry },
  { additionalProperties: false },
);
export type DictionaryEntryCreate = Static<typeof DictionaryEntryCreateSchema>;
export const DictionaryEntryChangeSchema = Type.Object(
  {
    written: Type.Optional(Written),
    reading: Type.Optional(Words),
    spelled: entry.spelled,
    matchCase: entry.matchCase,
  },
  { additionalProperties: false, minProperties: 1 },
);
export type DictionaryEntryChange = Static<typeof DictionaryEntryChangeSchema>;
export const DictionaryQuerySchema = Type.Object({ communeId: IdSchema });
export const DictionarySchema = Type.Object({ entries: Type.Array(DictionaryEntrySchema) });
