/** A radio station: a real Icecast, and ffmpeg that encodes what is spoken and sends it there. It can die in several ways. */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/mosquitto.ts';
import { Children } from './children.ts';
import { programOf } from './compared.ts';

export interface StationSetUp {
  burstBytes: number;
  /** options of ffmpeg */
  encoder: string[];
  mount: string;
  contentType: string;
}

const PASSWORD = 'only-for-benches';
export const PCM = ['-f', 's16le', '-ar', '48000', '-ac', '1'];
export const QUIET = ['-hide_banner', '-loglevel', 'error'];

const configuration = (folder: string, port: number, burstBytes: number): string => `<icecast>
  <limits><clients>300</clients><sources>2</sources><burst-on-connect>${burstBytes > 0 ? 1 : 0}</burst-on-connect><burst-size>${burstBytes}</burst-size></limits>
  <authentication><source-password>${PASSWORD}</source-password><admin-user>admin</admin-user><admin-password>${PASSWORD}</admin-password></authentication>
  <hostname>127.0.0.1</hostname>
  <listen-socket><port>${port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <paths><basedir>/usr/share/icecast2</basedir><logdir>${folder}</logdir><webroot>/usr/share/icecast2/web</webroot><adminroot>/usr/share/icecast2/admin</adminroot></paths>
  <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>2</loglevel></logging>
  ${process.getuid?.() === 0 ? '<security><chroot>0</chroot><changeowner><user>icecast2</user><group>icecast</group></changeowner></security>' : ''}
</icecast>
`;

/** It gives up root, and then must be able to write its logs. */
async function ownedByIcecast(folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'icecast2'], { encoding: 'utf8' }));
  await chown(folder, id('-u'), id('-g'));
}

export class Station {
  readonly port: number;
  readonly #set: StationSetUp;
  readonly #file: string;
  readonly #children: Children;
  #server: ChildProcess | undefined;
  #encoder: ChildProcess | undefined;

  private constructor(set: StationSetUp, port: number, file: string) {
    this.port = port;
    this.#set = set;
    this.#file = file;
    this.#children = new Children();
  }

  /** @param parent a folder that every user may enter */
  static async start(set: StationSetUp, parent: string): Promise<Station> {
    const folder = join(parent, set.mount);
    await mkdir(folder, { recursive: true });
    await ownedByIcecast(folder);
    const port = await freePort();
    const file = join(folder, 'icecast.xml');
    await writeFile(file, configuration(folder, port, set.burstBytes));
    const station = new Station(set, port, file);
    await station.launch();
    return station;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/${this.#set.mount}`;
  }

  /** of encoder and server */
  get pids(): number[] {
    return [this.#server, this.#encoder].flatMap((child) => (child?.pid === undefined ? [] : [child.pid]));
  }

  /** Begins to send, again after `kill`, at the same address. */
  async launch(): Promise<void> {
    this.#server = this.#children.start(programOf('icecast2', 'icecast2'), ['-c', this.#file]);
    for (let i = 0; !(await answers(this.port)); i++) {
      if (i > 50) throw new Error(`Icecast does not listen: ${this.#children.lastWords}`);
      await sleep(100);
    }
    const { contentType, mount, encoder } = this.#set;
    const target = `icecast://source:${PASSWORD}@127.0.0.1:${this.port}/${mount}`;
    const source = ['-content_type', contentType, '-flush_packets', '1', target];
    // it looks at its input for seconds unless told what it is
    const input = ['-probesize', '32', '-analyzeduration', '0', ...PCM, '-i', 'pipe:0'];
    const args = [...QUIET, ...input, ...encoder, ...source];
    this.#encoder = this.#children.start('ffmpeg', args, ['pipe', 'ignore', 'pipe']);
    this.#encoder.stdin?.on('error', () => undefined);
  }

  /** A block of a microphone. */
  take(block: Int16Array): void {
    if (this.#encoder?.stdin?.writable)
      this.#encoder.stdin.write(Buffer.from(block.buffer, block.byteOffset, block.byteLength));
  }

  /** The server is gone at once: connections are reset. */
  kill(): void {
    this.#server?.kill('SIGKILL');
    this.#encoder?.kill('SIGKILL');
  }

  /** Resolves when nothing of it runs any more. */
  async killed(): Promise<void> {
    this.kill();
    await this.#children.stop();
  }

  /** Connections stay and nothing comes any more. */
  stall(): void {
    this.#server?.kill('SIGSTOP');
  }

  resume(): void {
    this.#server?.kill('SIGCONT');
  }

  assertAlive(): void {
    this.#children.assertAlive();
  }

  async stop(): Promise<void> {
    this.resume();
    await this.#children.stop();
  }
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/status-json.xsl`).then(
    () => true,
    () => false,
  );
