/**
 * A key that vouches for programs, kept away from every controller by whoever makes them. It belongs to no deployment: each
 * that trusts it names its public half in its key document.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { privateKeyFrom, publicKeyFrom, type SigningIdentity } from '@loa-lang/schemas/sealing/seal';
import { type RootKey, RootKeySchema } from '@loa-lang/schemas/wire/keys';
import { CompactSign, compactVerify } from 'jose';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { AesSecretBox } from './aes-secret-box.ts';
import { CeremonyError } from './ceremony-error.ts';
import { createNew } from './durable-file.ts';
import { makeKeyPair } from './key-file.ts';
import { MIN_PASSPHRASE_CHARACTERS, PASSPHRASE_N, stretch } from './stretch.ts';

const ReleaseKeyFileSchema = Type.Object({
  kind: Type.Literal('loa-release-key'),
  version: Type.Literal(1),
  /** what anybody may see */
  key: RootKeySchema,
  n: Type.Integer({ minimum: 2 ** 14, maximum: 2 ** 20 }),
  salt: Type.String({ minLength: 22 }),
  secret: Type.String(),
});
const PublicFileSchema = Type.Object({ kind: Type.Literal('loa-release-public'), key: RootKeySchema });
const [keyFile, publicFile] = [Compile(ReleaseKeyFileSchema), Compile(PublicFileSchema)];

/** Makes one, and the file that is carried to the deployments. @throws when a file is there, or the passphrase is short */
export async function makeReleaseKey(path: string, publicPath: string, passphrase: string): Promise<RootKey> {
  if (passphrase.length < MIN_PASSPHRASE_CHARACTERS) {
    throw new CeremonyError(
      `mật khẩu cần ít nhất ${MIN_PASSPHRASE_CHARACTERS} ký tự`,
      `a passphrase needs at least ${MIN_PASSPHRASE_CHARACTERS} characters`,
    );
  }
  const { kid, x, d } = await makeKeyPair();
  const salt = randomBytes(16).toString('base64url');
  const box = await boxOf(passphrase, salt, PASSPHRASE_N);
  const content: Static<typeof ReleaseKeyFileSchema> = {
    kind: 'loa-release-key',
    version: 1,
    key: { kid, x },
    n: PASSPHRASE_N,
    salt,
    secret: box.seal(d, kid),
  };
  await createNew(path, JSON.stringify(content));
  await readReleaseKey(path, passphrase);
  await createNew(publicPath, JSON.stringify({ kind: 'loa-release-public', key: { kid, x } }));
  return { kid, x };
}

/** @throws with a sentence when it is damaged, of another kind, or locked with another passphrase */
export async function readReleaseKey(path: string, passphrase: string): Promise<SigningIdentity> {
  const content = await readJson(path);
  if (!keyFile.Check(content))
    throw new CeremonyError(`${path} không phải tệp khoá phát hành`, `${path} is not a release key`);
  const { key, salt, n, secret } = content;
  try {
    const d = (await boxOf(passphrase, salt, n)).open(secret, key.kid);
    const privateKey = await privateKeyFrom({ x: key.x, d });
    const proof = await new CompactSign(randomBytes(32)).setProtectedHeader({ alg: 'Ed25519' }).sign(privateKey);
    await compactVerify(proof, await publicKeyFrom(key.x));
    return { kid: key.kid, privateKey };
  } catch (cause) {
    throw new CeremonyError(`${path}: sai mật khẩu hoặc tệp hỏng`, `${path}: wrong passphrase, or damaged`, { cause });
  }
}

/** The half that is carried to a deployment. */
export async function readReleasePublic(path: string): Promise<RootKey> {
  const content = await readJson(path);
  if (!publicFile.Check(content))
    throw new CeremonyError(
      `${path} không phải nửa công khai của khoá phát hành`,
      `${path} is no public half of a release key`,
    );
  return content.key;
}

const boxOf = async (passphrase: string, salt: string, n: number): Promise<AesSecretBox> =>
  new AesSecretBox(await stretch(passphrase, Buffer.from(salt, 'base64url'), n, 32));

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new CeremonyError(`không đọc được ${path}`, `${path} cannot be read`, { cause });
  }
}
