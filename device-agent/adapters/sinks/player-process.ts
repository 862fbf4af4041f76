/** One run of a player program: fed on standard input, watched, and gone for certain when told to. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { PlayerCommand } from './player-command.ts';

/** A player that ignores SIGTERM so long is killed. */
const TERM_MS = 300;

export class PlayerProcess {
  readonly #command: PlayerCommand;
  readonly #onMessage: (text: string) => void;
  readonly #onGone: (detail: string) => void;
  #child: ChildProcess | undefined;
  #lastError = '';
  #writtenBytes = 0;
  #gone = false;

  constructor(command: PlayerCommand, onMessage: (text: string) => void, onGone: (detail: string) => void) {
    this.#command = command;
    this.#onMessage = onMessage;
    this.#onGone = onGone;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** bytes that the player has not yet taken from this process */
  get pendingBytes(): number {
    return this.#child?.stdin?.writableLength ?? 0;
  }

  start(): void {
    // `env` becomes the player itself; the time messages must not depend on a locale
    const child = spawn('env', ['LC_ALL=C', this.#command.program, ...this.#command.args], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    this.#child = child;
    child.on('error', (error) => this.#leave(`${this.#command.program}: ${error.message}`));
    child.on('exit', (code, signal) =>
      this.#leave(`${this.#command.program} ended with ${signal ?? code}${this.#lastError}`),
    );
    // a write to a dead player is reported by its exit
    child.stdin?.on('error', () => {});
    child.stderr?.setEncoding('utf8');
    child.stderr?.on('data', (text: string) => {
      for (const line of text.split(/[\r\n]+/)) {
        if (line.trim() === '') continue;
        if (!line.startsWith('Time:')) this.#lastError = `: ${line.trim().slice(0, 200)}`;
        this.#onMessage(line);
      }
    });
  }

  write(bytes: Buffer): void {
    this.#writtenBytes += bytes.length;
    this.#child?.stdin?.write(bytes);
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Ends the player without waiting for it to play out; resolves when it is gone, at the latest a second later. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || this.#gone) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.stdin?.destroy();
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), TERM_MS);
    const limit = new Promise<void>((resolve) => setTimeout(resolve, 1000).unref());
    await Promise.race([gone, limit]);
    clearTimeout(hard);
  }

  #leave(detail: string): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#onGone(detail);
  }
}
