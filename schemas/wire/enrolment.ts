/**
 * How a device becomes known: it asks over HTTPS with a request that its own key signs, until the office has bound it,
 * and is then answered with its certificate. Nothing in either direction is secret.
 */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { CODE_PATTERN } from '../sealing/device-code.ts';
import { PublicKeySchema, RootKeySchema } from './keys.ts';

/** Path below the enrolment address. */
export const ENROLMENT_PATH = '/api/v1/enrolment';

/** X.509 in PEM. */
export const PemSchema = Type.String({ pattern: '^-----BEGIN CERTIFICATE-----', maxLength: 4096 });

/** What the request says; it is a JWS (`typ` `loa-enrolment`) whose header carries the device's public key as `jwk`. */
export const EnrolmentClaimSchema = Type.Object({
  /** as printed on the box */
  code: Type.String({ pattern: CODE_PATTERN }),
  installationId: IdSchema,
  agentVersion: Type.String({ maxLength: 64 }),
});
export type EnrolmentClaim = Static<typeof EnrolmentClaimSchema>;

export const EnrolmentRequestSchema = Type.Object(
  { request: Type.String({ maxLength: 4096, description: 'compact JWS, signed by the key in its header' }) },
  { additionalProperties: false },
);

export const EnrolmentAnswerSchema = Type.Union([
  Type.Object({
    /** `waiting`: nobody has bound it yet; `refused`: the office has turned it away, or withdrawn it */
    state: Type.Enum(['waiting', 'refused']),
    askAgainS: Type.Integer({ minimum: 1, maximum: 86_400 }),
  }),
  Type.Object({
    state: Type.Literal('enrolled'),
    deviceId: IdSchema,
    /** the device's own, for its own key */
    certificate: PemSchema,
    broker: Type.Object({ url: Type.String({ pattern: '^mqtts://[^/]+/?$' }) }),
    /** name of its cluster, for people */
    label: Type.Optional(Type.String({ maxLength: 200 })),
  }),
]);
export type EnrolmentAnswer = Static<typeof EnrolmentAnswerSchema>;

/** `deployment.json`: what every device of a deployment is given before it trusts anybody. The same for all; no secret. */
export const DeploymentFileSchema = Type.Object({
  deploymentId: IdSchema,
  rootKey: RootKeySchema,
  /** certificates of the authorities that the deployment's servers are signed by */
  authorities: Type.Array(PemSchema, { minItems: 1, maxItems: 8 }),
  /** where a device asks to be enrolled */
  enrolmentUrl: Type.String({ pattern: '^https?://[^/]+/?$' }),
});
export type DeploymentFile = Static<typeof DeploymentFileSchema>;

/** The public half of an Ed25519 key in the header of a request (RFC 8037). */
export const DeviceJwkSchema = Type.Object({
  kty: Type.Literal('OKP'),
  crv: Type.Literal('Ed25519'),
  x: PublicKeySchema,
});
