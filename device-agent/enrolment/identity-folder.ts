/** What a board made or learnt when it was enrolled: `<dataFolder>/identity`, readable by the agent alone. */
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DeploymentId, IdSchema } from '@loa-lang/schemas/ids';
import { privateKeyFrom, type SigningIdentity } from '@loa-lang/schemas/sealing/seal';
import { PemSchema } from '@loa-lang/schemas/wire/enrolment';
import { PublicKeySchema } from '@loa-lang/schemas/wire/keys';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

const KeySchema = Type.Object({
  kty: Type.Literal('OKP'),
  crv: Type.Literal('Ed25519'),
  x: PublicKeySchema,
  d: PublicKeySchema,
});
const EnrolledSchema = Type.Object({
  deploymentId: IdSchema,
  deviceId: IdSchema,
  certificate: PemSchema,
  brokerUrl: Type.String(),
  /** of the newest key document that named them; those of `deployment.json` when absent */
  authorities: Type.Optional(Type.Array(PemSchema)),
  /** hash of those of `deployment.json` at that time */
  given: Type.Optional(Type.String()),
});
export type Enrolled = Static<typeof EnrolledSchema>;

export interface DeviceKey {
  /** JWK `x` of the public half */
  x: string;
  privateKey: SigningIdentity['privateKey'];
  /** PKCS #8, for TLS */
  pem: string;
}

export class IdentityFolder {
  readonly #folder: string;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'identity');
  }

  /**
   * The device's key, made on first use; it never leaves this folder.
   * @throws when a key is there that cannot be read: a new one in its place would be another device
   */
  async key(): Promise<DeviceKey> {
    const path = join(this.#folder, 'key.json');
    let text = await this.#read(path);
    if (text === undefined || (text.trim() === '' && (await this.enrolled()) === undefined)) {
      await rm(path, { force: true });
      const { privateKey } = generateKeyPairSync('ed25519');
      await this.#write(path, JSON.stringify(privateKey.export({ format: 'jwk' })), 'once');
      text = await this.#read(path);
    }
    const jwk = parsed(text ?? '');
    if (!Value.Check(KeySchema, jwk))
      throw new Error(`${path} holds no key; remove the folder to enrol as a new device`);
    const pem = createPrivateKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'pkcs8' }) as string;
    return { x: jwk.x, privateKey: await privateKeyFrom(jwk), pem };
  }

  /** `undefined` before enrolment, and when what was kept is broken or of another deployment: it is asked for again. */
  async enrolled(deploymentId?: DeploymentId): Promise<Enrolled | undefined> {
    const value = parsed((await this.#read(join(this.#folder, 'enrolled.json'))) ?? '');
    if (!Value.Check(EnrolledSchema, value)) return undefined;
    return deploymentId === undefined || value.deploymentId === deploymentId ? value : undefined;
  }

  async keep(enrolled: Enrolled): Promise<void> {
    await this.#write(join(this.#folder, 'enrolled.json'), JSON.stringify(enrolled), 'replace');
  }

  async #read(path: string): Promise<string | undefined> {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Who was first stands: link() fails when the name is taken, unlike rename(). */
  async #claim(draft: string, path: string): Promise<void> {
    try {
      await link(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** There as a whole or not at all, whenever power goes. */
  async #write(path: string, text: string, how: 'once' | 'replace'): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (how === 'replace') await rename(draft, path);
    else await this.#claim(draft, path);
    const entry = await open(this.#folder, 'r');
    await entry.sync().finally(() => entry.close());
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
