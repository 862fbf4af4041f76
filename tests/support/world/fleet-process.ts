/** Many agents in one child process, as `device-agent fleet` runs them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import { projectRoot } from './built.ts';
import { NodeChild } from './node-child.ts';

export const AGENT_PROGRAM = join(projectRoot, 'device-agent/dist/main.js');
const STATUS_EVERY_MS = 500;
const READY_PATIENCE_MS = 120_000;

export class FleetProcess {
  readonly child: NodeChild;
  readonly #statuses: () => AgentStatus[];

  private constructor(child: NodeChild, statuses: () => AgentStatus[]) {
    this.child = child;
    this.#statuses = statuses;
  }

  /**
   * @param configPaths files of {@link writeAgentFiles}
   * @param file where the fleet's own configuration goes
   * @param staggerMs between the starts of two agents
   */
  static async start(configPaths: readonly string[], file: string, staggerMs = 5): Promise<FleetProcess> {
    await writeFile(file, JSON.stringify({ devices: configPaths, statusEveryMs: STATUS_EVERY_MS, staggerMs }));
    let statuses: AgentStatus[] = [];
    let ready: (() => void) | undefined;
    const started = new Promise<void>((resolve) => {
      ready = resolve;
    });
    const child = NodeChild.start('fleet', [AGENT_PROGRAM, 'fleet', '--config', file], {
      probe: true,
      onLine: (line) => {
        const event = JSON.parse(line) as { event: string; devices: AgentStatus[] };
        if (event.event === 'ready') ready?.();
        if (event.event === 'status') statuses = event.devices;
      },
    });
    let timer: NodeJS.Timeout | undefined;
    const failed = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the fleet did not come up in time')), READY_PATIENCE_MS);
      void child.ended.then((code) => reject(new Error(`the fleet ended with ${code}:\n${child.lastWords}`)));
    });
    failed.catch(() => undefined);
    try {
      await Promise.race([started, failed]);
    } catch (error) {
      await child.kill();
      throw error;
    } finally {
      clearTimeout(timer);
    }
    return new FleetProcess(child, () => statuses);
  }

  get pid(): number {
    return this.child.pid;
  }

  /** what each agent said of itself last, at most half a second ago */
  get statuses(): AgentStatus[] {
    return this.#statuses();
  }

  kill(): Promise<void> {
    return this.child.kill();
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}
