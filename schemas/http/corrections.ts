/** Corrections of a text's reading. */
import { Type } from 'typebox';

const Context = Type.String({ maxLength: 64 });

/** One place of one text read otherwise; found again by what stands around it. */
const CorrectionSchema = Type.Object(
  {
    written: Type.String({ minLength: 1, maxLength: 400 }),
    /** empty: the place is passed over in silence */
    reading: Type.String({ maxLength: 400 }),
    /** up to 64 characters that stand directly before and after it; 24 are used */
    before: Context,
    after: Context,
  },
  { additionalProperties: false },
);
export const CorrectionsSchema = Type.Array(CorrectionSchema, { maxItems: 500 });
