/**
 * A yard with a loudspeaker and a microphone, inside a private PulseAudio server: what is played into `horn` comes into
 * the `yard` over a road whose loss can be set, beside whatever else sounds there; the yard's monitor is the microphone.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { noise } from '../../unit/device-agent/hearing/rooms.ts';
import { PulseServer } from './pulse-server.ts';

export const MICROPHONE = { kind: 'pulse', device: 'yard.monitor' } as const;

export class PulseYard {
  readonly #server = new PulseServer();
  readonly #playing = new Set<ChildProcess>();

  async start(): Promise<void> {
    await this.#server.start();
    this.#pactl('load-module', 'module-null-sink', 'sink_name=yard', 'rate=48000', 'channels=1');
    const road = ['source=horn.monitor', 'sink=yard', 'latency_msec=60', 'source_dont_move=1', 'sink_dont_move=1'];
    this.#pactl('load-module', 'module-loopback', ...road);
    // no place is without any sound
    this.play(noise(10 * 48_000, -75, 3), 'yard', true);
  }

  async stop(): Promise<void> {
    for (const child of this.#playing) child.kill('SIGKILL');
    await this.#server.stop();
  }

  /** dB on the way from the loudspeaker to the microphone. */
  loss(db: number): void {
    const list = this.#pactl('list', 'short', 'sink-inputs');
    const road = list.split('\n').find((line) => line.includes('module-loopback'));
    const index = road?.split('\t')[0];
    if (index === undefined) throw new Error(`no road in:\n${list}`);
    this.#pactl('set-sink-input-volume', index, `${-db}dB`);
  }

  /** The amplifier's plug is pulled: nothing comes out of the loudspeaker, whatever goes in. */
  unplug(isOut: boolean): void {
    const list = this.#pactl('list', 'short', 'sink-inputs');
    const index =
      list
        .split('\n')
        .find((line) => line.includes('module-loopback'))
        ?.split('\t')[0] ?? '';
    this.#pactl('set-sink-input-mute', index, isOut ? '1' : '0');
  }

  /** Another program sounds. @returns how to end it */
  play(samples: Float32Array, sink: 'horn' | 'yard', again = false): () => void {
    const args = [
      '--raw',
      '--format=float32le',
      '--rate=48000',
      '--channels=1',
      `--device=${sink}`,
      '--latency-msec=200',
    ];
    const child = spawn('pacat', args, { stdio: ['pipe', 'ignore', 'ignore'] });
    this.#playing.add(child);
    child.on('exit', () => this.#playing.delete(child));
    child.stdin.on('error', () => undefined);
    const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
    const write = (): void => {
      child.stdin.write(bytes, (error) => {
        if (error === undefined || error === null) again ? write() : child.stdin.end();
      });
    };
    write();
    return () => child.kill('SIGKILL');
  }

  #pactl(...args: string[]): string {
    const done = spawnSync('pactl', args, { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`pactl ${args.join(' ')}: ${done.stderr}`);
    return done.stdout;
  }
}
