/** Coverage over time over HTTP. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { DaySchema, InstantSchema } from './common.ts';

export const CoverageHistoryQuerySchema = Type.Object(
  {
    areaId: { ...IdSchema, description: 'a commune, or one of its hamlets' },
    from: Type.Optional({
      ...DaySchema,
      description: 'first day in the commune’s zone; default: 29 days before the last',
    }),
    to: Type.Optional({ ...DaySchema, description: 'last day, inclusive, at most 366 days on; default: today' }),
  },
  { additionalProperties: false },
);

const Reach = {
  broadcasts: Type.Integer(),
  householdsMeant: Type.Integer({ description: 'households it was meant for, each counted once a broadcast' }),
  householdsReached: Type.Integer({ description: 'of these played to, make-ups counted in' }),
};
const Reason = { reason: Type.String(), words: WordsSchema };

export const ChronicCauseSchema = Type.Union([
  Type.Object({ kind: Type.Literal('unserved'), households: Type.Integer({ description: 'that no pole serves' }) }),
  Type.Object({
    kind: Type.Literal('missed'),
    clusterId: IdSchema,
    code: Type.String(),
    name: Type.String(),
    ...Reason,
    times: Type.Integer({ description: 'broadcasts it did not play as a whole, most of them for this reason' }),
    of: Type.Integer({ description: 'broadcasts it was to play' }),
  }),
]);
export type ChronicCauseBody = Static<typeof ChronicCauseSchema>;

export const CoverageHistorySchema = Type.Object({
  areaId: IdSchema,
  from: DaySchema,
  to: DaySchema,
  ...Reach,
  pending: Type.Integer({ description: 'broadcasts whose results are still awaited; in no other number' }),
  days: Type.Array(Type.Object({ day: DaySchema, ...Reach }), { description: 'every day of the span, in order' }),
  hamlets: Type.Array(
    Type.Object({
      id: IdSchema,
      name: Type.String(),
      hamletKind: Type.Optional(Type.String()),
      households: Type.Integer({ description: 'as of its latest broadcast' }),
      ...Reach,
      full: Type.Integer({ description: 'broadcasts that reached all of its households' }),
      partly: Type.Integer(),
      none: Type.Integer(),
      householdsUnserved: Type.Integer({ description: 'that no pole served at any of these broadcasts' }),
      lastReachedAt: Type.Optional(InstantSchema),
      shares: Type.Array(Type.Union([Type.Number(), Type.Null()]), {
        description: 'by day as in `days`: part of its households reached, 0 to 1; null where nothing was meant for it',
      }),
    }),
  ),
  reasons: Type.Array(Type.Object({ ...Reason, clusters: Type.Integer() }), {
    description: 'clusters that did not play a broadcast as a whole, over all; most frequent first',
  }),
  chronic: Type.Array(Type.Object({ hamletId: IdSchema, causes: Type.Array(ChronicCauseSchema) }), {
    description:
      'hamlets of which less than half was reached over at least five broadcasts, the worst first, with up to three causes',
  }),
});
export type CoverageHistoryBody = Static<typeof CoverageHistorySchema>;
