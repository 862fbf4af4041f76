/** Devices in processes of their own, told apart from the controller's. */
import { fileURLToPath } from 'node:url';
import { NodeChild } from '../../support/world/node-child.ts';
import type { CrowdMessage, CrowdOrder, CrowdPace, CrowdQuestion } from './messages.ts';

const PROGRAM = fileURLToPath(new URL('./crowd-process.js', import.meta.url));

class Crowd {
  readonly child: NodeChild;
  #told: ((message: CrowdMessage) => void) | undefined;

  constructor() {
    this.child = NodeChild.start('devices', [PROGRAM], {
      onMessage: (message) => this.#told?.(message as CrowdMessage),
    });
  }

  /** Sends, if there is something to be sent, and waits for what the process says next. */
  next(message?: CrowdOrder | CrowdPace | CrowdQuestion): Promise<CrowdMessage> {
    return new Promise((resolve, reject) => {
      this.#told = resolve;
      void this.child.ended.then((code) => reject(new Error(`devices ended with ${code}: ${this.child.lastWords}`)));
      if (message !== undefined) this.child.send(message);
    });
  }
}

export class Crowds {
  readonly #crowds: Crowd[];

  private constructor(crowds: Crowd[]) {
    this.#crowds = crowds;
  }

  /** Resolves when all are connected. */
  static async connect(order: CrowdOrder, processes: number): Promise<Crowds> {
    const crowds = Array.from({ length: processes }, () => new Crowd());
    const each = Math.ceil(order.devices.length / processes);
    try {
      await Promise.all(crowds.map((crowd) => crowd.next()));
      await Promise.all(
        crowds.map((crowd, n) => crowd.next({ ...order, devices: order.devices.slice(n * each, (n + 1) * each) })),
      );
    } catch (error) {
      await Promise.all(crowds.map(({ child }) => child.kill()));
      throw error;
    }
    return new Crowds(crowds);
  }

  async pace(perSecond: number): Promise<void> {
    await Promise.all(
      this.#crowds.map((crowd) => crowd.next({ type: 'pace', perSecond: perSecond / this.#crowds.length })),
    );
  }

  /** Since the pace was set. */
  async sent(): Promise<number> {
    const told = await Promise.all(this.#crowds.map((crowd) => crowd.next({ type: 'tell' })));
    return told.reduce((all, message) => all + (message.type === 'sent' ? message.samples : 0), 0);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#crowds.map(({ child }) => child.kill()));
  }
}
