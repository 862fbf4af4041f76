/** A root key on a medium of its own, locked with a passphrase of its own. */
import { randomBytes } from 'node:crypto';
import { type DeploymentId, IdSchema } from '@loa-lang/schemas/ids';
import { privateKeyFrom, publicKeyFrom } from '@loa-lang/schemas/sealing/seal';
import { RootKeySchema } from '@loa-lang/schemas/wire/keys';
import { CompactSign, compactVerify } from 'jose';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { RootPair } from '../../domain/keys/sign-key-document.ts';
import { AesSecretBox } from './aes-secret-box.ts';
import { CeremonyError } from './ceremony-error.ts';
import { createNew, readIfThere } from './durable-file.ts';
import { MIN_PASSPHRASE_CHARACTERS, PASSPHRASE_N, stretch } from './stretch.ts';

const RootFileSchema = Type.Object({
  kind: Type.Literal('loa-root'),
  version: Type.Literal(1),
  deploymentId: IdSchema,
  root: RootKeySchema,
  n: Type.Integer({ minimum: 2 ** 14, maximum: 2 ** 20 }),
  salt: Type.String({ minLength: 22 }),
  secret: Type.String(),
});
type RootFile = Static<typeof RootFileSchema>;
const rootFile = Compile(RootFileSchema);

export interface KeptRoot {
  deploymentId: DeploymentId;
  root: RootPair;
}

/** Writes it, and reads it back. @throws when the passphrase is short, or when the file is there already: another root may be in it */
export async function writeRootFile(path: string, { deploymentId, root }: KeptRoot, passphrase: string): Promise<void> {
  if (passphrase.length < MIN_PASSPHRASE_CHARACTERS) {
    throw new CeremonyError(
      `mật khẩu cần ít nhất ${MIN_PASSPHRASE_CHARACTERS} ký tự`,
      `a passphrase needs at least ${MIN_PASSPHRASE_CHARACTERS} characters`,
    );
  }
  const salt = randomBytes(16).toString('base64url');
  const box = await boxOf(passphrase, salt, PASSPHRASE_N);
  const { kid, x, d } = root;
  const content: RootFile = {
    kind: 'loa-root',
    version: 1,
    deploymentId,
    root: { kid, x },
    n: PASSPHRASE_N,
    salt,
    secret: box.seal(d, kid),
  };
  await createNew(path, JSON.stringify(content));
  await openRoot(path, await readForm(path), box);
}

/** @throws with a sentence when it is damaged, of another kind, or locked with another passphrase */
export async function readRootFile(path: string, passphrase: string): Promise<KeptRoot> {
  const content = await readForm(path);
  return openRoot(path, content, await boxOf(passphrase, content.salt, content.n));
}

async function readForm(path: string): Promise<RootFile> {
  const text = await readIfThere(path);
  if (text === undefined) throw new CeremonyError(`không có ${path}`, `${path} does not exist`);
  const content = parse(text);
  if (content === undefined) throw new CeremonyError(`${path} không phải tệp khoá gốc`, `${path} is not a root file`);
  return content;
}

async function openRoot(path: string, { deploymentId, root, secret }: RootFile, box: AesSecretBox): Promise<KeptRoot> {
  let d: string;
  try {
    d = box.open(secret, root.kid);
  } catch (cause) {
    throw new CeremonyError(`${path}: sai mật khẩu hoặc tệp hỏng`, `${path}: wrong passphrase, or damaged`, { cause });
  }
  await prove(path, { ...root, d });
  return { deploymentId, root: { ...root, d } };
}

/** The two halves belong together. */
async function prove(path: string, { x, d }: RootPair): Promise<void> {
  const challenge = randomBytes(32);
  const signed = await new CompactSign(challenge)
    .setProtectedHeader({ alg: 'Ed25519' })
    .sign(await privateKeyFrom({ x, d }));
  await compactVerify(signed, await publicKeyFrom(x)).catch((cause: unknown) => {
    throw new CeremonyError(`${path}: hai nửa khoá không khớp`, `${path}: the halves of the key do not match`, {
      cause,
    });
  });
}

const boxOf = async (passphrase: string, salt: string, n: number): Promise<AesSecretBox> =>
  new AesSecretBox(await stretch(passphrase, Buffer.from(salt, 'base64url'), n, 32));

function parse(text: string): RootFile | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return rootFile.Check(content) ? content : undefined;
  } catch {
    return undefined;
  }
}
