/**
 * The file of the deployment's keys, `<dataDir>/keys/deployment.json`: the key document as the root signed it, and the
 * private halves that are held here, sealed. Nothing else says which keys there are.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type DeploymentId, IdSchema } from '@loa-lang/schemas/ids';
import { claimedRoot, openKeyDocument } from '@loa-lang/schemas/sealing/key-ring';
import { privateKeyFrom, type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import { LAST_INSTANT } from '@loa-lang/schemas/units';
import type { Revision } from '@loa-lang/schemas/wire/common';
import {
  KEY_USES,
  type KeyDocument,
  type KeyUse,
  PublicKeySchema,
  type RootKey,
  type SigningKey,
  SigningKeySchema,
} from '@loa-lang/schemas/wire/keys';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { exportJWK, generateKeyPair } from 'jose';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { SecretBox } from '../../ports/secret-box.ts';
import { readIfThere } from './durable-file.ts';

const KeyFileSchema = Type.Object({
  version: Type.Literal(2),
  deploymentId: IdSchema,
  /** JWS, see the wire document */
  document: Type.String(),
  /** kid → sealed private half; of the root, too, unless it is kept offline */
  secrets: Type.Record(IdSchema, Type.String()),
  /** public halves of new keys whose document the root has not signed yet; their private halves are among the secrets */
  pending: Type.Optional(Type.Array(SigningKeySchema)),
});
export type KeyFile = Static<typeof KeyFileSchema>;

/** What version 0.1 wrote, with open private halves. */
const OldKeyFileSchema = Type.Object({
  version: Type.Literal(1),
  deploymentId: IdSchema,
  root: Type.Object({ kid: IdSchema, x: PublicKeySchema, d: PublicKeySchema }),
  rotations: Type.Array(Type.String()),
  keys: Type.Array(Type.Intersect([SigningKeySchema, Type.Object({ d: PublicKeySchema })])),
});

const [keyFile, oldKeyFile] = [Compile(KeyFileSchema), Compile(OldKeyFileSchema)];

export interface KeyPair {
  kid: string;
  x: string;
  d: string;
}

/** A key file that has been read, its document verified. */
export interface ReadKeyFile {
  file: KeyFile;
  document: KeyDocument;
  root: RootKey;
}

export const keyFilePath = (dataDir: string): string => join(dataDir, 'keys', 'deployment.json');
export const secretPlace = (deploymentId: DeploymentId, kid: string): string => `${deploymentId}/${kid}`;
export const randomId = (): string => randomBytes(16).toString('base64url');

export async function makeKeyPair(): Promise<KeyPair> {
  const { privateKey } = await generateKeyPair('Ed25519', { extractable: true });
  const { x, d } = await exportJWK(privateKey);
  if (x === undefined || d === undefined) throw new Error('an Ed25519 key without coordinates');
  return { kid: randomId(), x, d };
}

/** For the whole deployment, and valid for ever until rotation comes: a device with a wrong clock must not be shut out. */
const FOR_ALL = { scope: '*', notBefore: 0, notAfter: LAST_INSTANT } as const;

/** One new key for each use. */
export async function makeSigningKeys(uses: readonly KeyUse[] = KEY_USES): Promise<(SigningKey & KeyPair)[]> {
  return Promise.all(uses.map(async (use) => ({ ...(await makeKeyPair()), use, ...FOR_ALL })));
}

/** The key of somebody who vouches for programs. */
export const releaseKeyOf = ({ kid, x }: RootKey): SigningKey => ({ kid, x, use: 'release', ...FOR_ALL });

/** Programs are vouched for by whoever makes them; key files of an earlier version have no such key either. */
export const MAY_BE_ELSEWHERE: KeyUse = 'release';

/** Uses of the keys that are made here: not that of a key which is kept elsewhere. */
export function usesMadeHere({ document, file }: ReadKeyFile): KeyUse[] {
  const elsewhere = document.keys.filter(({ use }) => use === MAY_BE_ELSEWHERE);
  const isElsewhere = elsewhere.length > 0 && !elsewhere.some(({ kid }) => kid in file.secrets);
  return KEY_USES.filter((use) => use !== MAY_BE_ELSEWHERE || !isElsewhere);
}

export const publicHalf = <K extends { d: string }>({ d: _private, ...rest }: K): Omit<K, 'd'> => rest;

/** @param above the highest epoch that devices may know from a time when the database counted these documents */
export async function makeKeyFile(box: SecretBox, above: number, now: number): Promise<KeyFile> {
  return signedFile(box, randomId(), await makeKeyPair(), await makeSigningKeys(), [], above, now);
}

/** What an older version left, sealed and signed anew; `undefined` when it is none. */
export async function convertOldKeyFile(
  content: unknown,
  box: SecretBox,
  above: number,
  now: number,
): Promise<KeyFile | undefined> {
  if (!oldKeyFile.Check(content)) return undefined;
  const { deploymentId, root, keys, rotations } = content;
  return signedFile(box, deploymentId, root, keys, rotations, above, now);
}

async function signedFile(
  box: SecretBox,
  deploymentId: DeploymentId,
  root: KeyPair,
  keys: (SigningKey & KeyPair)[],
  rotations: string[],
  above: number,
  now: number,
): Promise<KeyFile> {
  const revision: Revision = { epoch: above + 1, revision: 1 };
  const content = { ...revision, issuedAt: now, root: publicHalf(root), rotations, keys: keys.map(publicHalf) };
  const signer = { kid: root.kid, privateKey: await privateKeyFrom(root) };
  const document = await sealDocument('keys', subjects.keys(), deploymentId, content, signer);
  const seal = ({ kid, d }: KeyPair) => [kid, box.seal(d, secretPlace(deploymentId, kid))] as const;
  const secrets = Object.fromEntries([root, ...keys].map(seal));
  return { version: 2, deploymentId, document: Buffer.from(document).toString('utf8'), secrets };
}

/** @throws when it is no key file or its document does not verify */
export async function verifyKeyFile(content: unknown): Promise<ReadKeyFile> {
  if (!keyFile.Check(content)) throw new Error('it has not the form of one');
  const bytes = Buffer.from(content.document, 'utf8');
  const root = claimedRoot(bytes);
  if (root === undefined) throw new Error('it has no key document');
  const opened = await openKeyDocument(bytes, content.deploymentId, root);
  if (!opened.ok) throw new Error(`its key document does not verify: ${opened.fault}`);
  return { file: content, document: opened.payload, root };
}

/** `undefined` when there is none. @throws when it is damaged */
export async function readKeyFile(dataDir: string): Promise<ReadKeyFile | undefined> {
  const path = keyFilePath(dataDir);
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  return parseKeyFile(text, path);
}

export async function parseKeyFile(text: string, path: string): Promise<ReadKeyFile> {
  try {
    return await verifyKeyFile(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${path} is not a key file; restore it from a backup`, { cause });
  }
}

/** The private half of a key that is held here; `undefined` when it is not. @throws {SealedSecretError} */
export async function openSigner(
  { file }: ReadKeyFile,
  key: { kid: string; x: string },
  box: SecretBox,
): Promise<SigningIdentity | undefined> {
  const sealed = file.secrets[key.kid];
  if (sealed === undefined) return undefined;
  const d = box.open(sealed, secretPlace(file.deploymentId, key.kid));
  return { kid: key.kid, privateKey: await privateKeyFrom({ x: key.x, d }) };
}
