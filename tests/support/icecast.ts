/** A real Icecast on a free port of loopback. Needs the Debian package; who lacks it is told the command. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from './debian-program.ts';
import { freePort, listens } from './mosquitto.ts';

const PATHS = ['/usr/bin/icecast2', '/usr/bin/icecast', '/usr/local/bin/icecast'];
const INSTALL = 'apt-get install -y --no-install-recommends icecast2';

export const icecastPath = (): string | undefined => pathOf({ name: 'Icecast', paths: PATHS, install: INSTALL });

export interface IcecastOptions {
  /** given at once to whoever connects; Debian's own configuration gives 64 KiB */
  burstBytes?: number;
}

const configOf = (port: number, folder: string, burstBytes: number): string => `<icecast>
  <limits><clients>300</clients><sources>10</sources><source-timeout>20</source-timeout><burst-on-connect>${burstBytes > 0 ? 1 : 0}</burst-on-connect><burst-size>${burstBytes}</burst-size></limits>
  <authentication><source-password>source</source-password><admin-user>admin</admin-user><admin-password>admin</admin-password></authentication>
  <hostname>127.0.0.1</hostname>
  <listen-socket><port>${port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <paths><basedir>${folder}</basedir><logdir>${folder}</logdir><webroot>${folder}</webroot><adminroot>${folder}</adminroot></paths>
  <logging><loglevel>1</loglevel></logging>
  ${process.getuid?.() === 0 ? '<security><changeowner><user>nobody</user><group>nogroup</group></changeowner></security>' : ''}
</icecast>
`;

export class Icecast {
  readonly port: number;
  readonly #path: string;
  readonly #burstBytes: number;
  #folder: string | undefined;
  #child: ChildProcess | undefined;

  private constructor(path: string, port: number, burstBytes: number) {
    this.#path = path;
    this.#burstBytes = burstBytes;
    this.port = port;
  }

  /** @throws when it does not listen within 5 s */
  static async start({ burstBytes = 65_535 }: IcecastOptions = {}): Promise<Icecast> {
    const path = icecastPath();
    if (path === undefined) throw new Error(`Icecast is not installed: ${INSTALL}`);
    const icecast = new Icecast(path, await freePort(), burstBytes);
    await icecast.launch();
    return icecast;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Connections stay and nothing comes any more. */
  stall(): void {
    this.#child?.kill('SIGSTOP');
  }

  url(mount: string): string {
    return `http://127.0.0.1:${this.port}/${mount}`;
  }

  /** Where a source goes, for ffmpeg. */
  sourceUrl(mount: string): string {
    return `icecast://source:source@127.0.0.1:${this.port}/${mount}`;
  }

  /** Starts it, again after `kill`, on the same port. */
  async launch(): Promise<void> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'loa-icecast-'));
    // it gives up root's rights
    await chmod(this.#folder, 0o777);
    const file = join(this.#folder, 'icecast.xml');
    await writeFile(file, configOf(this.port, this.#folder, this.#burstBytes));
    const child = spawn(this.#path, ['-c', file], { stdio: 'ignore' });
    this.#child = child;
    for (let i = 0; i < 100 && child.exitCode === null; i++) {
      if (await listens(this.port)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.stop();
    throw new Error(`Icecast did not listen on ${this.port}`);
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }
}
