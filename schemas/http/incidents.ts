/** Open faults over HTTP. */
import { Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { InstantSchema } from './common.ts';

export const IncidentSchema = Type.Object({
  id: IdSchema,
  kind: Type.String(),
  subject: Type.String(),
  /** in which the device stands, where the subject is one */
  cluster: Type.Optional(Type.Object({ id: IdSchema, code: Type.String(), name: Type.String() })),
  detail: Type.String(),
  /** what the kind means and what to do; absent for kinds of another version */
  message: Type.Optional(WordsSchema),
  raisedAt: InstantSchema,
  lastAt: InstantSchema,
  count: Type.Integer(),
  clearedAt: Type.Optional(InstantSchema),
});
export const IncidentListQuerySchema = Type.Object({ all: Type.Optional(Type.Boolean()) });
export const IncidentListSchema = Type.Object({ incidents: Type.Array(IncidentSchema) });
