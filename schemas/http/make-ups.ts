/** Make-ups (phát bù) over HTTP. */
import { type Static, Type } from 'typebox';
import { NoticeSchema, WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { BROADCAST_STATES } from '../states/broadcast.ts';
import { MAKE_UP_HINDRANCES, TWICE_REASONS } from '../states/make-up.ts';
import { InstantSchema } from './common.ts';
import { AfterMakeUpSchema } from './coverage.ts';

const Pole = { id: IdSchema, code: Type.String(), name: Type.String(), hamlet: Type.String() };

export const MakeUpSchema = Type.Object({
  /** what was missed; never a make-up itself */
  broadcastId: IdSchema,
  title: Type.String(),
  /** whether one can be planned for now */
  possible: Type.Boolean(),
  problem: Type.Optional(NoticeSchema),
  summary: WordsSchema,
  durationMs: Type.Integer(),
  /** those who would hear it */
  clusters: Type.Array(
    Type.Object({
      ...Pole,
      state: Type.Enum(['missed', 'partial']),
      online: Type.Boolean(),
      households: Type.Integer(),
    }),
  ),
  /** those who missed it and are not given it now */
  leftOut: Type.Array(Type.Object({ ...Pole, reason: Type.Enum([...MAKE_UP_HINDRANCES]), message: WordsSchema })),
  /** neighbours whose households will hear it twice */
  twice: Type.Array(
    Type.Object({
      ...Pole,
      households: Type.Integer(),
      because: Type.Enum([...TWICE_REASONS]),
      beside: Type.Array(IdSchema, { description: 'the clusters that are to sound beside it' }),
    }),
  ),
  makeUps: Type.Array(
    Type.Object({ broadcastId: IdSchema, state: Type.Enum([...BROADCAST_STATES]), startAt: InstantSchema }),
  ),
  afterMakeUp: Type.Optional(AfterMakeUpSchema),
});
export type MakeUpBody = Static<typeof MakeUpSchema>;

export const MakeUpCreateSchema = Type.Object(
  { start: Type.Union([Type.Literal('now'), InstantSchema]) },
  { additionalProperties: false },
);
