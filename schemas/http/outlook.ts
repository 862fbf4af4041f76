/** What would become of a broadcast that nobody has planned yet, over HTTP. */
import { type Static, Type } from 'typebox';
import { ConflictSchema, NoticeSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { BroadcastCreateSchema, LeftOutSchema } from './broadcasts.ts';
import { InstantSchema } from './common.ts';

const { communeId, title, targets, start, class: broadcastClass, level } = BroadcastCreateSchema.properties;

/** Longest content that is asked about: as long as the longest window of a session. */
const MAX_DURATION_MS = 24 * 3600 * 1000;

export const OutlookCreateSchema = Type.Object(
  {
    ...{ communeId, title, targets, start, level },
    class: broadcastClass,
    durationMs: Type.Integer({
      minimum: 1,
      maximum: MAX_DURATION_MS,
      description: 'of what is to sound, all readings; a guess will do before there is any sound',
    }),
    broadcastId: Type.Optional({ ...IdSchema, description: 'the broadcast that it is a new version of: no rival' }),
  },
  { additionalProperties: false },
);
export type OutlookCreate = Static<typeof OutlookCreateSchema>;

export const OutlookSchema = Type.Object({
  communeId: IdSchema,
  startAt: Type.Optional({ ...InstantSchema, description: 'absent where it cannot be planned' }),
  endsAt: Type.Optional({ ...InstantSchema, description: 'when it is over if nothing postpones it' }),
  clusters: Type.Integer({ description: 'clusters that would play it' }),
  hamlets: Type.Integer(),
  households: Type.Integer({ description: 'all of the hamlets, those that no pole serves included' }),
  leftOut: Type.Array(LeftOutSchema),
  refusal: Type.Optional({ ...NoticeSchema, description: 'why it would not be planned as asked' }),
  conflicts: Type.Array(ConflictSchema),
  warnings: Type.Array(NoticeSchema),
});
export type OutlookBody = Static<typeof OutlookSchema>;
