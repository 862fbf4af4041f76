/** The highest epoch ever used, kept outside the database, so that a restored database cannot forget it. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A point in the life of a database; a later look at the same database never finds an earlier one. */
export interface DatabaseMark {
  /** of the PostgreSQL cluster, made by initdb */
  systemId: string;
  /** of the database within it */
  databaseOid: string;
  /** how much the cluster has ever written and flushed, bytes */
  walBytes: string;
  /** sum of the revisions of all signed documents, which only grows */
  revisions: string;
}

export interface EpochRecord {
  epoch: number;
  mark: DatabaseMark | undefined;
}

export interface EpochFile {
  /** `undefined` on the very first start. @throws when the file is there but unreadable. */
  read(): Promise<EpochRecord | undefined>;
  /** Durable when it resolves. */
  write(record: EpochRecord): Promise<void>;
}

const parse = (text: string, path: string): EpochRecord => {
  try {
    const { epoch, mark } = JSON.parse(text);
    if (Number.isSafeInteger(epoch) && epoch >= 1) return { epoch, mark };
  } catch {
    // said below
  }
  throw new Error(`${path} is damaged. Write {"epoch": N} into it, N at least the highest epoch the devices know.`);
};

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** `<dataDir>/highest-epoch.json`, replaced as a whole and flushed before it counts. */
export const openEpochFile = (dataDir: string): EpochFile => {
  const path = join(dataDir, 'highest-epoch.json');
  let writing: Promise<unknown> = Promise.resolve();
  const replace = async (record: EpochRecord): Promise<void> => {
    const handle = await open(`${path}.new`, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(record)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${path}.new`, path);
    await syncFolder(dirname(path));
  };
  return {
    read: async () => {
      try {
        return parse(await readFile(path, 'utf8'), path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write: (record) => {
      const written = writing.then(() => replace(record));
      writing = written.catch(() => undefined);
      return written;
    },
  };
};
