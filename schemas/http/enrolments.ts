/** Enrolling devices over HTTP, from the office's side. */
import { Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { InstantSchema } from './common.ts';

const Label = Type.String({
  minLength: 1,
  maxLength: 100,
  description: 'what was scanned from the label on the box, or its code as typed; hyphens, spaces and case are free',
});
const Fingerprint = Type.String({
  minLength: 1,
  maxLength: 60,
  description: 'of the device’s key, compared by a person; not needed where the scanned label carries it',
});

export const EnrolmentSchema = Type.Object({
  id: IdSchema,
  /** in groups, as it is printed */
  code: Type.String(),
  /** in groups; to be compared with the label or with what `device-agent enroll` shows */
  fingerprint: Type.String(),
  address: Type.String(),
  agentVersion: Type.String(),
  firstAskedAt: InstantSchema,
  lastAskedAt: InstantSchema,
  rejectedAt: Type.Optional(InstantSchema),
  /** other keys ask under the same code: one of them is an impostor, or the card was written again */
  contested: Type.Boolean(),
});
export const EnrolmentListQuerySchema = Type.Object({ label: Type.Optional(Label) });
export const EnrolmentListSchema = Type.Object({ enrolments: Type.Array(EnrolmentSchema) });

export const EnrolmentBindSchema = Type.Object(
  { label: Label, fingerprint: Type.Optional(Fingerprint), clusterId: IdSchema },
  { additionalProperties: false },
);
export const ReplacementSchema = Type.Object(
  { label: Label, fingerprint: Type.Optional(Fingerprint) },
  { additionalProperties: false },
);
export const EnrolmentRejectedSchema = Type.Object({ rejected: IdSchema });
