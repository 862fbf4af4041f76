/** The cluster on disk: made once with `initdb`, in a way that a power cut in the middle leaves nothing half-made. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Account, Launch } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { clearLeftovers } from './postgres-leftovers.ts';

const run = promisify(execFile);

export const DATABASE_USER = 'loa';

export interface Cluster {
  /** PostgreSQL's own data folder */
  dataPath: string;
  /** of the superuser `DATABASE_USER` */
  password: string;
}

/** Nothing of the operator's PG… or locale variables reaches the server; its messages are plain English. */
export const serverEnvironment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };

const readIfThere = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').then(
    (text) => text.trim() || undefined,
    () => undefined,
  );

const newPassword = (): string => randomBytes(24).toString('base64url');

const keepPassword = async (path: string, password: string): Promise<void> => {
  await writeFile(`${path}.new`, `${password}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
};

const initialise = async (
  dataPath: string,
  password: string,
  binaries: PostgresBinaries,
  launch: Launch,
  account: Account | undefined,
): Promise<void> => {
  const fresh = `${dataPath}.new`;
  const passwordFile = `${dataPath}.password`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account !== undefined) {
    await chown(fresh, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  // C.UTF-8 from PostgreSQL itself: its order never changes with the system's libraries, so no index ever goes bad.
  // Vietnamese order is asked for where a list is shown (COLLATE "vi-x-icu").
  const [program, ...args] = [
    ...launch.prefix,
    binaries.initdb,
    `--pgdata=${fresh}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  try {
    await run(program as string, args, { ...launch.identity, cwd: '/', env: serverEnvironment });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, dataPath);
};

/** Gives the role another password without knowing the old one: in single-user mode nobody is asked for one. */
const resetPassword = async (cluster: Cluster, binaries: PostgresBinaries, launch: Launch): Promise<void> => {
  await clearLeftovers(cluster.dataPath);
  const [program, ...args] = [...launch.prefix, binaries.postgres, '--single', '-D', cluster.dataPath, 'postgres'];
  const running = run(program as string, args, { ...launch.identity, cwd: '/', env: serverEnvironment });
  running.child.stdin?.end(`ALTER ROLE ${DATABASE_USER} PASSWORD '${cluster.password}'\n`);
  await running;
};

/** Opens `<folder>/postgres`, or makes it. @throws with a sentence when another major version made the folder. */
export const openCluster = async (
  folder: string,
  binaries: PostgresBinaries,
  launch: Launch,
  account: Account | undefined,
): Promise<Cluster> => {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
  const dataPath = join(folder, 'data');
  const passwordPath = join(folder, 'password');
  const kept = await readIfThere(passwordPath);
  const version = await readIfThere(join(dataPath, 'PG_VERSION'));
  if (version === undefined) {
    const password = kept ?? newPassword();
    // before the cluster is there, so that there never is one whose password nobody knows
    await keepPassword(passwordPath, password);
    await initialise(dataPath, password, binaries, launch, account);
    return { dataPath, password };
  }
  const { stdout } = await run(binaries.postgres, ['--version']);
  const own = /(\d+)/.exec(stdout)?.[1];
  if (version !== own) {
    throw new Error(`${dataPath} was made by PostgreSQL ${version} and this is ${own}: dump and restore are needed.`);
  }
  if (kept !== undefined) return { dataPath, password: kept };
  // the file was lost, which is no reason to keep a commune from its data
  const cluster = { dataPath, password: newPassword() };
  await resetPassword(cluster, binaries, launch);
  await keepPassword(passwordPath, cluster.password);
  return cluster;
};
