/** An agent as its own process, started as on a board: nothing of ours is loaded into it, no channel is open to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { askStatus } from '@loa-lang/device-agent/adapters/status-socket';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import { eventually } from '../../support/eventually.ts';
import type { AgentFiles } from '../../support/world/agent-config.ts';
import { isReady } from '../../support/world/agent-process.ts';

/** Seldom enough that answering is nothing beside a broadcast. */
const ASK_EVERY_MS = 500;
const LAST_WORDS = 2000;

export class LoneAgent {
  readonly #files: AgentFiles;
  readonly #log: string;
  readonly #child: ChildProcess;

  constructor(program: string, files: AgentFiles) {
    this.#files = files;
    this.#log = `${files.path}.log`;
    const log = openSync(this.#log, 'a');
    this.#child = spawn(process.execPath, [program, 'run', '--config', files.path], { stdio: ['ignore', log, log] });
    closeSync(log);
  }

  get pid(): number {
    const { pid, exitCode } = this.#child;
    if (pid === undefined || exitCode !== null) throw new Error(`the agent is gone: ${this.#lastWords}`);
    return pid;
  }

  untilReady(): Promise<void> {
    return this.until('ready', isReady, 60_000);
  }

  /** @throws when it does not come to that in time. */
  async until(what: string, holds: (status: AgentStatus) => boolean, withinMs: number): Promise<void> {
    await eventually(
      `agent: ${what}`,
      async () => {
        await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
        if (this.#child.exitCode !== null) throw new Error(`the agent has ended: ${this.#lastWords}`);
        const status = (await askStatus(this.#files.dataFolder).catch(() => undefined)) as AgentStatus | undefined;
        return status !== undefined && holds(status);
      },
      withinMs,
    );
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }

  get #lastWords(): string {
    return readFileSync(this.#log, 'utf8').slice(-LAST_WORDS);
  }
}
