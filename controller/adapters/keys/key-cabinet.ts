/**
 * The ceremonies on a key file: rotation of signing keys and of the root, with the root at hand or elsewhere. Each
 * changes the file as a whole or not at all; a running controller notices.
 */
import { join } from 'node:path';
import type { Revision } from '@loa-lang/schemas/wire/common';
import type { RootKey, SigningKey } from '@loa-lang/schemas/wire/keys';
import { draftOf, type KeyDraft, withNewKeys } from '../../domain/keys/renewal.ts';
import { followsOn, type RootPair, signKeyDocument, signWithNewRoot } from '../../domain/keys/sign-key-document.ts';
import { takeFileLock } from '../../embedded/lock-file.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import { CeremonyError } from './ceremony-error.ts';
import { replaceFile } from './durable-file.ts';
import {
  type KeyFile,
  keyFilePath,
  MAY_BE_ELSEWHERE,
  makeKeyPair,
  makeSigningKeys,
  publicHalf,
  type ReadKeyFile,
  readKeyFile,
  releaseKeyOf,
  secretPlace,
  usesMadeHere,
} from './key-file.ts';
import type { KeyRequest } from './key-request.ts';
import { type KeptRoot, readRootFile, writeRootFile } from './root-file.ts';

export interface Renewal {
  /** older signing keys go at once: they are in other hands */
  revoke: boolean;
  /** what devices were seen to hold */
  above: Revision | undefined;
}

const NO_ROOT = [
  'khoá gốc cất ở nơi khác; dùng "keys request", "keys sign" rồi "keys apply"',
  'the root is kept offline; use "keys request", "keys sign" and "keys apply"',
] as const;

export class KeyCabinet {
  readonly #dataDir: string;
  readonly #box: SecretBox;

  constructor(dataDir: string, box: SecretBox) {
    this.#dataDir = dataDir;
    this.#box = box;
  }

  /** @throws {CeremonyError} when there are no keys yet */
  async read(): Promise<ReadKeyFile> {
    const path = keyFilePath(this.#dataDir);
    const read = await readKeyFile(this.#dataDir);
    if (read === undefined)
      throw new CeremonyError(
        `chưa có ${path}: khởi động máy chủ một lần`,
        `${path} does not exist: start the controller once`,
      );
    return read;
  }

  /** New signing keys, signed by the root that is here. */
  rotate({ revoke, above }: Renewal): Promise<void> {
    return this.#change(async (read) => {
      const root = this.#rootOf(read);
      const fresh = await makeSigningKeys(usesMadeHere(read));
      const draft = draftWith(read, fresh, revoke, above);
      return this.#withDocument(read, await signKeyDocument(draft, read.file.deploymentId, root), fresh);
    });
  }

  /** Trusts the programs that this key vouches for, and those of no other. */
  nameReleaseKey(key: RootKey): Promise<void> {
    return this.#change(async (read) => {
      const keys = withNewKeys(read.document, [releaseKeyOf(key)], true);
      const draft = draftOf(read.document, { keys }, undefined, Date.now());
      const document = await signKeyDocument(draft, read.file.deploymentId, this.#rootOf(read));
      return this.#withDocument(read, document, []);
    });
  }

  /**
   * Says which certificate authorities count, the one that signs first, DER in base64url. @returns whether the root is
   * here to sign it
   */
  async nameAuthorities(authorities: string[]): Promise<boolean> {
    const { root, file } = await this.read();
    if (!(root.kid in file.secrets)) return false;
    await this.#change(async (read) => {
      const draft = draftOf(read.document, { authorities }, undefined, Date.now());
      const document = await signKeyDocument(draft, read.file.deploymentId, this.#rootOf(read));
      return this.#withDocument(read, document, []);
    });
    return true;
  }

  /** A new root. @param keepAt where its private half goes instead of staying here */
  rotateRoot(above: Revision | undefined, keepAt?: { path: string; passphrase: string }): Promise<void> {
    return this.#change(async (read) => {
      const { deploymentId } = read.file;
      const [from, to] = [this.#rootOf(read), await makeKeyPair()];
      const now = Date.now();
      const draft = draftOf(read.document, {}, above, now);
      const document = await signWithNewRoot(draft, deploymentId, from, to, now);
      // before anything depends on it
      if (keepAt !== undefined) await writeRootFile(keepAt.path, { deploymentId, root: to }, keepAt.passphrase);
      return this.#withDocument(read, document, keepAt === undefined ? [to] : []);
    });
  }

  /** What an offline root shall sign. `sameKeys`: for a new root, or other `authorities`, alone. */
  async request(
    { revoke, above }: Renewal,
    sameKeys: boolean,
    { authorities, releaseKey }: { authorities?: string[] | undefined; releaseKey?: RootKey | undefined } = {},
  ): Promise<KeyRequest> {
    let request: KeyRequest | undefined;
    await this.#change(async (read) => {
      const uses = usesMadeHere(read).filter((use) => use !== MAY_BE_ELSEWHERE || releaseKey === undefined);
      const fresh = sameKeys ? [] : await makeSigningKeys(uses);
      const renewed = sameKeys ? draftOf(read.document, {}, above, Date.now()) : draftWith(read, fresh, revoke, above);
      const named = releaseKey && { keys: withNewKeys(renewed, [releaseKeyOf(releaseKey)], true) };
      const draft = { ...renewed, ...named, ...(authorities !== undefined && { authorities }) };
      const { deploymentId, document: current } = read.file;
      request = { kind: 'loa-key-request', version: 1, deploymentId, current, draft };
      return { ...this.#pruned(read, fresh), pending: fresh.map(publicHalf) };
    });
    if (request === undefined) throw new Error('no request was made');
    return request;
  }

  /** Takes what the offline root has signed. */
  apply(document: string): Promise<void> {
    return this.#change(async (read) => {
      const followed = await followsOn(read.file.document, document, read.file.deploymentId);
      if (!followed.ok)
        throw new CeremonyError(`không nhận bộ khoá này: ${followed.why}`, `the answer is refused: ${followed.why}`);
      return this.#withDocument(read, document, []);
    });
  }

  async exportRoot(path: string, passphrase: string): Promise<void> {
    const read = await this.read();
    await writeRootFile(path, { deploymentId: read.file.deploymentId, root: this.#rootOf(read) }, passphrase);
  }

  /** Takes the root away from here, when the file that keeps it can be opened. */
  removeRoot(path: string, passphrase: string): Promise<void> {
    return this.#change(async (read) => {
      this.#matching(read, await readRootFile(path, passphrase));
      const { [read.root.kid]: _removed, ...secrets } = read.file.secrets;
      return { ...read.file, secrets };
    });
  }

  importRoot(path: string, passphrase: string): Promise<void> {
    return this.#change(async (read) => {
      const root = this.#matching(read, await readRootFile(path, passphrase));
      return { ...read.file, secrets: { ...read.file.secrets, ...this.#sealed(read, [root]) } };
    });
  }

  #matching({ file, root }: ReadKeyFile, kept: KeptRoot): RootPair {
    if (kept.deploymentId !== file.deploymentId)
      throw new CeremonyError('khoá gốc này của hệ thống khác', 'this root is of another deployment');
    if (!isSame(kept.root, root))
      throw new CeremonyError('đây không phải khoá gốc hiện nay', 'this is not today’s root of the deployment');
    return kept.root;
  }

  #rootOf({ file, root }: ReadKeyFile): RootPair {
    const sealed = file.secrets[root.kid];
    if (sealed === undefined) throw new CeremonyError(...NO_ROOT);
    return { ...root, d: this.#box.open(sealed, secretPlace(file.deploymentId, root.kid)) };
  }

  #sealed({ file }: ReadKeyFile, pairs: readonly { kid: string; d: string }[]): Record<string, string> {
    const place = (kid: string) => secretPlace(file.deploymentId, kid);
    return Object.fromEntries(pairs.map(({ kid, d }) => [kid, this.#box.seal(d, place(kid))]));
  }

  /** With new secrets, and without those of an earlier request. */
  #pruned(read: ReadKeyFile, fresh: readonly { kid: string; d: string }[]): KeyFile {
    const { pending = [], ...file } = read.file;
    const stale = new Set(pending.map(({ kid }) => kid));
    const kept = Object.entries(file.secrets).filter(([kid]) => !stale.has(kid));
    return { ...file, secrets: { ...Object.fromEntries(kept), ...this.#sealed(read, fresh) } };
  }

  /** Secrets that the document no longer names go; a use that nobody here could sign for refuses the whole. */
  async #withDocument(
    read: ReadKeyFile,
    document: string,
    fresh: readonly { kid: string; d: string }[],
  ): Promise<KeyFile> {
    const { pending: _pending, ...file } = read.file;
    const followed = await followsOn(file.document, document, file.deploymentId);
    if (!followed.ok)
      throw new CeremonyError(`thiết bị sẽ không nhận: ${followed.why}`, `devices would refuse it: ${followed.why}`);
    const named = new Set([followed.root.kid, ...followed.document.keys.map(({ kid }) => kid)]);
    const all = { ...file.secrets, ...this.#sealed(read, fresh) };
    const secrets = Object.fromEntries(Object.entries(all).filter(([kid]) => named.has(kid)));
    const uses = new Set(read.document.keys.map(({ use }) => use));
    const lacking = [...uses].filter(
      (use) => use !== MAY_BE_ELSEWHERE && !followed.document.keys.some((key) => key.use === use && key.kid in secrets),
    );
    if (lacking.length > 0) {
      const uses = lacking.join(', ');
      throw new CeremonyError(
        `bộ khoá này trả lời yêu cầu khác: ở đây không có khoá ${uses}`,
        `the answer is to another request: no key here for ${uses}`,
      );
    }
    return { ...file, document, secrets };
  }

  async #change(next: (read: ReadKeyFile) => Promise<KeyFile>): Promise<void> {
    const lock = await takeFileLock(join(this.#dataDir, 'keys', 'ceremony.lock'));
    try {
      await replaceFile(keyFilePath(this.#dataDir), JSON.stringify(await next(await this.read())));
    } finally {
      await lock.release();
    }
  }
}

const isSame = (a: RootKey, b: RootKey): boolean => a.kid === b.kid && a.x === b.x;

const draftWith = (
  { document }: ReadKeyFile,
  fresh: readonly (SigningKey & { d: string })[],
  revoke: boolean,
  above: Revision | undefined,
): KeyDraft => draftOf(document, { keys: withNewKeys(document, fresh.map(publicHalf), revoke) }, above, Date.now());
