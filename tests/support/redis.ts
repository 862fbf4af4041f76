/** A real Redis on a free port of loopback. Needs the Debian package; who lacks it is told the command. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { pathOf } from './debian-program.ts';
import { freePort } from './mosquitto.ts';

const PATHS = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'];
const INSTALL = 'apt-get install -y redis-server';

export const redisPath = (): string | undefined => pathOf({ name: 'Redis', paths: PATHS, install: INSTALL });

export class RedisServer {
  readonly port: number;
  readonly #path: string;
  readonly #settings: string[];
  #folder: string | undefined;
  #child: ChildProcess | undefined;

  private constructor(path: string, port: number, settings: string[]) {
    this.#path = path;
    this.port = port;
    this.#settings = settings;
  }

  /** @param settings as on the command line, e.g. `--maxmemory-policy`, `allkeys-lru` */
  static async start(settings: string[] = []): Promise<RedisServer> {
    const path = redisPath();
    if (path === undefined) throw new Error(`Redis is not installed: ${INSTALL}`);
    const server = new RedisServer(path, await freePort(), settings);
    await server.launch();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, again after `kill`, with what its folder holds. */
  async launch(): Promise<void> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'loa-redis-'));
    const own = ['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.#folder, '--appendonly', 'yes'];
    const child = spawn(this.#path, [...own, '--save', '', ...this.#settings], { stdio: 'ignore', cwd: '/' });
    this.#child = child;
    for (let i = 0; i < 200 && child.exitCode === null; i++) {
      const answered = await this.ask((redis) => redis.ping()).catch(() => undefined);
      if (answered === 'PONG') return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.stop();
    throw new Error(`Redis did not answer on ${this.port}`);
  }

  /** One call on a connection of its own. */
  async ask<T>(call: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return await call(redis);
    } finally {
      redis.disconnect();
    }
  }

  /** Hangs without closing anything. @returns what lets it go on */
  freeze(): () => void {
    const child = this.#child;
    child?.kill('SIGSTOP');
    return () => void child?.kill('SIGCONT');
  }

  /** `kill -9`; its folder stays. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    // a frozen one hears nothing else
    child.kill('SIGCONT');
    await gone;
  }
}
