/** Folders for work under way, all under one that is emptied at the start. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkFolders } from '../../ports/uploads.ts';

export class WorkFolder implements WorkFolders {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async use<T>(work: (folder: string) => Promise<T>): Promise<T> {
    await mkdir(this.#root, { recursive: true });
    const folder = await mkdtemp(join(this.#root, 'work-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async clear(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }
}
