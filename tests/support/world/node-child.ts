/** A Node.js program as a child: its channel, its last words, its end, and questions to the probe inside it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { builtTestFile } from './built.ts';
import type { ProbeRequest, ProbeSample } from './probe-messages.ts';

export interface ChildOptions {
  /** of Node.js; source maps when absent */
  flags?: string[];
  env?: NodeJS.ProcessEnv;
  /** loads the probe before the program */
  probe?: boolean;
  /** each line of its standard output */
  onLine?: (line: string) => void;
  onMessage?: (message: unknown) => void;
  /** a program and its arguments that starts Node.js, e.g. `faketime` */
  through?: readonly string[];
}

const LAST_WORDS = 8000;
const STOP_PATIENCE_MS = 12_000;
const PROBE_PATIENCE_MS = 20_000;

export class NodeChild {
  readonly name: string;
  /** exit code, or 128 when a signal ended it */
  readonly ended: Promise<number>;
  readonly #child: ChildProcess;
  readonly #asked = new Map<number, (sample: ProbeSample) => void>();
  #lastWords = '';
  #questions = 0;

  private constructor(name: string, child: ChildProcess, options: ChildOptions) {
    this.name = name;
    this.#child = child;
    this.ended = once(child, 'exit').then(([code]) => (code as number | null) ?? 128);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#remember(text));
    let rest = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) options.onLine?.(line);
      if (options.onLine === undefined) this.#remember(text);
    });
    child.on('message', (message) => {
      const sample = message as ProbeSample;
      if (sample?.type === 'probed') this.#asked.get(sample.id)?.(sample);
      else options.onMessage?.(message);
    });
  }

  /** @param program path of a built file, then its arguments */
  static start(name: string, program: string[], options: ChildOptions = {}): NodeChild {
    const probe = pathToFileURL(builtTestFile('support/world/process-probe')).href;
    const flags = [...(options.flags ?? ['--enable-source-maps'])];
    if (options.probe) flags.push('--expose-gc', '--import', probe);
    const [first = '', ...rest] = [...(options.through ?? []), process.execPath, ...flags, ...program];
    const child = spawn(first, rest, {
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return new NodeChild(name, child, options);
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error(`${this.name} has no process`);
    return pid;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** the end of what it wrote to standard error (and to standard output where nobody reads it) */
  get lastWords(): string {
    return this.#lastWords;
  }

  send(message: object): void {
    this.#child.send(message);
  }

  /** Asks the probe. @throws when the program is gone or does not answer in time. */
  async probe(question: { restart?: boolean; collectGarbage?: boolean } = {}): Promise<ProbeSample> {
    const { restart = false, collectGarbage = false } = question;
    const id = ++this.#questions;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<ProbeSample>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`${this.name} does not answer its probe`)), PROBE_PATIENCE_MS);
        this.#asked.set(id, resolve);
        const request: ProbeRequest = { type: 'probe', id, restart, collectGarbage };
        this.#child.send(request, (error) => error && reject(error));
      });
    } finally {
      clearTimeout(timer);
      this.#asked.delete(id);
    }
  }

  /** Like a power cut: nothing of it runs any more when this resolves. */
  async kill(): Promise<void> {
    if (this.alive) this.#child.kill('SIGKILL');
    await this.ended;
  }

  async stop(): Promise<void> {
    if (this.alive) this.#child.kill('SIGTERM');
    const patience = setTimeout(() => this.#child.kill('SIGKILL'), STOP_PATIENCE_MS);
    await this.ended;
    clearTimeout(patience);
  }

  #remember(text: string): void {
    this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
  }
}
