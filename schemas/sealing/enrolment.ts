/** Signing and opening of enrolment requests: whoever asks proves to hold the key it asks for. */
import { CompactSign, type CryptoKey, compactVerify, decodeProtectedHeader } from 'jose';
import { Compile } from 'typebox/compile';
import type { DeploymentId } from '../ids.ts';
import { DeviceJwkSchema, type EnrolmentClaim, EnrolmentClaimSchema } from '../wire/enrolment.ts';
import { publicKeyFrom, SIGNATURE_ALGORITHM } from './seal.ts';

const TYP = 'loa-enrolment';
const jwkCheck = Compile(DeviceJwkSchema);
const claimCheck = Compile(EnrolmentClaimSchema);

/** @param key the device's own key pair; `x` is the JWK coordinate of the public half */
export function sealEnrolment(
  claim: EnrolmentClaim,
  deploymentId: DeploymentId,
  key: { x: string; privateKey: CryptoKey },
): Promise<string> {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.x };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claim)))
    .setProtectedHeader({ alg: SIGNATURE_ALGORITHM, typ: TYP, dep: deploymentId, jwk })
    .sign(key.privateKey);
}

/** `undefined` for whatever is not a request to this deployment, signed by the key it names. Never throws. */
export async function openEnrolment(
  request: string,
  deploymentId: DeploymentId,
): Promise<(EnrolmentClaim & { publicKey: string }) | undefined> {
  try {
    const { alg, typ, dep, jwk } = decodeProtectedHeader(request) as Record<string, unknown>;
    if (alg !== SIGNATURE_ALGORITHM || typ !== TYP || dep !== deploymentId || !jwkCheck.Check(jwk)) return undefined;
    // base64url has four ways to write a key; devices are known by one
    if (Buffer.from(jwk.x, 'base64url').toString('base64url') !== jwk.x) return undefined;
    const { payload } = await compactVerify(request, await publicKeyFrom(jwk.x), { algorithms: [SIGNATURE_ALGORITHM] });
    const claim: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    if (!claimCheck.Check(claim)) return undefined;
    const { code, installationId, agentVersion } = claim;
    return { code, installationId, agentVersion, publicKey: jwk.x };
  } catch {
    return undefined;
  }
}
