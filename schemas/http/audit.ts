/** The audit log over HTTP. */
import { type Static, Type } from 'typebox';
import { AUDIT_OUTCOMES } from '../audit/outcomes.ts';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { InstantSchema } from './common.ts';

export const AuditQuerySchema = Type.Object(
  {
    communeId: Type.Optional(IdSchema),
    actorId: Type.Optional(IdSchema),
    act: Type.Optional(Type.String({ maxLength: 200, description: 'method and route, as in `act`' })),
    subjectId: Type.Optional(IdSchema),
    from: Type.Optional(InstantSchema),
    until: Type.Optional(InstantSchema),
    before: Type.Optional(
      Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'entries before this `seq`' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  { additionalProperties: false },
);

const PersonSchema = Type.Object({ personId: Type.String(), name: Type.String() });

export const AuditEntrySchema = Type.Object({
  seq: Type.Integer(),
  at: InstantSchema,
  actor: Type.Object({ personId: Type.String(), name: Type.String(), kind: Type.String() }),
  onBehalfOf: Type.Optional(PersonSchema),
  sender: Type.String({ description: 'network address' }),
  act: Type.String(),
  words: WordsSchema,
  communeId: Type.Optional(Type.String()),
  subjectId: Type.Optional(Type.String()),
  concerns: Type.Optional(Type.String({ description: 'name of what it concerned: as it was called then, else now' })),
  reason: Type.Optional(Type.String()),
  outcome: Type.Enum([...AUDIT_OUTCOMES], {
    description: 'unknown: the server stopped before it knew; failed: it broke off, and part of it may have happened',
  }),
  details: Type.Unknown({ description: '`asked`, `before`, `after`, `from`, `status`; secrets are left out' }),
  hash: Type.String({ description: 'SHA-256 of the entry and of the hash before it' }),
});
export type AuditEntryBody = Static<typeof AuditEntrySchema>;

export const AuditListSchema = Type.Object({ entries: Type.Array(AuditEntrySchema) });
