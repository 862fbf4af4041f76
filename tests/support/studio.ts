/** A station's studio: sound of its own making, encoded as it is made and sent to an Icecast, until something happens. */
import { type ChildProcess, spawn } from 'node:child_process';

const FORMATS = {
  mp3: ['-c:a', 'libmp3lame', '-b:a', '128k', '-content_type', 'audio/mpeg', '-f', 'mp3'],
  ogg: ['-c:a', 'libvorbis', '-b:a', '96k', '-content_type', 'application/ogg', '-f', 'ogg'],
  aac: ['-c:a', 'aac', '-b:a', '96k', '-content_type', 'audio/aac', '-f', 'adts'],
} as const;
const RATE = 44_100;
const STEP_MS = 50;

export class Studio {
  readonly #child: ChildProcess;
  readonly #timer: NodeJS.Timeout;
  readonly #began = performance.now();
  #made = 0;
  #stalled = false;
  #sounds = true;
  /** instants at which clicks were made, ms of `Date.now()` */
  readonly clicks: number[] = [];
  #clickAt: number | undefined;

  /** @param url of `Icecast.sourceUrl`, or a file's name */
  constructor(url: string, format: keyof typeof FORMATS = 'mp3') {
    const input = ['-f', 's16le', '-ar', String(RATE), '-ac', '1', '-i', 'pipe:0'];
    const args = ['-hide_banner', '-loglevel', 'error', ...input, ...FORMATS[format], '-flush_packets', '1', url];
    this.#child = spawn('ffmpeg', args, { stdio: ['pipe', 'ignore', 'inherit'] });
    this.#child.stdin?.on('error', () => undefined);
    this.#timer = setInterval(() => this.#make(), STEP_MS);
  }

  /** From now on nothing is to be heard, though it goes on sending. */
  silence(): void {
    this.#sounds = false;
  }

  sound(): void {
    this.#sounds = true;
  }

  /** Nothing is sent any more, and the connection stays. */
  stall(): void {
    this.#stalled = true;
    this.#child.kill('SIGSTOP');
  }

  /** A second of silence, then one loud moment. */
  click(): void {
    this.#clickAt = this.#made + RATE;
  }

  async kill(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.kill('SIGKILL');
    await gone;
  }

  #make(): void {
    const due = Math.floor(((performance.now() - this.#began) * RATE) / 1000);
    const samples = new Int16Array(due - this.#made);
    for (let i = 0; i < samples.length; i++) samples[i] = this.#sample(this.#made + i);
    this.#made = due;
    if (!this.#stalled) this.#child.stdin?.write(new Uint8Array(samples.buffer));
  }

  #sample(n: number): number {
    const clickAt = this.#clickAt;
    if (clickAt !== undefined && n > clickAt - RATE && n < clickAt + RATE / 2) {
      if (n === clickAt) this.clicks.push(performance.timeOrigin + this.#began + (n * 1000) / RATE);
      return Math.abs(n - clickAt) < 40 ? 25_000 * (n % 8 < 4 ? 1 : -1) : 0;
    }
    return this.#sounds ? Math.round(6000 * Math.sin((2 * Math.PI * 440 * n) / RATE)) : 0;
  }
}
