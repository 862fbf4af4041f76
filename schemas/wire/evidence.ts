/** A plan that a device holds and its controller does not know. Topic `device/{id}/evidence`, signed by the device. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { MAX_PLAN_BYTES } from './plan.ts';

/**
 * Whoever signed it may have died before its database came back. The plan proves itself: the device's word would not
 * be enough to silence an area.
 */
export const EvidenceSchema = Type.Object({
  planId: IdSchema,
  /** the plan as it was signed, a compact JWS */
  document: Type.String({ minLength: 1, maxLength: MAX_PLAN_BYTES }),
});
export type Evidence = Static<typeof EvidenceSchema>;
