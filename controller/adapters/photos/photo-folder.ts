/** Photos in a folder, named by the hash of their bytes. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PhotoStore } from '../../ports/photo-store.ts';

const NAME = /^[0-9a-f]{64}$/;

export class PhotoFolder implements PhotoStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async keep(bytes: Uint8Array): Promise<string> {
    const fileName = createHash('sha256').update(bytes).digest('hex');
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const draft = join(this.#folder, `${fileName}.${randomBytes(6).toString('hex')}.part`);
    try {
      const file = await open(draft, 'wx', 0o600);
      await file
        .writeFile(bytes)
        .then(() => file.sync())
        .finally(() => file.close());
      await rename(draft, join(this.#folder, fileName));
    } finally {
      await rm(draft, { force: true });
    }
    return fileName;
  }

  async read(fileName: string): Promise<Uint8Array | undefined> {
    if (!NAME.test(fileName)) return undefined;
    return readFile(join(this.#folder, fileName)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
  }
}
