/**
 * Signing and opening of wire documents: JWS compact serialisation (RFC 7515) with Ed25519 (RFC 8037, RFC 9864).
 * The protected header carries `typ`, `kid`, the deployment (`dep`) and the topic's subject (`sub`), so that a
 * document can be moved neither to another topic nor to another deployment, nor be read as another kind.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { CompactSign, type CryptoKey, compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { DeploymentId, KeyId } from '../ids.ts';
import { DOCUMENT_TYPES, type DocumentName } from './document-types.ts';

export const SIGNATURE_ALGORITHM = 'Ed25519';

export type PayloadOf<N extends DocumentName> = Static<(typeof DOCUMENT_TYPES)[N]['schema']>;

/** A private key and the name under which verifiers know its public half. */
export interface SigningIdentity {
  kid: KeyId;
  privateKey: CryptoKey;
}

/** Why a document was refused; each is counted and none is ever acted on. */
export type DocumentFault =
  | 'too-large'
  | 'malformed'
  | 'wrong-type'
  | 'wrong-deployment'
  | 'wrong-subject'
  | 'unknown-key'
  | 'bad-signature'
  | 'inflates-too-far'
  | 'bad-schema';

export type Opened<T> = { ok: true; payload: T; kid: KeyId } | { ok: false; fault: DocumentFault };

export interface OpenExpectations {
  deploymentId: DeploymentId;
  /** topic without root on which it arrived, see `subjects` */
  subject: string;
  /** the public key that may sign this document, looked up by `kid`; `undefined` when there is none */
  publicKey: (kid: KeyId) => CryptoKey | undefined;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

const validators = Object.fromEntries(
  Object.entries(DOCUMENT_TYPES).map(([name, row]) => [name, Compile(row.schema)]),
) as unknown as Record<DocumentName, { Check(value: unknown): boolean; Errors(value: unknown): Iterable<unknown> }>;

/**
 * Signs `payload` as a document of kind `name` for `subject`.
 * @throws {RangeError} when the result would be larger than the kind allows: the caller must split or refuse.
 */
export async function sealDocument<N extends DocumentName>(
  name: N,
  subject: string,
  deploymentId: DeploymentId,
  payload: PayloadOf<N>,
  signer: SigningIdentity,
): Promise<Uint8Array> {
  const row = DOCUMENT_TYPES[name];
  const deflated = 'maxInflatedBytes' in row;
  const json = encoder.encode(JSON.stringify(payload));
  const jws = await new CompactSign(deflated ? deflateRawSync(json) : json)
    .setProtectedHeader({
      alg: SIGNATURE_ALGORITHM,
      typ: row.typ,
      kid: signer.kid,
      dep: deploymentId,
      sub: subject,
      ...(deflated ? { zip: 'DEF' } : {}),
    })
    .sign(signer.privateKey);
  if (jws.length > row.maxBytes) throw new RangeError(`${name} of ${jws.length} bytes exceeds ${row.maxBytes}`);
  return encoder.encode(jws);
}

/** Verifies and parses a document. Never throws on what comes from outside. */
export async function openDocument<N extends DocumentName>(
  name: N,
  bytes: Uint8Array,
  expected: OpenExpectations,
): Promise<Opened<PayloadOf<N>>> {
  const row = DOCUMENT_TYPES[name];
  if (bytes.length > row.maxBytes) return refuse('too-large');
  let jws: string;
  let header: Record<string, unknown>;
  try {
    jws = decoder.decode(bytes);
    header = decodeProtectedHeader(jws) as Record<string, unknown>;
  } catch {
    return refuse('malformed');
  }
  if (header.typ !== row.typ || header.alg !== SIGNATURE_ALGORITHM) return refuse('wrong-type');
  if (header.dep !== expected.deploymentId) return refuse('wrong-deployment');
  if (header.sub !== expected.subject) return refuse('wrong-subject');
  if (typeof header.kid !== 'string') return refuse('malformed');
  const publicKey = expected.publicKey(header.kid);
  if (publicKey === undefined) return refuse('unknown-key');
  let body: Uint8Array;
  try {
    body = (await compactVerify(jws, publicKey, { algorithms: [SIGNATURE_ALGORITHM] })).payload;
  } catch {
    return refuse('bad-signature');
  }
  if ('maxInflatedBytes' in row) {
    try {
      body = inflateRawSync(body, { maxOutputLength: row.maxInflatedBytes });
    } catch {
      return refuse('inflates-too-far');
    }
  }
  let payload: unknown;
  try {
    payload = JSON.parse(decoder.decode(body));
  } catch {
    return refuse('malformed');
  }
  if (!validators[name].Check(payload)) return refuse('bad-schema');
  return { ok: true, payload: payload as PayloadOf<N>, kid: header.kid };
}

/** The `kid` a document claims, before anything is verified; for looking up which device or key to check it with. */
export function claimedKeyId(bytes: Uint8Array): KeyId | undefined {
  try {
    return decodeProtectedHeader(decoder.decode(bytes)).kid;
  } catch {
    return undefined;
  }
}

/** Public key from its JWK coordinate `x` (base64url). @throws when it is not a point of the curve's encoding. */
export const publicKeyFrom = (x: string): Promise<CryptoKey> =>
  importJWK({ kty: 'OKP', crv: 'Ed25519', x }, SIGNATURE_ALGORITHM) as Promise<CryptoKey>;

/** Private key from the JWK pair `(x, d)`. */
export const privateKeyFrom = (jwk: { x: string; d: string }): Promise<CryptoKey> =>
  importJWK({ kty: 'OKP', crv: 'Ed25519', ...jwk }, SIGNATURE_ALGORITHM) as Promise<CryptoKey>;

const refuse = (fault: DocumentFault): { ok: false; fault: DocumentFault } => ({ ok: false, fault });
