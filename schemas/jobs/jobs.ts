/** Jobs by name, and what their payloads may be. A payload says what to look at, never what was found there. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';

const options = { additionalProperties: false };

/** Bring occurrences and plans up to date: of one commune, of all when none is named. */
export const MaterialiseJobSchema = Type.Object({ communeId: Type.Optional(IdSchema) }, options);
/** Reminders, word of mouth that nobody confirmed, offices that nobody holds. */
export const ApprovalsJobSchema = Type.Object({}, options);
/** Give what is marked important to those who missed it and are back. */
export const MakeUpJobSchema = Type.Object({}, options);
/** Go on with source bulletins that were delivered and are not where they belong yet. */
export const SourceBulletinsJobSchema = Type.Object({}, options);
/** Nothing to do: that it is done at all shows that the queue moves. */
export const HeartbeatJobSchema = Type.Object({}, options);

/** Every job the controller knows. A line here demands a handler in `controller/compose/queue.ts`. */
export const JOB_PAYLOADS = {
  heartbeat: HeartbeatJobSchema,
  materialise: MaterialiseJobSchema,
  approvals: ApprovalsJobSchema,
  'make-up': MakeUpJobSchema,
  'source-bulletins': SourceBulletinsJobSchema,
} as const;

export type JobName = keyof typeof JOB_PAYLOADS;
export type JobPayload<Name extends JobName> = Static<(typeof JOB_PAYLOADS)[Name]>;
