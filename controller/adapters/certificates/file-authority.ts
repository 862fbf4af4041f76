/** The deployment's certificate authority in one file, `<dataDir>/keys/authority.json`, made on the first start. */
import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { DeploymentId } from '@loa-lang/schemas/ids';
import { privateKeyFrom, publicKeyFrom } from '@loa-lang/schemas/sealing/seal';
import { PemSchema } from '@loa-lang/schemas/wire/enrolment';
import { PublicKeySchema } from '@loa-lang/schemas/wire/keys';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Authority, Pem } from '../../ports/authority.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import { createOnce, readIfThere, replaceFile } from '../keys/durable-file.ts';
import { authorityCertificate, type Issuer, leafCertificate, revocationList } from './profiles.ts';

/** Name of a controller's certificate at an outside broker; no device can have it, since ids hold no `$`. */
const CONTROLLER_NAME = '$controller';

const AuthorityFileSchema = Type.Object({
  version: Type.Literal(1),
  /** newest first; the first one signs. Private halves are sealed */
  authorities: Type.Array(Type.Object({ certificate: PemSchema, x: PublicKeySchema, secret: Type.String() }), {
    minItems: 1,
    maxItems: 8,
  }),
  /** the newest one's key, signed by each older one: who knows only that one gets from there to the newest */
  bridges: Type.Array(PemSchema),
});
type AuthorityFile = Static<typeof AuthorityFileSchema>;
const authorityFile = Compile(AuthorityFileSchema);

/** Loads the authority, or makes it. @throws when its file is there but unreadable. */
export async function openAuthority(dataDir: string, deploymentId: DeploymentId, box: SecretBox): Promise<Authority> {
  const path = pathIn(dataDir);
  const text =
    (await readIfThere(path)) ?? (await createOnce(path, JSON.stringify(await firstAuthority(deploymentId, box))));
  return authorityOf(parse(text, path), deploymentId, box);
}

/** As a key document names them, the one that signs first; `undefined` when there are none yet. @throws as above */
export async function readAuthorities(dataDir: string): Promise<string[] | undefined> {
  const path = pathIn(dataDir);
  const text = await readIfThere(path);
  return text === undefined ? undefined : parse(text, path).authorities.map(({ certificate }) => derOf(certificate));
}

/** X.509 DER in base64url. */
export const derOf = (certificate: Pem): string => new X509Certificate(certificate).raw.toString('base64url');

/**
 * Puts a new authority before the others. Devices of the older ones are still let in, and get a certificate of the new
 * one when they have heard of it; `retire` the older ones when all have.
 */
export async function renewAuthority(dataDir: string, deploymentId: DeploymentId, box: SecretBox): Promise<void> {
  const path = pathIn(dataDir);
  const { authorities } = parse((await readIfThere(path)) ?? '', path);
  const name = nameOf(deploymentId, authorities.length + 1);
  const { pair, keys } = await newKeys(deploymentId, box);
  const certificate = await authorityCertificate(name, keys);
  const older = await Promise.all(authorities.map((entry) => issuerOf(entry, deploymentId, box)));
  const bridges = await Promise.all(older.map((issuer) => authorityCertificate(name, keys, issuer)));
  const next: AuthorityFile = {
    version: 1,
    authorities: [{ certificate, ...pair }, ...authorities].slice(0, 8),
    bridges,
  };
  await replaceFile(path, JSON.stringify(next));
}

/** Only the newest authority counts from the next start on: whoever holds a certificate of an older one is shut out. */
export async function retireAuthorities(dataDir: string): Promise<void> {
  const path = pathIn(dataDir);
  const { authorities } = parse((await readIfThere(path)) ?? '', path);
  const next: AuthorityFile = { version: 1, authorities: authorities.slice(0, 1), bridges: [] };
  await replaceFile(path, JSON.stringify(next));
}

const pathIn = (dataDir: string): string => join(dataDir, 'keys', 'authority.json');
const nameOf = (deploymentId: DeploymentId, number: number): string => `Loa Lang ${deploymentId} ${number}`;

function parse(text: string, path: string): AuthorityFile {
  try {
    const content: unknown = JSON.parse(text);
    if (authorityFile.Check(content)) return content;
  } catch {
    // said below
  }
  throw new Error(`${path} is not an authority file; restore it from a backup`);
}

async function firstAuthority(deploymentId: DeploymentId, box: SecretBox): Promise<AuthorityFile> {
  const { pair, keys } = await newKeys(deploymentId, box);
  const certificate = await authorityCertificate(nameOf(deploymentId, 1), keys);
  return { version: 1, authorities: [{ certificate, ...pair }], bridges: [] };
}

async function newKeys(deploymentId: DeploymentId, box: SecretBox) {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const secret = box.seal(d, secretPlace(deploymentId, x));
  return { pair: { x, secret }, keys: await cryptoKeys({ x, d }) };
}

const secretPlace = (deploymentId: DeploymentId, x: string): string => `${deploymentId}/authority/${x}`;

const cryptoKeys = async (pair: { x: string; d: string }) => ({
  publicKey: await publicKeyFrom(pair.x),
  privateKey: await privateKeyFrom(pair),
});

const issuerOf = async (
  { certificate, x, secret }: AuthorityFile['authorities'][number],
  deploymentId: DeploymentId,
  box: SecretBox,
): Promise<Issuer> => ({
  certificate,
  ...(await cryptoKeys({ x, d: box.open(secret, secretPlace(deploymentId, x)) })),
});

async function authorityOf(
  { authorities, bridges }: AuthorityFile,
  deploymentId: DeploymentId,
  box: SecretBox,
): Promise<Authority> {
  const issuers = await Promise.all(authorities.map((entry) => issuerOf(entry, deploymentId, box)));
  const [signing] = issuers as [Issuer, ...Issuer[]];
  const signingKey = createPublicKey(signing.certificate);
  const issueWithKey = async (commonName: string, purpose: Parameters<typeof leafCertificate>[3]) => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const { pem } = await leafCertificate(signing, commonName, await webKey(publicKey), purpose);
    return {
      certificate: [pem, ...bridges].join(''),
      privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    };
  };
  return {
    certificates: authorities.map(({ certificate }) => certificate),
    issueDevice: async (deviceId, x) => leafCertificate(signing, deviceId, await publicKeyFrom(x), { kind: 'client' }),
    isCurrent: (certificate) => new X509Certificate(certificate).verify(signingKey),
    issueServer: (names) => issueWithKey(names[0] ?? 'broker', { kind: 'server', names }),
    issueController: () => issueWithKey(CONTROLLER_NAME, { kind: 'client' }),
    async revocationList(withdrawn) {
      // a serial number is unique whichever authority gave it
      return (await Promise.all(issuers.map((issuer) => revocationList(issuer, withdrawn)))).join('');
    },
  };
}

const webKey = (key: KeyObject) => publicKeyFrom(key.export({ format: 'jwk' }).x as string);
