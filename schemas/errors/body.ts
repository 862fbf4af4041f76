/** What every refused request answers with. */
import { type Static, Type } from 'typebox';

export const WordsSchema = Type.Object({ vi: Type.String(), en: Type.String() });

export const ErrorBodySchema = Type.Object({
  code: Type.String({ description: 'stable code, see the table of errors' }),
  message: WordsSchema,
  details: Type.Optional(Type.Array(Type.Object({ path: Type.String(), problem: Type.String() }))),
});
export type ErrorBody = Static<typeof ErrorBodySchema>;

/** A code with its words: faults and warnings inside answers. */
export const NoticeSchema = Type.Object({ code: Type.String(), message: WordsSchema });
export type Notice = Static<typeof NoticeSchema>;
