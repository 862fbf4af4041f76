/** What villagers say on their pages, as officers see it; and the signs that lead there. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';

const Count = Type.Integer({ minimum: 0 });

export const HamletFacesSchema = Type.Object({
  hamletId: IdSchema,
  name: Type.String(),
  hamletKind: Type.Optional(Type.String()),
  answers: Count,
  counts: Type.Array(Count, {
    minItems: 5,
    maxItems: 5,
    description: 'from 1 (not to be understood) to 5 (very clear)',
  }),
});
export const BroadcastFacesSchema = Type.Object({
  broadcastId: IdSchema,
  answers: Count,
  hamlets: Type.Array(HamletFacesSchema),
});
export type BroadcastFaces = Static<typeof BroadcastFacesSchema>;

export const SIGN_LAYOUTS = ['sheet', 'page'] as const;
export const SignQuerySchema = Type.Object({
  clusterId: Type.Optional(Type.String({ ...IdSchema, description: 'this one alone' })),
  layout: Type.Optional(
    Type.Enum([...SIGN_LAYOUTS], { description: 'sheet: six on A4, to be cut (default); page: one on A4' }),
  ),
});
export const PublicCodesMadeSchema = Type.Object({
  made: Type.Integer({ description: 'loudspeakers that had no code' }),
  poles: Type.Integer({ description: 'loudspeakers of the commune' }),
});
