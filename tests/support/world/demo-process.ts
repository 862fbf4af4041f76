/** The demonstration as a child process, with everything it starts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';
import { projectRoot } from './built.ts';

export class DemoProcess {
  out = '';
  err = '';
  /** exit code, once its output is closed */
  readonly ended: Promise<number | undefined>;
  readonly #child: ChildProcess;

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, [join(projectRoot, 'deploy/dist/demo/main.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: projectRoot,
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
    });
    this.ended = once(this.#child, 'close').then(([code]) => (code as number | null) ?? undefined);
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the demonstration did not start');
    return this.#child.pid;
  }

  /** Until it has said this, on either stream. @throws when it ends before. */
  async untilSaid(words: string | RegExp, withinMs = 120_000): Promise<void> {
    await eventually(
      `the demonstration says ${words}`,
      () => {
        const said = this.out + this.err;
        if (typeof words === 'string' ? said.includes(words) : words.test(said)) return true;
        if (this.#child.exitCode !== null) throw new Error(`it ended with ${this.#child.exitCode}:\n${said}`);
        return false;
      },
      withinMs,
    );
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Like a power cut: it and everything it started, at once. */
  async killAll(): Promise<void> {
    for (const pid of [this.pid, ...descendantsOf(this.pid)]) killIfThere(pid);
    await this.ended;
  }
}

/** Processes that a process started, and those that these started, and so on; from proc(5). */
export function descendantsOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(Number(name)));
  }
  const children = (parent: number): number[] => [...parents].filter(([, of]) => of === parent).map(([child]) => child);
  const below = (parent: number): number[] => children(parent).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

/** Runs and is not merely waiting to be reaped. */
export const isAlive = (pid: number): boolean => {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
};

/** Parent process: field 4 of `stat`; fields are counted from the end of the name, which may hold anything. */
function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone with its parent
  }
}
