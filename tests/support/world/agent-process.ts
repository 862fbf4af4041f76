/** One agent alone in a child process, as on its board: can be killed, stopped and started again on its own files. */
import { askStatus } from '@loa-lang/device-agent/adapters/status-socket';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import { eventually } from '../eventually.ts';
import type { AgentFiles } from './agent-config.ts';
import { AGENT_PROGRAM } from './fleet-process.ts';
import { NodeChild } from './node-child.ts';

export class AgentProcess {
  readonly files: AgentFiles;
  #child: NodeChild;

  private constructor(files: AgentFiles) {
    this.files = files;
    this.#child = AgentProcess.#launch(files);
  }

  /** Resolves at once; `untilReady` waits. */
  static start(files: AgentFiles): AgentProcess {
    return new AgentProcess(files);
  }

  static #launch({ path, device }: AgentFiles): NodeChild {
    return NodeChild.start(`agent ${device.deviceId}`, [AGENT_PROGRAM, 'run', '--config', path]);
  }

  get child(): NodeChild {
    return this.#child;
  }

  /** `undefined` while it is not at work. */
  async status(): Promise<AgentStatus | undefined> {
    return (await askStatus(this.files.dataFolder).catch(() => undefined)) as AgentStatus | undefined;
  }

  /** Connected, with trusted time and every document of its own. */
  untilReady(withinMs = 60_000): Promise<void> {
    return this.until('ready', isReady, withinMs);
  }

  until(what: string, holds: (status: AgentStatus) => boolean, withinMs = 60_000): Promise<void> {
    return eventually(
      `${this.#child.name}: ${what}`,
      async () => {
        const status = await this.status();
        return status !== undefined && holds(status);
      },
      withinMs,
    );
  }

  /** Like a power cut. */
  kill(): Promise<void> {
    return this.#child.kill();
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }

  /** After `kill` or `stop`. */
  again(): void {
    if (this.#child.alive) throw new Error(`${this.#child.name} is still at work`);
    this.#child = AgentProcess.#launch(this.files);
  }
}

export const isReady = ({ connected, time, held, behind }: AgentStatus): boolean =>
  connected && time.trust === 'synced' && held.settings !== undefined && behind.length === 0;
