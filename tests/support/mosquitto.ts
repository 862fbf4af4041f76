/** A real Mosquitto on a free port of loopback. Needs the Debian package; who lacks it is told the command. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from './debian-program.ts';

const PATHS = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto', '/usr/local/sbin/mosquitto'];
const INSTALL = 'apt-get install -y mosquitto';

export const mosquittoPath = (): string | undefined => pathOf({ name: 'Mosquitto', paths: PATHS, install: INSTALL });

export interface MosquittoOptions {
  /** to come back at the same place */
  port?: number;
  /** extra lines of mosquitto.conf */
  config?: string[];
}

export class Mosquitto {
  readonly port: number;
  private readonly path: string;
  private readonly config: string[];
  private folder: string | undefined;
  private child: ChildProcess | undefined;

  private constructor(path: string, port: number, config: string[]) {
    this.path = path;
    this.port = port;
    this.config = config;
  }

  /** @throws when it does not listen within 5 s. */
  static async start(options: MosquittoOptions = {}): Promise<Mosquitto> {
    const path = mosquittoPath();
    if (path === undefined) throw new Error(`Mosquitto is not installed: ${INSTALL}`);
    const broker = new Mosquitto(path, options.port ?? (await freePort()), options.config ?? []);
    await broker.launch();
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts it, again after `stop` or `kill`, on the same port. Nothing persists: retained messages are gone. */
  async launch(): Promise<void> {
    this.folder ??= await mkdtemp(join(tmpdir(), 'loa-mosquitto-'));
    const file = join(this.folder, 'mosquitto.conf');
    const base = [`listener ${this.port} 127.0.0.1`, 'persistence false', 'log_dest none', 'max_queued_messages 5000'];
    const rest = this.config.some((line) => line.startsWith('allow_anonymous')) ? [] : ['allow_anonymous true'];
    await writeFile(file, `${[...base, ...rest, ...this.config].join('\n')}\n`);
    const child = spawn(this.path, ['-c', file], { stdio: 'ignore' });
    this.child = child;
    for (let i = 0; i < 100; i++) {
      if (child.exitCode !== null) break;
      if (await listens(this.port)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.stop();
    throw new Error(`Mosquitto did not listen on ${this.port}`);
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    if (this.folder !== undefined) await rm(this.folder, { recursive: true, force: true });
    this.folder = undefined;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    await gone;
  }
}

/** Mosquitto with a configuration that the controller wrote. */
export class GeneratedMosquitto {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @throws when it does not listen. */
  static async start(configFile: string, port: number, pidFile: string): Promise<GeneratedMosquitto> {
    const path = mosquittoPath();
    if (path === undefined) throw new Error(`Mosquitto is not installed: ${INSTALL}`);
    // what Debian's own file says beside what it includes; as root it would give its rights up and not read our folder
    const main = `${configFile}.main`;
    const user = process.getuid?.() === 0 ? ['user root'] : [];
    const lines = [`include_dir ${configFile}.d`, `pid_file ${pidFile}`, 'log_dest none', ...user, ''];
    await mkdir(`${configFile}.d`, { recursive: true });
    await copyFile(configFile, join(`${configFile}.d`, 'loa-lang.conf'));
    await writeFile(main, lines.join('\n'));
    const child = spawn(path, ['-c', main], { stdio: 'ignore' });
    for (let i = 0; i < 100 && child.exitCode === null; i++) {
      if (await listens(port)) return new GeneratedMosquitto(child);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`Mosquitto did not listen on ${port}`);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.kill('SIGTERM');
    await gone;
  }
}

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** Whether somebody takes connections there. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
