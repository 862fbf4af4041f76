/** What every refused request answers with. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';

export const WordsSchema = Type.Object({ vi: Type.String(), en: Type.String() });

/** A broadcast that uses what somebody wants to remove. Instants as in all HTTP bodies. */
export const BroadcastUseSchema = Type.Object({
  broadcastId: IdSchema,
  title: Type.String(),
  class: Type.String(),
  state: Type.Enum(['awaiting', 'planned', 'playing']),
  startAt: Type.String(),
  endsAt: Type.String(),
  hamlets: Type.Array(Type.String(), { description: 'names of the hamlets it is meant for' }),
  clusters: Type.Integer({ description: 'clusters that are to play it' }),
});
export type BroadcastUse = Static<typeof BroadcastUseSchema>;

export const ErrorBodySchema = Type.Object({
  code: Type.String({ description: 'stable code, see the table of errors' }),
  message: WordsSchema,
  details: Type.Optional(
    Type.Array(Type.Object({ path: Type.String(), problem: Type.String(), message: Type.Optional(WordsSchema) })),
  ),
  uses: Type.Optional(
    Type.Array(BroadcastUseSchema, { description: 'planned broadcasts that stand in the way, soonest first' }),
  ),
});
export type ErrorBody = Static<typeof ErrorBodySchema>;

/** A code with its words: faults and warnings inside answers. */
export const NoticeSchema = Type.Object({ code: Type.String(), message: WordsSchema });
export type Notice = Static<typeof NoticeSchema>;
