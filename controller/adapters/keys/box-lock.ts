/**
 * What unlocks the secret box: a passphrase, or a file with 32 random bytes. Either wraps the one key with which
 * everything is sealed, so changing the lock does not touch what is sealed.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { AesSecretBox } from './aes-secret-box.ts';
import { createOnce, readIfThere, replaceFile } from './durable-file.ts';
import { PASSPHRASE_N, stretch } from './stretch.ts';

/** `own-file`: nothing was configured; a file beside the box, which protects against nothing but a careless copy */
export type Lock = { kind: 'passphrase'; passphrase: string } | { kind: 'file'; path: string } | { kind: 'own-file' };

const LockFileSchema = Type.Object({
  version: Type.Literal(1),
  lock: Type.Union([
    Type.Object({
      kind: Type.Literal('scrypt'),
      n: Type.Integer({ minimum: 2 ** 14, maximum: 2 ** 20 }),
      salt: Type.String({ minLength: 22 }),
    }),
    Type.Object({ kind: Type.Literal('file'), salt: Type.String({ minLength: 22 }) }),
  ]),
  /** the key of the box, sealed by the lock */
  key: Type.String(),
});
type LockFile = Static<typeof LockFileSchema>;
const lockFile = Compile(LockFileSchema);

const KEY_BYTES = 32;
const BOUND_TO = 'box';

export class BoxLockError extends Error {}

/** Opens the box of a data folder, or makes one that this lock opens. @throws {BoxLockError} when the lock is not its */
export async function openSecretBox(dataDir: string, lock: Lock): Promise<AesSecretBox> {
  const path = boxPath(dataDir);
  const text = (await readIfThere(path)) ?? (await createOnce(path, await wrap(randomBytes(KEY_BYTES), dataDir, lock)));
  return new AesSecretBox(await unwrap(parse(text, path), dataDir, lock));
}

/** Puts another lock on the box. What is sealed stays as it is. */
export async function changeLock(dataDir: string, from: Lock, to: Lock): Promise<void> {
  const path = boxPath(dataDir);
  const text = await readIfThere(path);
  if (text === undefined) throw new BoxLockError(`${path} does not exist`);
  const key = await unwrap(parse(text, path), dataDir, from);
  await replaceFile(path, await wrap(key, dataDir, to));
}

const boxPath = (dataDir: string): string => join(dataDir, 'keys', 'box.json');
const ownFile = (dataDir: string): string => join(dataDir, 'keys', 'box-key');

async function wrap(key: Uint8Array, dataDir: string, lock: Lock): Promise<string> {
  const salt = randomBytes(16).toString('base64url');
  const made: LockFile['lock'] =
    lock.kind === 'passphrase' ? { kind: 'scrypt', n: PASSPHRASE_N, salt } : { kind: 'file', salt };
  const outer = new AesSecretBox(await keyOf(made, dataDir, lock));
  const content: LockFile = {
    version: 1,
    lock: made,
    key: outer.seal(Buffer.from(key).toString('base64url'), BOUND_TO),
  };
  return JSON.stringify(content);
}

async function unwrap(content: LockFile, dataDir: string, lock: Lock): Promise<Uint8Array> {
  const wantsPassphrase = content.lock.kind === 'scrypt';
  if (wantsPassphrase !== (lock.kind === 'passphrase')) {
    throw new BoxLockError(
      wantsPassphrase
        ? 'the keys are locked with a passphrase: KEY_PASSPHRASE is missing'
        : 'the keys are locked with a file, not with a passphrase; "keys lock" changes that',
    );
  }
  const outer = new AesSecretBox(await keyOf(content.lock, dataDir, lock));
  try {
    return Buffer.from(outer.open(content.key, BOUND_TO), 'base64url');
  } catch (cause) {
    throw new BoxLockError(
      wantsPassphrase ? 'KEY_PASSPHRASE is not the one the keys are locked with' : 'the key file is not theirs',
      { cause },
    );
  }
}

async function keyOf(made: LockFile['lock'], dataDir: string, lock: Lock): Promise<Uint8Array> {
  const salt = Buffer.from(made.salt, 'base64url');
  if (lock.kind === 'passphrase') {
    const n = made.kind === 'scrypt' ? made.n : PASSPHRASE_N;
    return stretch(lock.passphrase, salt, n, KEY_BYTES);
  }
  const secret = lock.kind === 'file' ? await readKeyFile(lock.path) : await readOwnFile(ownFile(dataDir));
  return new Uint8Array(hkdfSync('sha256', secret, salt, 'loa-lang box', KEY_BYTES));
}

async function readOwnFile(path: string): Promise<Uint8Array> {
  if ((await readIfThere(path)) === undefined) await createOnce(path, randomBytes(KEY_BYTES).toString('base64url'));
  return readKeyFile(path);
}

/** @throws {BoxLockError} when others may read it, or when it does not hold 32 bytes in base64 */
async function readKeyFile(path: string): Promise<Uint8Array> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw new BoxLockError(`${path} can be read by others; chmod 600 it`);
    const secret = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
    if (secret.length !== KEY_BYTES) {
      throw new BoxLockError(
        `${path} does not hold ${KEY_BYTES} bytes in base64 ("openssl rand -base64 32" makes some)`,
      );
    }
    return secret;
  } catch (cause) {
    if (cause instanceof BoxLockError) throw cause;
    throw new BoxLockError(`${path} cannot be read`, { cause });
  }
}

function parse(text: string, path: string): LockFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    content = undefined;
  }
  if (!lockFile.Check(content)) throw new BoxLockError(`${path} is damaged; restore it from a backup`);
  return content;
}
