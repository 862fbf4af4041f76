/** Accounts in the hands of administrators, over HTTP. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { ROLES } from '../states/people.ts';
import { InstantSchema, NameSchema } from './common.ts';

const Roles = Type.Array(Type.Enum([...ROLES]), { minItems: 1, maxItems: ROLES.length });
const Reach = Type.Union([Type.Array(IdSchema, { minItems: 1, maxItems: 500 }), Type.Literal('everywhere')]);
const Phone = Type.String({ maxLength: 40 });
const Email = Type.String({ maxLength: 300 });

export const InvitationSchema = Type.Object(
  {
    name: NameSchema,
    roles: Roles,
    areaIds: Reach,
    phone: Type.Optional(Phone),
    email: Type.Optional(Email),
    deputyId: Type.Optional(IdSchema),
  },
  { additionalProperties: false },
);
export const AccountChangeSchema = Type.Object(
  {
    name: Type.Optional(NameSchema),
    roles: Type.Optional(Roles),
    areaIds: Type.Optional(Reach),
    phone: Type.Optional(Type.Union([Phone, Type.Null()])),
    email: Type.Optional(Type.Union([Email, Type.Null()])),
    deputyId: Type.Optional(Type.Union([IdSchema, Type.Null()])),
    active: Type.Optional(Type.Boolean({ description: 'false: closed; the name stays in the records' })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export const ResetSchema = Type.Object(
  { secondFactor: Type.Boolean({ description: 'the telephone is lost, too: app, passkeys and codes go as well' }) },
  { additionalProperties: false },
);

export const AccountSchema = Type.Object({
  id: IdSchema,
  name: Type.String(),
  roles: Roles,
  areaIds: Reach,
  phone: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  deputyId: Type.Optional(Type.String()),
  active: Type.Boolean(),
  state: Type.Enum(['invited', 'open', 'closed']),
  secondFactor: Type.Boolean({ description: 'an authenticator app is set up' }),
  createdAt: InstantSchema,
});
export type AccountBody = Static<typeof AccountSchema>;
export const AccountListSchema = Type.Object({ accounts: Type.Array(AccountSchema) });

/** A link, and the texts with which somebody may send it. */
export const AccountLinkSchema = Type.Object({
  account: AccountSchema,
  kind: Type.Enum(['invitation', 'reset']),
  url: Type.String({ description: 'works once; shown now and never again' }),
  expiresAt: InstantSchema,
  messages: Type.Object({
    email: Type.Object({ subject: Type.String(), text: Type.String() }),
    sms: Type.String(),
    zalo: Type.String(),
  }),
});
