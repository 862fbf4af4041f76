/** A real PostgreSQL that needs no installing: started, recovered, restarted and stopped together with the controller. */
import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataFolder } from './data-folder.ts';
import { accountForPostgres, type Launch, planLaunch } from './postgres-account.ts';
import { findPostgres } from './postgres-binaries.ts';
import { type Cluster, openCluster } from './postgres-cluster.ts';
import { clearLeftovers } from './postgres-leftovers.ts';
import { freePort, launchServer, type RunningServer, runOnce, urlOf } from './postgres-server.ts';

export const EMBEDDED_DATABASE = 'loa_lang';

/** Between attempts to bring a server back that ended by itself: at once, then slower, then every 30 s. */
const RESTART_DELAYS_MS = [0, 1_000, 5_000, 30_000];

export interface EmbeddedPostgresOptions {
  /** folder of the platform's package; found by itself when absent */
  packageFolder?: string;
  /** told of what an operator should know: leftovers stopped, a server that ended and is brought back */
  onNotice?: (notice: string) => void;
  /** for tests: nothing has to outlive a power cut, and many connect at once */
  throwaway?: boolean;
}

interface Prepared {
  postgresPath: string;
  cluster: Cluster;
  launch: Launch;
  port: number;
}

/** PostgreSQL under `<data folder>/postgres`. Whoever has the data folder's lock may start it. */
export class EmbeddedPostgres {
  readonly #folder: DataFolder;
  readonly #options: EmbeddedPostgresOptions;
  #running: RunningServer | undefined;
  readonly #stopping = new AbortController();

  constructor(folder: DataFolder, options: EmbeddedPostgresOptions = {}) {
    this.#folder = folder;
    this.#options = options;
  }

  /**
   * Starts it, whatever an earlier run left behind, and answers the URL of the controller's database. The URL stays the
   * same until `stop()`, also when the server dies and is brought back.
   */
  async start(): Promise<string> {
    const prepared = await this.#prepare();
    this.#running = await this.#launch(prepared);
    void this.#keepRunning(this.#running, prepared);
    const admin = urlOf(prepared.cluster, prepared.port, 'postgres');
    const found = await runOnce(admin, `SELECT 1 FROM pg_database WHERE datname = '${EMBEDDED_DATABASE}'`);
    if (found.rowCount === 0) await runOnce(admin, `CREATE DATABASE ${EMBEDDED_DATABASE}`);
    return urlOf(prepared.cluster, prepared.port, EMBEDDED_DATABASE);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running?.stop();
    this.#running = undefined;
  }

  async #prepare(): Promise<Prepared> {
    const binaries = await findPostgres(this.#options.packageFolder);
    const account = await accountForPostgres();
    const folders = [await realpath(this.#folder.path), dirname(await realpath(binaries.postgres))];
    const launch = await planLaunch(account, folders);
    const cluster = await openCluster(join(this.#folder.path, 'postgres'), binaries, launch, account);
    return { postgresPath: binaries.postgres, cluster, launch, port: await freePort() };
  }

  async #launch({ postgresPath, cluster, launch, port }: Prepared): Promise<RunningServer> {
    const { stopped } = await clearLeftovers(cluster.dataPath);
    if (stopped.length > 0) this.#options.onNotice?.(`stopped PostgreSQL of an earlier run (process ${stopped[0]})`);
    return launchServer(postgresPath, cluster, launch, port, this.#options.throwaway);
  }

  async #keepRunning(first: RunningServer, prepared: Prepared): Promise<void> {
    const { signal } = this.#stopping;
    await first.ended;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const delayMs = RESTART_DELAYS_MS[Math.min(attempt, RESTART_DELAYS_MS.length - 1)];
      await sleep(delayMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      this.#options.onNotice?.('PostgreSQL ended and is started again');
      try {
        const running = await this.#launch(prepared);
        this.#running = running;
        if (signal.aborted) return await running.stop();
        await running.ended;
        attempt = -1;
      } catch (error) {
        this.#options.onNotice?.(error instanceof Error ? error.message : String(error));
      }
    }
  }
}
