/** The keys a running controller signs with, from the key file; made on the very first start. */
import { readFile } from 'node:fs/promises';
import { type KeyRing, keyRingOf } from '@loa-lang/schemas/sealing/key-ring';
import type { SigningIdentity } from '@loa-lang/schemas/sealing/seal';
import { KEY_USES, type KeyUse, type RootKey } from '@loa-lang/schemas/wire/keys';
import type { ChangingKeys, StagedKeys } from '../../ports/key-store.ts';
import type { SecretBox } from '../../ports/secret-box.ts';
import { openEpochFile } from '../epoch-file.ts';
import { createOnce, replaceFile } from './durable-file.ts';
import {
  convertOldKeyFile,
  keyFilePath,
  MAY_BE_ELSEWHERE,
  makeKeyFile,
  openSigner,
  parseKeyFile,
  type ReadKeyFile,
} from './key-file.ts';

interface Loaded {
  deploymentId: string;
  root: RootKey;
  ring: KeyRing;
  signed: ChangingKeys['signed'];
  signers: ReadonlyMap<KeyUse, SigningIdentity>;
}

export class FileKeyStore {
  readonly #dataDir: string;
  readonly #box: SecretBox;

  constructor(dataDir: string, box: SecretBox) {
    this.#dataDir = dataDir;
    this.#box = box;
  }

  /** @throws when files are there but unreadable, or when a use has no key */
  async open(): Promise<ChangingKeys> {
    await this.#ensure();
    return new FileKeys(() => this.#load(), await this.#load());
  }

  async #ensure(): Promise<void> {
    const path = keyFilePath(this.#dataDir);
    const kept = await openEpochFile(this.#dataDir).read();
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) {
      await createOnce(path, JSON.stringify(await makeKeyFile(this.#box, 0, Date.now())));
      return;
    }
    const converted = await convertOldKeyFile(tryParse(text), this.#box, kept?.epoch ?? 0, Date.now());
    if (converted !== undefined) await replaceFile(path, JSON.stringify(converted));
  }

  async #load(): Promise<Loaded> {
    const path = keyFilePath(this.#dataDir);
    const text = await readFile(path, 'utf8');
    const read = await parseKeyFile(text, path);
    const { document, root, file } = read;
    const bytes = Buffer.from(file.document, 'utf8');
    return {
      deploymentId: file.deploymentId,
      root,
      ring: await keyRingOf(document),
      signed: { epoch: document.epoch, revision: document.revision, bytes },
      signers: await openSigners(read, this.#box, path),
    };
  }
}

/** The last key of a use signs, one for the whole deployment before one of an area. */
async function openSigners(read: ReadKeyFile, box: SecretBox, path: string): Promise<Map<KeyUse, SigningIdentity>> {
  const signers = new Map<KeyUse, SigningIdentity>();
  const areasFirst = [...read.document.keys].sort((a, b) => Number(a.scope === '*') - Number(b.scope === '*'));
  for (const key of areasFirst) {
    const signer = await openSigner(read, key, box);
    if (signer !== undefined) signers.set(key.use, signer);
  }
  const missing = KEY_USES.filter((use) => use !== MAY_BE_ELSEWHERE && !signers.has(use));
  if (missing.length > 0) throw new Error(`${path} has no key for: ${missing.join(', ')}`);
  return signers;
}

class FileKeys implements ChangingKeys {
  readonly #load: () => Promise<Loaded>;
  #loaded: Loaded;
  #signers: Loaded['signers'];

  constructor(load: () => Promise<Loaded>, loaded: Loaded) {
    this.#load = load;
    this.#loaded = loaded;
    this.#signers = loaded.signers;
  }

  get deploymentId() {
    return this.#loaded.deploymentId;
  }
  get root() {
    return this.#loaded.root;
  }
  get ring() {
    return this.#loaded.ring;
  }
  get signed() {
    return this.#loaded.signed;
  }

  signer(use: KeyUse): SigningIdentity {
    const signer = this.#signers.get(use);
    if (signer === undefined) throw new Error(`no key for ${use}`);
    return signer;
  }

  async stage(): Promise<StagedKeys | undefined> {
    const next = await this.#load();
    if (Buffer.compare(next.signed.bytes, this.#loaded.signed.bytes) === 0) return undefined;
    if (next.deploymentId !== this.deploymentId) throw new Error('the key file is now that of another deployment');
    this.#loaded = next;
    return {
      activate: () => {
        this.#signers = next.signers;
      },
    };
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
