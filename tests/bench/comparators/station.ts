/** A radio station: a real Icecast, and ffmpeg that encodes what is spoken and sends it there. It can die in several ways. */
import type { ChildProcess } from 'node:child_process';
import { Icecast } from '../../support/icecast.ts';
import { Children } from './children.ts';

export interface StationSetUp {
  burstBytes: number;
  /** options of ffmpeg */
  encoder: string[];
  mount: string;
  contentType: string;
}

export const PCM = ['-f', 's16le', '-ar', '48000', '-ac', '1'];
export const QUIET = ['-hide_banner', '-loglevel', 'error'];

export class Station {
  readonly #set: StationSetUp;
  readonly #server: Icecast;
  #children = new Children();
  #encoder: ChildProcess | undefined;

  private constructor(set: StationSetUp, server: Icecast) {
    this.#set = set;
    this.#server = server;
  }

  static async start(set: StationSetUp): Promise<Station> {
    const station = new Station(set, await Icecast.start({ burstBytes: set.burstBytes }));
    station.#send();
    return station;
  }

  get port(): number {
    return this.#server.port;
  }

  get url(): string {
    return this.#server.url(this.#set.mount);
  }

  /** of encoder and server */
  get pids(): number[] {
    return [this.#server.pid, this.#encoder?.pid].filter((pid) => pid !== undefined);
  }

  /** A block of a microphone. */
  take(block: Int16Array): void {
    const input = this.#encoder?.stdin;
    if (input?.writable) input.write(Buffer.from(block.buffer, block.byteOffset, block.byteLength));
  }

  /** Server and encoder are gone at once: connections are reset. */
  async kill(): Promise<void> {
    this.#encoder?.kill('SIGKILL');
    await this.#server.kill();
    await this.#children.stop();
  }

  /** Connections stay and nothing comes any more. */
  stall(): void {
    this.#server.stall();
  }

  /** Sends again at the same address, whatever became of it; what has gathered in between is not sent. */
  async revive(): Promise<void> {
    await this.kill();
    this.#children = new Children();
    await this.#server.launch();
    this.#send();
  }

  assertAlive(): void {
    this.#children.assertAlive();
  }

  async stop(): Promise<void> {
    await this.kill();
    await this.#server.stop();
  }

  #send(): void {
    const { contentType, mount, encoder } = this.#set;
    const output = ['-content_type', contentType, '-flush_packets', '1', this.#server.sourceUrl(mount)];
    // it looks at its input for seconds unless told what it is
    const input = ['-probesize', '32', '-analyzeduration', '0', ...PCM, '-i', 'pipe:0'];
    const args = [...QUIET, ...input, ...encoder, ...output];
    this.#encoder = this.#children.start('ffmpeg', args, ['pipe', 'ignore', 'pipe']);
    this.#encoder.stdin?.on('error', () => undefined);
  }
}
