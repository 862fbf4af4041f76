/** Signing in over HTTP. */
import { type Static, Type } from 'typebox';
import { ACTIONS } from '../states/people.ts';
import { InstantSchema, NameSchema } from './common.ts';

/** With any value: sent by pages of this system with every change; a foreign page cannot add it without asking. */
export const PAGE_HEADER = 'x-loa-lang';

const closed = { additionalProperties: false } as const;
const Ticket = Type.String({ minLength: 1, maxLength: 100, description: 'from the answer before' });
/** Longer than any that is taken, so that the reason can be told. */
const Password = Type.String({ minLength: 1, maxLength: 1000 });

export const SignInSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 300, description: 'telephone number or e-mail' }),
    password: Password,
  },
  closed,
);
export const SignInCodeSchema = Type.Object(
  {
    ticket: Ticket,
    code: Type.String({ minLength: 1, maxLength: 40, description: 'of the authenticator app, or a recovery code' }),
    remember: Type.Optional(Type.Boolean({ description: 'this browser needs no code for 90 days' })),
  },
  closed,
);

/** What the browser's `PublicKeyCredential.toJSON()` gives. */
export const CredentialSchema = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 1400 }),
    rawId: Type.String({ maxLength: 1400 }),
    type: Type.Literal('public-key'),
    response: Type.Record(Type.String({ maxLength: 40 }), Type.Unknown()),
    clientExtensionResults: Type.Optional(Type.Record(Type.String({ maxLength: 40 }), Type.Unknown())),
    authenticatorAttachment: Type.Optional(Type.Union([Type.String({ maxLength: 40 }), Type.Null()])),
  },
  closed,
);
/** Options for `navigator.credentials`, in the browser's JSON form. */
export const CeremonySchema = Type.Object({
  ticket: Type.String(),
  options: Type.Record(Type.String(), Type.Unknown()),
});
export const SignInPasskeySchema = Type.Object({ ticket: Ticket, answer: CredentialSchema }, closed);

export const SignedInSchema = Type.Object({
  state: Type.Literal('signed-in'),
  personId: Type.String(),
  name: Type.String(),
  secondFactorMissing: Type.Boolean({
    description: 'the role needs one: only the own account is open until it is set up',
  }),
});
export const CodeNeededSchema = Type.Object({
  state: Type.Literal('code-needed'),
  ticket: Type.String(),
  expiresAt: InstantSchema,
  ways: Type.Array(Type.Enum(['totp', 'passkey', 'recovery-code'])),
});
export const SignInAnswerSchema = Type.Union([SignedInSchema, CodeNeededSchema]);
export type SignInAnswer = Static<typeof SignInAnswerSchema>;

export const LinkParamsSchema = Type.Object({ token: Type.String({ maxLength: 200 }) });
export const OpenedLinkSchema = Type.Object({
  kind: Type.Enum(['set-up', 'invitation', 'reset']),
  name: Type.Optional(Type.String({ description: 'whom it is for; absent: it makes an account' })),
  expiresAt: InstantSchema,
});
export const LinkUseSchema = Type.Object(
  {
    password: Password,
    name: Type.Optional(NameSchema),
    phone: Type.Optional(Type.String({ maxLength: 40 })),
    email: Type.Optional(Type.String({ maxLength: 300 })),
  },
  closed,
);
export const LinkUsedSchema = Type.Union([
  SignedInSchema,
  Type.Object({ state: Type.Literal('sign-in'), description: Type.Optional(Type.String()) }),
]);

export const ProofSchema = Type.Object({ password: Password }, closed);
export const PasswordChangeSchema = Type.Object({ current: Password, next: Password }, closed);

const SessionSchema = Type.Object({
  id: Type.String(),
  current: Type.Boolean(),
  sender: Type.String({ description: 'address it was opened from' }),
  agent: Type.String({ description: 'the browser, as it calls itself' }),
  secondFactor: Type.Optional(Type.Enum(['totp', 'recovery-code', 'passkey', 'remembered-phone'])),
  createdAt: InstantSchema,
  seenAt: InstantSchema,
  expiresAt: InstantSchema,
});
export const SessionListSchema = Type.Object({ sessions: Type.Array(SessionSchema) });
export const PhoneListSchema = Type.Object({
  phones: Type.Array(
    Type.Object({
      id: Type.String(),
      agent: Type.String(),
      createdAt: InstantSchema,
      usedAt: InstantSchema,
      expiresAt: InstantSchema,
    }),
  ),
});

export const OwnAccountSchema = Type.Object({
  personId: Type.String(),
  name: Type.String(),
  phone: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  roles: Type.Array(Type.String()),
  proved: Type.Boolean({ description: 'whether the password was shown recently enough to change the account' }),
  secondFactor: Type.Object({
    needed: Type.Boolean(),
    shown: Type.Boolean({ description: 'in this session' }),
    totp: Type.Boolean(),
    passkeys: Type.Array(
      Type.Object({
        id: Type.String(),
        label: Type.String(),
        createdAt: InstantSchema,
        usedAt: Type.Optional(InstantSchema),
      }),
    ),
    recoveryCodesLeft: Type.Integer(),
  }),
});
export const NewTotpSchema = Type.Object({
  secret: Type.String({ description: 'base 32' }),
  uri: Type.String({ description: 'otpauth://, for a QR code' }),
  sealed: Type.String({ description: 'to be sent back with the first code; nothing is stored before' }),
});
export const TotpConfirmSchema = Type.Object(
  { sealed: Type.String({ maxLength: 500 }), code: Type.String({ minLength: 6, maxLength: 20 }) },
  closed,
);
export const RecoveryCodesSchema = Type.Object({
  recoveryCodes: Type.Optional(
    Type.Array(Type.String(), { description: 'shown now and never again; absent: there are some already' }),
  ),
});
export const NewPasskeySchema = Type.Object(
  { ticket: Ticket, answer: CredentialSchema, label: Type.Optional(NameSchema) },
  closed,
);
export const DoneSchema = Type.Object({ done: Type.Literal(true) });

const Scope = Type.Array(Type.Enum([...ACTIONS]), { minItems: 1, maxItems: ACTIONS.length });
export const ApiTokenCreateSchema = Type.Object(
  {
    name: NameSchema,
    scope: Scope,
    areaIds: Type.Union([
      Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 500 }),
      Type.Literal('everywhere'),
    ]),
    expiresAt: InstantSchema,
  },
  closed,
);
export const ApiTokenSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  scope: Scope,
  areaIds: Type.Union([Type.Array(Type.String()), Type.Literal('everywhere')]),
  createdAt: InstantSchema,
  expiresAt: InstantSchema,
  usedAt: Type.Optional(InstantSchema),
});
export const ApiTokenListSchema = Type.Object({ tokens: Type.Array(ApiTokenSchema) });
export const ApiTokenMadeSchema = Type.Object({
  ...ApiTokenSchema.properties,
  token: Type.String({ description: 'shown now and never again' }),
});
