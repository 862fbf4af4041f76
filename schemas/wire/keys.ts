/** The key document: which keys the root trusts, for what, where and when. Topic `keys`, retained. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { EpochMillisSchema } from '../units.ts';
import { RevisionSchema } from './common.ts';

/**
 * What a signing key may sign; one key never serves two uses. The key of `release` vouches for programs, so it can be kept
 * away from the controller.
 */
export const KEY_USES = ['plan', 'settings', 'command', 'sync', 'ack', 'manifest', 'live', 'release'] as const;
export type KeyUse = (typeof KEY_USES)[number];

/** The public half of an Ed25519 key, base64url without padding (RFC 8037, `x`). */
export const PublicKeySchema = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });

export const SigningKeySchema = Type.Object({
  kid: IdSchema,
  /** one of {@link KEY_USES}; an agent of an earlier version takes no notice of uses that came later */
  use: Type.Unsafe<KeyUse>(Type.String({ pattern: '^[a-z-]{1,32}$' })),
  x: PublicKeySchema,
  /** area whose documents it may sign, or `*` for the whole deployment */
  scope: Type.Union([IdSchema, Type.Literal('*')]),
  notBefore: EpochMillisSchema,
  notAfter: EpochMillisSchema,
});
export type SigningKey = Static<typeof SigningKeySchema>;

export const RootKeySchema = Type.Object({ kid: IdSchema, x: PublicKeySchema });
export type RootKey = Static<typeof RootKeySchema>;

/** The old root vouches for the new one; the chain leads a long-absent device from the root it was given to today's. */
export const RootRotationSchema = Type.Object({ from: IdSchema, to: RootKeySchema, rotatedAt: EpochMillisSchema });
export type RootRotation = Static<typeof RootRotationSchema>;

export const KeyDocumentSchema = Type.Intersect([
  RevisionSchema,
  Type.Object({
    issuedAt: EpochMillisSchema,
    root: RootKeySchema,
    /** signed {@link RootRotation} documents, oldest first */
    rotations: Type.Array(Type.String({ maxLength: 2048 }), { maxItems: 64 }),
    keys: Type.Array(SigningKeySchema, { maxItems: 256 }),
    /**
     * certificates of the authorities whose signature on a broker's certificate counts, X.509 DER in base64url; the
     * first one signs new ones. Absent: the device keeps to those it was given
     */
    authorities: Type.Optional(
      Type.Array(Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: 2048 }), { minItems: 1, maxItems: 8 }),
    ),
  }),
]);
export type KeyDocument = Static<typeof KeyDocumentSchema>;
