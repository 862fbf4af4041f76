/** One run of the PostgreSQL server as a child that cannot outlive this process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Launch } from './postgres-account.ts';
import { type Cluster, DATABASE_USER, serverEnvironment } from './postgres-cluster.ts';

/**
 * The shell starts the server and waits for it; its standard input is a pipe from us that nobody writes to. When this
 * process dies, even by `kill -9`, the pipe ends and the server is told to shut down fast.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
( cat <&3 >/dev/null; kill -INT $server 2>/dev/null ) &
watcher=$!
exec 3<&-
wait $server
code=$?
kill $watcher 2>/dev/null
exit $code
`;

/** Recovery after a crash replays at most what was written since the last checkpoint; this bounds even a slow card. */
const READY_WITHIN_MS = 300_000;

/** What is lost with the machine's power need not be there: thousands of small databases are made, and thrown away. */
const THROWAWAY = {
  ...{ max_connections: 400, fsync: 'off', full_page_writes: 'off' },
  // each is gone before it would need tending
  autovacuum: 'off',
};

const settings = (port: number, isThrowaway: boolean): string[] =>
  Object.entries({
    listen_addresses: '127.0.0.1',
    port,
    // a path of a socket is limited to 107 bytes, and a data folder may lie deeper
    unix_socket_directories: '',
    // two pools of interactive and background work, locks and the job queue, several times over
    max_connections: 60,
    shared_buffers: '64MB',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // seven files, one a weekday, each begun anew: the log never fills the disk by age
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_rotation_age: '1d',
    log_truncate_on_rotation: 'on',
    log_min_messages: 'warning',
    ...(isThrowaway && THROWAWAY),
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

export const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return address.port;
};

export const urlOf = (cluster: Cluster, port: number, database: string): string =>
  `postgresql://${DATABASE_USER}:${cluster.password}@127.0.0.1:${port}/${database}`;

/** Runs one statement on a connection of its own. */
export const runOnce = async (databaseUrl: string, sql: string): Promise<pg.QueryResult> => {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
};

export interface RunningServer {
  /** settles when the server has ended, for whatever reason */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts the server and waits until it answers. @throws with the server's own last words when it ends instead. */
export const launchServer = async (
  postgresPath: string,
  cluster: Cluster,
  launch: Launch,
  port: number,
  isThrowaway = false,
): Promise<RunningServer> => {
  const logPath = `${cluster.dataPath}.start.log`;
  const log = await open(logPath, 'w', 0o600);
  const command = [...launch.prefix, '/bin/sh', '-c', GUARD, 'sh', postgresPath, '-D', cluster.dataPath];
  const [program, ...args] = [...command, ...settings(port, isThrowaway)];
  const child = spawn(program as string, args, {
    ...launch.identity,
    cwd: '/',
    env: serverEnvironment,
    // in a session of its own: Ctrl-C is for the controller, which stops the server last
    detached: true,
    stdio: ['pipe', 'ignore', log.fd],
  });
  const ended = endOf(child);
  await log.close();
  const running: RunningServer = {
    ended,
    stop: async () => {
      child.stdin?.destroy();
      await ended;
    },
  };
  if (await answers(urlOf(cluster, port, 'postgres'), ended)) return running;
  await running.stop();
  const lastWords = (await readFile(logPath, 'utf8')).trim().split('\n').slice(-5).join('\n');
  throw new Error(`PostgreSQL did not start on ${cluster.dataPath}:\n${lastWords}`);
};

const endOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.stdin?.on('error', () => undefined);
    child.once('error', () => resolve());
    child.once('exit', () => {
      child.stdin?.destroy();
      resolve();
    });
  });

const answers = async (url: string, ended: Promise<void>): Promise<boolean> => {
  let gone = false;
  void ended.then(() => {
    gone = true;
  });
  for (let waitedMs = 0; waitedMs < READY_WITHIN_MS && !gone; waitedMs += 50) {
    const ready = await runOnce(url, 'SELECT 1').then(
      () => true,
      () => false,
    );
    if (ready) return !gone;
    await sleep(50);
  }
  return false;
};
