/** Sync: the pull by which a device learns the time and whether it is behind. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { EpochMillisSchema } from '../units.ts';
import { DatedSchema, RevisionSchema } from './common.ts';

const Nonce = Type.String({ pattern: '^[A-Za-z0-9_-]{16,64}$' });
const Revisions = Type.Record(Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }), RevisionSchema);

/** Topic `device/{id}/sync-request`, signed by the device. */
export const SyncRequestSchema = Type.Object({
  nonce: Nonce,
  installationId: IdSchema,
  /** own send instant, monotonic milliseconds, echoed for the device's convenience only */
  sentAtMs: Type.Number(),
  storeId: IdSchema,
  held: Type.Object({
    keys: Type.Optional(RevisionSchema),
    settings: Type.Optional(RevisionSchema),
    plans: Revisions,
  }),
  at: DatedSchema,
});
export type SyncRequest = Static<typeof SyncRequestSchema>;

/** Topic `device/{id}/sync`, signed with the `sync` key. The nonce makes it fresh; an answer older than 3 s is refused. */
export const SyncAnswerSchema = Type.Object({
  nonce: Nonce,
  /** controller time when the request arrived, fractional milliseconds allowed */
  receivedAt: Type.Number({ minimum: 0 }),
  /** controller time when this answer was signed */
  answeredAt: Type.Number({ minimum: 0 }),
  latest: Type.Object({
    keys: RevisionSchema,
    settings: Type.Optional(RevisionSchema),
    plans: Revisions,
  }),
});
export type SyncAnswer = Static<typeof SyncAnswerSchema>;

/** Monotonic milliseconds after which an answer is too old to trust. */
export const SYNC_ANSWER_MAX_AGE_MS = 3000;

/** Topic `device/{id}/ack`, signed with the `ack` key: what the controller has committed. */
export const AckSchema = Type.Object({
  storeId: IdSchema,
  /** highest contiguous report number stored for good */
  contiguous: Type.Integer({ minimum: 0 }),
  ackedAt: EpochMillisSchema,
});
export type Ack = Static<typeof AckSchema>;
