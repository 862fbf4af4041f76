/** Agents of a bench in a child process. */
import { fileURLToPath } from 'node:url';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import { NodeChild } from '../../support/world/node-child.ts';
import type { FleetMessage, FleetOrder } from './messages.ts';

const READY_PATIENCE_MS = 120_000;

export class BenchAgents {
  readonly child: NodeChild;
  statuses: AgentStatus[] = [];

  private constructor(order: Omit<FleetOrder, 'type'>, ready: (fault?: Error) => void, sounded: Sounded) {
    const program = fileURLToPath(new URL('./fleet.js', import.meta.url));
    this.child = NodeChild.start('agents', [program], {
      probe: true,
      onMessage: (given) => {
        const message = given as FleetMessage;
        if (message.type === 'listening') this.child.send({ type: 'order', ...order } satisfies FleetOrder);
        else if (message.type === 'ready') ready();
        else if (message.type === 'failed') ready(new Error(message.detail));
        else if (message.type === 'statuses') this.statuses = message.statuses;
        else sounded(message.deviceId, message.atMs);
      },
    });
  }

  /** @throws when they do not come up. */
  static async start(order: Omit<FleetOrder, 'type'>, sounded: Sounded = () => {}): Promise<BenchAgents> {
    let agents: BenchAgents | undefined;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<BenchAgents>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error('agents did not come up in time')), READY_PATIENCE_MS);
        const started = new BenchAgents(
          order,
          (fault) => (fault === undefined ? resolve(started) : reject(fault)),
          sounded,
        );
        agents = started;
        void started.child.ended.then((code) => reject(new Error(`agents ended: ${code} ${started.child.lastWords}`)));
      });
    } catch (error) {
      await agents?.stop();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}

export type Sounded = (deviceId: string, atMs: number) => void;
