/** Foreign programs of a bench, ended with it. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

const LAST_WORDS = 2000;
const PATIENCE_MS = 5000;

export class Children {
  readonly #all: ChildProcess[] = [];
  #words = '';

  /** the end of what they wrote to standard error */
  get lastWords(): string {
    return this.#words;
  }

  start(program: string, args: readonly string[], stdio: StdioOptions = ['ignore', 'ignore', 'pipe']): ChildProcess {
    const child = spawn(program, args, { stdio });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-LAST_WORDS);
    });
    child.on('error', (error) => {
      this.#words += error.message;
    });
    this.#all.push(child);
    return child;
  }

  /** @throws when one of them has ended. */
  assertAlive(): void {
    const dead = this.#all.find(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
    if (dead !== undefined) throw new Error(`${dead.spawnfile} ended: ${this.#words}`);
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#all.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
        await gone;
        clearTimeout(patience);
      }),
    );
  }
}
