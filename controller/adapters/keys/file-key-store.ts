/** The deployment's keys in one file, `<dataDir>/keys/deployment.json`, made on the very first start. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { IdSchema } from '@loa-lang/schemas/ids';
import { privateKeyFrom, type SigningIdentity } from '@loa-lang/schemas/sealing/seal';
import { LAST_INSTANT } from '@loa-lang/schemas/units';
import { KEY_USES, type KeyUse, PublicKeySchema, SigningKeySchema } from '@loa-lang/schemas/wire/keys';
import { exportJWK, generateKeyPair } from 'jose';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { DeploymentKeys, KeyStore } from '../../ports/key-store.ts';
import { createOnce, readIfThere } from './durable-file.ts';

const KeyFileSchema = Type.Object({
  version: Type.Literal(1),
  deploymentId: IdSchema,
  /** `d` is absent where the root is kept offline */
  root: Type.Object({ kid: IdSchema, x: PublicKeySchema, d: Type.Optional(PublicKeySchema) }),
  rotations: Type.Array(Type.String()),
  /** the last one of a use signs */
  keys: Type.Array(Type.Intersect([SigningKeySchema, Type.Object({ d: PublicKeySchema })])),
});
type KeyFile = Static<typeof KeyFileSchema>;
const keyFile = Compile(KeyFileSchema);

export class FileKeyStore implements KeyStore {
  private readonly path: string;

  constructor(dataDir: string) {
    this.path = join(dataDir, 'keys', 'deployment.json');
  }

  async open(): Promise<DeploymentKeys> {
    const text = (await readIfThere(this.path)) ?? (await createOnce(this.path, JSON.stringify(await makeKeys())));
    let content: unknown;
    try {
      content = JSON.parse(text);
    } catch (cause) {
      throw new Error(`${this.path} is not a key file; restore it from a backup`, { cause });
    }
    if (!keyFile.Check(content)) throw new Error(`${this.path} is not a key file; restore it from a backup`);
    return loadKeys(content, this.path);
  }
}

async function loadKeys(content: KeyFile, path: string): Promise<DeploymentKeys> {
  const signers = new Map<KeyUse, SigningIdentity>();
  for (const { kid, use, x, d } of content.keys) signers.set(use, { kid, privateKey: await privateKeyFrom({ x, d }) });
  const missing = KEY_USES.filter((use) => !signers.has(use));
  if (missing.length > 0) throw new Error(`${path} has no key for: ${missing.join(', ')}`);
  const { kid, x, d } = content.root;
  return {
    deploymentId: content.deploymentId,
    root: { kid, x },
    rootSigner: d === undefined ? undefined : { kid, privateKey: await privateKeyFrom({ x, d }) },
    rotations: content.rotations,
    publicKeys: content.keys.map(({ d: _private, ...key }) => key),
    signer(use) {
      const signer = signers.get(use);
      if (signer === undefined) throw new Error(`no key for ${use}`);
      return signer;
    },
  };
}

async function makeKeys(): Promise<KeyFile> {
  const keys: KeyFile['keys'] = [];
  for (const use of KEY_USES) {
    // valid for ever until rotation comes: a device with a wrong clock must not be shut out
    keys.push({ ...(await makePair()), use, scope: '*', notBefore: 0, notAfter: LAST_INSTANT });
  }
  return { version: 1, deploymentId: randomId(), root: await makePair(), rotations: [], keys };
}

async function makePair(): Promise<{ kid: string; x: string; d: string }> {
  const { privateKey } = await generateKeyPair('Ed25519', { extractable: true });
  const { x, d } = await exportJWK(privateKey);
  if (x === undefined || d === undefined) throw new Error('an Ed25519 key without coordinates');
  return { kid: randomId(), x, d };
}

const randomId = (): string => randomBytes(16).toString('base64url');
