/** People and delegations over HTTP. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { ACTIONS, ROLES } from '../states/people.ts';
import { PersonRefSchema } from './approvals.ts';
import { InstantSchema } from './common.ts';

export const SelfSchema = Type.Object({
  personId: Type.String(),
  name: Type.String(),
  kind: Type.Enum(['person', 'token', 'operator', 'station']),
  roles: Type.Array(Type.Enum([...ROLES])),
  areaIds: Type.Union([Type.Array(IdSchema), Type.Literal('everywhere')]),
  actions: Type.Array(Type.Enum([...ACTIONS]), { description: 'what these roles may do in these areas' }),
  standsInFor: Type.Array(PersonRefSchema, { description: 'whose right to approve is delegated at this moment' }),
});

/** Whom one may ask for an approval or delegate to; says nothing of tokens. */
export const PersonListSchema = Type.Object({
  people: Type.Array(
    Type.Object({ personId: Type.String(), name: Type.String(), roles: Type.Array(Type.Enum([...ROLES])) }),
  ),
});

export const DelegationCreateSchema = Type.Object(
  {
    toPersonId: IdSchema,
    startsAt: InstantSchema,
    endsAt: InstantSchema,
    note: Type.Optional(Type.String({ maxLength: 500, description: 'number of the decision, or why' })),
  },
  { additionalProperties: false },
);
export const DelegationSchema = Type.Object({
  id: IdSchema,
  from: PersonRefSchema,
  to: PersonRefSchema,
  startsAt: InstantSchema,
  endsAt: InstantSchema,
  note: Type.Optional(Type.String()),
  running: Type.Boolean(),
  createdAt: InstantSchema,
  endedAt: Type.Optional(InstantSchema),
});
export type DelegationBody = Static<typeof DelegationSchema>;
export const DelegationListSchema = Type.Object({ delegations: Type.Array(DelegationSchema) });
