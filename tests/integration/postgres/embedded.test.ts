import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, lstat, mkdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openDataFolder } from '@loa-lang/controller/embedded/data-folder';
import { LockHeldError } from '@loa-lang/controller/embedded/lock-file';
import { EmbeddedPostgres } from '@loa-lang/controller/embedded/postgres';
import { findPostgres } from '@loa-lang/controller/embedded/postgres-binaries';
import { postgresProcessesIn } from '@loa-lang/controller/embedded/postgres-leftovers';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/integration/postgres/controller-process.js', import.meta.url));
const isRoot = process.getuid?.() === 0;
/** "nobody" on every Linux */
const NOBODY = 65_534;

interface Said {
  url?: string;
  refused?: string;
  notice?: string;
}

describe('embedded PostgreSQL', () => {
  let dataDir: string;
  let children: ChildProcess[];
  const inData = () => postgresProcessesIn(join(dataDir, 'postgres', 'data'));

  beforeEach(async () => {
    dataDir = await temporaryFolder();
    children = [];
  });
  afterEach(async () => {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await eventually('PostgreSQL is gone', () => inData().length === 0);
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Starts a controller process and waits for its URL or refusal. */
  const start = async (identity: { uid?: number; gid?: number } = {}) => {
    const child = spawn(process.execPath, [PROGRAM, dataDir], { stdio: ['ignore', 'pipe', 'inherit'], ...identity });
    children.push(child);
    const notices: string[] = [];
    const outcome = await new Promise<Said>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const said: Said = JSON.parse(line);
        if (said.notice !== undefined) notices.push(said.notice);
        else resolve(said);
      });
    });
    return { child, notices, ...outcome };
  };

  const query = async (url: string | undefined, sql: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };

  const kill = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };

  it('is a durable UTF-8 server on loopback alone that asks for its password', async () => {
    const { url } = await start();
    const [settings] = await query(
      url,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
        current_setting('listen_addresses') AS listens, current_setting('server_encoding') AS encoding,
        current_setting('full_page_writes') AS pages, lower('ĐƯỜNG') AS lower`,
    );
    const expected = { fsync: 'on', commit: 'on', listens: '127.0.0.1', encoding: 'UTF8', pages: 'on', lower: 'đường' };
    expect(settings).toEqual(expected);
    const sorted = await query(url, `SELECT x FROM unnest(ARRAY['Đa', 'Da', 'Ea']) x ORDER BY x COLLATE "vi-x-icu"`);
    expect(sorted.map((row) => row.x)).toEqual(['Da', 'Đa', 'Ea']);
    const wrong = new URL(url ?? '');
    wrong.password = 'password';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password/);
    expect((await stat(join(dataDir, 'postgres', 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'postgres', 'data'))).mode & 0o077).toBe(0);
  });

  it('is stopped with its controller and keeps its data', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
    await kill(first.child, 'SIGTERM');
    expect(inData()).toEqual([]);
    const second = await start();
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    expect(second.notices).toEqual([]);
  });

  it('is not stopped by a Ctrl-C that is meant for the controller', async () => {
    const { child, url } = await start();
    const [server] = inData();
    const groupOf = async (pid: number | undefined) => (await readFile(`/proc/${pid}/stat`, 'latin1')).split(') ')[1];
    const sessions = await Promise.all([groupOf(child.pid), groupOf(server)]);
    const [controller, postgres] = sessions.map((fields) => fields?.split(' ')[3]);
    expect(controller).not.toBe(postgres);
    await query(url, 'SELECT 1');
  });

  it('dies with a controller that is killed, and the next start goes on', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
    await kill(first.child, 'SIGKILL');
    await eventually('the server has followed', () => inData().length === 0);
    const second = await start();
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('starts at once after a kill, also while the old server still runs', async () => {
    let last = await start();
    await query(last.url, 'CREATE TABLE kept(n int)');
    for (let round = 1; round <= 5; round += 1) {
      await query(last.url, `INSERT INTO kept VALUES (${round})`);
      await kill(last.child, 'SIGKILL');
      last = await start();
    }
    expect(await query(last.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 5 }]);
  });

  it('stops an orphan whose guard was killed too', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
    const [server] = inData();
    const parent = Number((await readFile(`/proc/${server}/stat`, 'latin1')).split(') ')[1]?.split(' ')[1]);
    process.kill(parent, 'SIGSTOP');
    const watchers = await childrenOf(parent);
    for (const pid of [...watchers.filter((pid) => pid !== server), parent]) process.kill(pid, 'SIGKILL');
    await kill(first.child, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(inData()).toContain(server);
    const second = await start();
    expect(second.notices).toEqual([expect.stringContaining('stopped PostgreSQL of an earlier run')]);
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('is brought back on the same port when it dies alone', async () => {
    const { url } = await start();
    await query(url, 'CREATE TABLE kept AS SELECT 7 AS n');
    const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    process.kill(Number.parseInt(await readFile(pidFile, 'utf8'), 10), 'SIGKILL');
    const back = (): Promise<boolean> =>
      query(url, 'SELECT n FROM kept').then(
        (rows) => rows[0]?.n === 7,
        () => false,
      );
    await eventually('the server answers again', back);
  });

  it('refuses a folder that a live controller owns, and only that', async () => {
    const { child, url } = await start();
    const second = await start();
    expect(second.refused).toMatch(new RegExp(`held by the live process ${child.pid}`));
    await query(url, 'SELECT 1');
    await expect(openDataFolder(dataDir)).rejects.toThrow(LockHeldError);
    await kill(child, 'SIGKILL');
    const folder = await openDataFolder(dataDir);
    await expect(openDataFolder(dataDir)).rejects.toThrow(LockHeldError);
    await folder.release();
    await (await openDataFolder(dataDir)).release();
  });

  it('waits for an owner that is stopping', async () => {
    const folder = await openDataFolder(dataDir);
    const waiting = openDataFolder(dataDir, 30_000);
    setTimeout(() => void folder.release(), 500);
    await (await waiting).release();
  });

  it('takes over a lock whose process number now belongs to somebody else, or that a power cut zeroed', async () => {
    const lockPath = join(dataDir, 'controller.lock');
    const folder = await openDataFolder(dataDir);
    const own = JSON.parse(await readFile(lockPath, 'utf8'));
    await folder.release();
    const dead = [
      JSON.stringify({ ...own, startTicks: '1' }),
      JSON.stringify({ ...own, pid: 1, startTicks: '999999999999' }),
      JSON.stringify({ ...own, bootId: 'another' }),
      '\0\0\0\0',
      '',
    ];
    for (const content of dead) {
      await writeFile(lockPath, content);
      await (await openDataFolder(dataDir)).release();
    }
  });

  it('gives a dead lock to exactly one of many that want it', async () => {
    await writeFile(join(dataDir, 'controller.lock'), '');
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => openDataFolder(dataDir)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('does not mistake a stranger for its server', async () => {
    const first = await start();
    await kill(first.child, 'SIGTERM');
    // this very process is alive and has the number in the file
    const content = `${process.pid}\n${join(dataDir, 'postgres', 'data')}\n1\n5432\n\n127.0.0.1\n0 0\nready   \n`;
    await writeFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), content);
    const second = await start();
    expect(second.url).toBeDefined();
  });

  it('finishes a set-up that was cut off in the middle', async () => {
    const folder = join(dataDir, 'postgres');
    await mkdir(join(folder, 'data.new', 'base'), { recursive: true });
    await writeFile(join(folder, 'data.new', 'PG_VERSION'), '18\n');
    await query((await start()).url, 'SELECT 1');
  });

  it('finds its way back into a cluster whose password file was lost', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
    await kill(first.child, 'SIGKILL');
    await unlink(join(dataDir, 'postgres', 'password'));
    const second = await start();
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    await kill(second.child, 'SIGTERM');
    expect(await query((await start()).url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  it('says what to do with the folder of another major version', async () => {
    await mkdir(join(dataDir, 'postgres', 'data'), { recursive: true });
    await writeFile(join(dataDir, 'postgres', 'data', 'PG_VERSION'), '16\n');
    expect((await start()).refused).toMatch(/made by PostgreSQL 16 and this is \d+: dump and restore/);
  });

  it('works when the package was installed with its scripts switched off', async () => {
    const { postgres } = await findPostgres();
    const installed = join(postgres, '..', '..', '..');
    const copy = await temporaryFolder();
    await cp(installed, copy, { recursive: true, verbatimSymlinks: true });
    const links: { target: string }[] = JSON.parse(await readFile(join(copy, 'native', 'pg-symlinks.json'), 'utf8'));
    for (const { target } of links) await unlink(join(copy, target)).catch(() => undefined);
    await chmod(join(copy, 'native', 'bin', 'postgres'), 0o644);
    const folder = await openDataFolder(dataDir);
    const embedded = new EmbeddedPostgres(folder, { packageFolder: copy });
    await query(await embedded.start(), `SELECT 'a' COLLATE "vi-x-icu"`);
    await embedded.stop();
    await folder.release();
    for (const { target } of links) expect((await lstat(join(copy, target))).isSymbolicLink()).toBe(true);
    await rm(copy, { recursive: true });
  });

  it.runIf(isRoot)('runs as root in a folder that nobody else may enter, under an account of its own', async () => {
    await chmod(dataDir, 0o700);
    const { url } = await start();
    await query(url, 'SELECT 1');
    const [server] = inData();
    expect((await stat(`/proc/${server}`)).uid).not.toBe(0);
  });

  it.runIf(isRoot)('runs as an ordinary user', async () => {
    await chown(dataDir, NOBODY, NOBODY);
    const { url, refused } = await start({ uid: NOBODY, gid: NOBODY });
    expect(refused).toBeUndefined();
    await query(url, 'SELECT 1');
    const [server] = inData();
    expect((await stat(`/proc/${server}`)).uid).toBe(NOBODY);
  });
});

const childrenOf = async (pid: number): Promise<number[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(/\s+/).filter(Boolean).map(Number);
};
