/** The deployment's certificate authority in one file, `<dataDir>/keys/authority.json`, made on the first start. */
import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeploymentId } from '@loa-lang/schemas/ids';
import { privateKeyFrom, publicKeyFrom } from '@loa-lang/schemas/sealing/seal';
import { PemSchema } from '@loa-lang/schemas/wire/enrolment';
import { PublicKeySchema } from '@loa-lang/schemas/wire/keys';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Authority } from '../../ports/authority.ts';
import { createOnce, readIfThere } from '../keys/durable-file.ts';
import { authorityCertificate, type Issuer, leafCertificate, revocationList } from './profiles.ts';

/** Name of a controller's certificate at an outside broker; no device can have it, since ids hold no `$`. */
const CONTROLLER_NAME = '$controller';

const AuthorityFileSchema = Type.Object({
  version: Type.Literal(1),
  /** newest first; the first one signs */
  authorities: Type.Array(Type.Object({ certificate: PemSchema, x: PublicKeySchema, d: PublicKeySchema }), {
    minItems: 1,
    maxItems: 8,
  }),
  /** the newest one's key, signed by each older one: who knows only that one gets from there to the newest */
  bridges: Type.Array(PemSchema),
});
type AuthorityFile = Static<typeof AuthorityFileSchema>;
const authorityFile = Compile(AuthorityFileSchema);

/** Loads the authority, or makes it. @throws when its file is there but unreadable. */
export async function openAuthority(dataDir: string, deploymentId: DeploymentId): Promise<Authority> {
  const path = pathIn(dataDir);
  const text =
    (await readIfThere(path)) ?? (await createOnce(path, JSON.stringify(await firstAuthority(deploymentId))));
  return authorityOf(parse(text, path));
}

/**
 * Puts a new authority before the others. Devices of the older ones are still let in, and get a certificate of the new
 * one when they have heard of it; `retire` the older ones when all have.
 */
export async function renewAuthority(dataDir: string, deploymentId: DeploymentId): Promise<void> {
  const path = pathIn(dataDir);
  const { authorities } = parse((await readIfThere(path)) ?? '', path);
  const name = nameOf(deploymentId, authorities.length + 1);
  const { pair, keys } = await newKeys();
  const certificate = await authorityCertificate(name, keys);
  const older = await Promise.all(authorities.map(issuerOf));
  const bridges = await Promise.all(older.map((issuer) => authorityCertificate(name, keys, issuer)));
  await replace(path, { version: 1, authorities: [{ certificate, ...pair }, ...authorities].slice(0, 8), bridges });
}

/** Only the newest authority counts from the next start on: whoever holds a certificate of an older one is shut out. */
export async function retireAuthorities(dataDir: string): Promise<void> {
  const path = pathIn(dataDir);
  const { authorities } = parse((await readIfThere(path)) ?? '', path);
  await replace(path, { version: 1, authorities: authorities.slice(0, 1), bridges: [] });
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

async function replace(path: string, content: AuthorityFile): Promise<void> {
  const draft = `${path}.next`;
  await createOnce(draft, JSON.stringify(content));
  await rename(draft, path);
}

async function firstAuthority(deploymentId: DeploymentId): Promise<AuthorityFile> {
  const { pair, keys } = await newKeys();
  const certificate = await authorityCertificate(nameOf(deploymentId, 1), keys);
  return { version: 1, authorities: [{ certificate, ...pair }], bridges: [] };
}

async function newKeys() {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { pair: { x, d }, keys: await cryptoKeys({ x, d }) };
}

const cryptoKeys = async (pair: { x: string; d: string }) => ({
  publicKey: await publicKeyFrom(pair.x),
  privateKey: await privateKeyFrom(pair),
});

const issuerOf = async (entry: AuthorityFile['authorities'][number]): Promise<Issuer> => ({
  certificate: entry.certificate,
  ...(await cryptoKeys(entry)),
});

async function authorityOf({ authorities, bridges }: AuthorityFile): Promise<Authority> {
  const issuers = await Promise.all(authorities.map(issuerOf));
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
