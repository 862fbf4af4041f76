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
  outcome: Type.Optional(
    Type.Enum(['stays', 'leaves'], {
      description:
        'if it is removed all the same: whether this broadcast still airs it or, of a schedule, leaves it out',
    }),
  ),
});
export type BroadcastUse = Static<typeof BroadcastUseSchema>;

const ConflictingSchema = Type.Object({
  id: Type.String(),
  title: Type.Optional(Type.String({ description: 'absent where it sounds only where the caller has nothing to see' })),
});

/** What a schedule collides with. Instants as in all HTTP bodies. */
export const ConflictSchema = Type.Object({
  code: Type.String(),
  message: WordsSchema,
  effect: Type.Enum(['postponed', 'interrupted', 'cut', 'prevented', 'repeated'], {
    description:
      'what happens to the loser; interrupted: it begins again and is heard whole; cut: it is not; repeated: the same content twice in one day in one hamlet, only said',
  }),
  loser: ConflictingSchema,
  winner: ConflictingSchema,
  why: Type.Enum(['class', 'level', 'rank', 'boundary', 'earlier', 'order', 'content']),
  clusters: Type.Array(Type.String(), { description: 'codes' }),
  count: Type.Integer({ description: 'dates on which it happens, of those looked at' }),
  dates: Type.Array(Type.String(), { description: 'the first three starts of the loser' }),
});
export type ConflictBody = Static<typeof ConflictSchema>;

export const ErrorBodySchema = Type.Object({
  code: Type.String({ description: 'stable code, see the table of errors' }),
  message: WordsSchema,
  details: Type.Optional(
    Type.Array(Type.Object({ path: Type.String(), problem: Type.String(), message: Type.Optional(WordsSchema) })),
  ),
  uses: Type.Optional(
    Type.Array(BroadcastUseSchema, { description: 'planned broadcasts that stand in the way, soonest first' }),
  ),
  conflicts: Type.Optional(Type.Array(ConflictSchema, { description: 'what a schedule collides with' })),
});
export type ErrorBody = Static<typeof ErrorBodySchema>;

/** A code with its words: faults and warnings inside answers. */
export const NoticeSchema = Type.Object({ code: Type.String(), message: WordsSchema });
export type Notice = Static<typeof NoticeSchema>;
