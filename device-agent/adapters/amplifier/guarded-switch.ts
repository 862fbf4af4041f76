/**
 * Runs the two commands of an amplifier's key, with a guard: a small shell that waits on a pipe of ours and switches
 * off when the pipe closes, which the kernel does even when this process is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Millis } from '@loa-lang/schemas/units';
import type { Amplifier } from '../../ports/amplifier.ts';

export interface GuardedSwitchOptions {
  /** shell commands */
  on: string;
  off: string;
  warmUpMs: Millis;
}

/** A relay command that hangs longer is given up: sound is late then, and a fault. */
const COMMAND_MS = 2000;

export class GuardedSwitch implements Amplifier {
  readonly warmUpMs: Millis;
  readonly #on: string;
  readonly #off: string;
  #guard: ChildProcess | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: GuardedSwitchOptions) {
    this.warmUpMs = options.warmUpMs;
    this.#on = options.on;
    this.#off = options.off;
  }

  set(on: boolean): Promise<{ ok: true } | { ok: false; detail: string }> {
    if (on) this.#guard ??= this.#startGuard();
    // one after the other: an off that overtakes an on leaves the amplifier on
    const done = this.#last.then(() => run(on ? this.#on : this.#off));
    this.#last = done;
    return done;
  }

  async release(): Promise<void> {
    await this.set(false);
    const guard = this.#guard;
    this.#guard = undefined;
    if (guard === undefined || guard.exitCode !== null) return;
    const gone = new Promise((resolve) => guard.once('exit', resolve));
    guard.stdin?.end();
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, COMMAND_MS).unref())]);
  }

  #startGuard(): ChildProcess {
    // `read` ends at end of file; its own session keeps it alive through signals to our group, Ctrl-C included, and the
    // trap through a supervisor that ends whatever a dead agent has left
    const guard = spawn('/bin/sh', ['-c', `trap '' TERM INT HUP; while read -r _; do :; done; ${this.#off}`], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    guard.on('error', () => {});
    guard.on('exit', () => {
      if (this.#guard === guard) this.#guard = undefined;
    });
    guard.stdin?.on('error', () => {});
    guard.unref();
    (guard.stdin as unknown as { unref?: () => void } | null)?.unref?.();
    return guard;
  }
}

const run = (command: string): Promise<{ ok: true } | { ok: false; detail: string }> =>
  new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', command], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: COMMAND_MS,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(0, 500);
    });
    child.on('error', (error) => resolve({ ok: false, detail: error.message }));
    child.on('exit', (code, signal) =>
      resolve(code === 0 ? { ok: true } : { ok: false, detail: `amplifier: ${signal ?? code} ${said}`.trim() }),
    );
  });
