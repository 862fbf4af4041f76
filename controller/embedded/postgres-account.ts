/** As whom PostgreSQL runs. It refuses to run as root, so root starts it under an account without privileges. */
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The name Debian, Red Hat and Alpine packages use too. */
const ACCOUNT = 'postgres';

export interface Account {
  uid: number;
  gid: number;
}

const findAccount = async (): Promise<Account | undefined> => {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  const fields = lines.map((line) => line.split(':')).find(([name]) => name === ACCOUNT);
  return fields === undefined ? undefined : { uid: Number(fields[2]), gid: Number(fields[3]) };
};

/** `undefined`: this process is not root, PostgreSQL runs as it. Makes the account when it is not there. */
export const accountForPostgres = async (): Promise<Account | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const found = await findAccount();
  if (found !== undefined) return found;
  await run('groupadd', ['--system', '--force', ACCOUNT]);
  const options = ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', '--gid', ACCOUNT];
  await run('useradd', [...options, ACCOUNT]);
  const made = await findAccount();
  if (made === undefined) throw new Error(`The account ${ACCOUNT}, under which PostgreSQL runs, could not be made.`);
  return made;
};

const mayEnter = async (folder: string, account: Account): Promise<boolean> => {
  const { mode, uid, gid } = await stat(folder);
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return (mode & (1 << shift)) !== 0;
};

/** Folders from the root down to `path` that the account cannot pass. */
const closedFolders = async (path: string, account: Account): Promise<string[]> => {
  const parent = dirname(path);
  const above = parent === path ? [] : await closedFolders(parent, account);
  return (await mayEnter(path, account)) ? above : [...above, path];
};

/** How to start a program under the account. */
export interface Launch {
  /** goes before the program on the command line */
  prefix: string[];
  /** for `spawn` */
  identity: Partial<Account>;
}

/**
 * A checkout below root's closed home folder cannot be reached by another account. Opening the home to all would be
 * worse than what is done here: the program keeps the one capability of passing closed folders.
 * @throws with a sentence for the operator when there is no way.
 */
export const planLaunch = async (account: Account | undefined, folders: string[]): Promise<Launch> => {
  if (account === undefined) return { prefix: [], identity: {} };
  const closed = (await Promise.all(folders.map((folder) => closedFolders(folder, account)))).flat();
  const [firstClosed] = closed;
  if (firstClosed === undefined) return { prefix: [], identity: account };
  const identity = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  for (const capability of ['dac_read_search', 'dac_override']) {
    const options = [...identity, `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`];
    const works = await run('setpriv', [...options, 'ls', firstClosed]).then(
      () => true,
      () => false,
    );
    if (works) return { prefix: ['setpriv', ...options], identity: {} };
  }
  throw new Error(
    `PostgreSQL does not run as root, and its account ${ACCOUNT} cannot enter ${firstClosed}. ` +
      'Run as an ordinary user, or put program and data into a folder that others may enter.',
  );
};
