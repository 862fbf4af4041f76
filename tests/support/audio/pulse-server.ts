/** A private PulseAudio server with a null sink, whose monitor is the microphone in front of the loudspeaker. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const hasPrograms = (...names: string[]): boolean =>
  names.every((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0);

export class PulseServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'loa-pulse-'));
  readonly server = `unix:${join(this.folder, 'native')}`;
  #child: ChildProcess | undefined;
  #before: string | undefined;

  /** Players started by this process find it through PULSE_SERVER. */
  async start(): Promise<void> {
    this.#child = spawn(
      'pulseaudio',
      [
        '-n',
        '--daemonize=no',
        '--exit-idle-time=-1',
        '--use-pid-file=no',
        '--load=module-null-sink sink_name=horn rate=48000 channels=1',
        `--load=module-native-protocol-unix auth-anonymous=1 socket=${join(this.folder, 'native')}`,
      ],
      { stdio: 'ignore', env: { ...process.env, XDG_RUNTIME_DIR: this.folder, HOME: this.folder } },
    );
    this.#before = process.env.PULSE_SERVER;
    process.env.PULSE_SERVER = this.server;
    for (let tries = 0; tries < 100; tries++) {
      if (spawnSync('pactl', ['-s', this.server, 'info']).status === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('pulseaudio does not answer');
  }

  async stop(): Promise<void> {
    if (this.#before === undefined) delete process.env.PULSE_SERVER;
    else process.env.PULSE_SERVER = this.#before;
    const child = this.#child;
    if (child !== undefined && child.exitCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Records the monitor from now on, noting when on the monotonic clock its first sample was heard. */
export class MonitorRecording {
  readonly #child = spawn('parec', [
    '--device=horn.monitor',
    '--raw',
    '--format=s16le',
    '--rate=48000',
    '--channels=1',
    '--latency-msec=10',
  ]);
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #firstSampleAt = Infinity;

  async start(): Promise<void> {
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#bytes += chunk.length;
      // the least delayed chunk is nearest to the truth
      this.#firstSampleAt = Math.min(this.#firstSampleAt, Number(process.hrtime.bigint()) / 1e6 - this.#bytes / 96);
    });
    await new Promise((resolve) => this.#child.stdout.once('data', resolve));
  }

  get firstSampleAt(): number {
    return this.#firstSampleAt;
  }

  async stop(): Promise<Float32Array> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await gone;
    const bytes = Buffer.concat(this.#chunks);
    return Float32Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readInt16LE(i * 2) / 32768);
  }
}
