/** The controller's transport over the hub in memory. */
import type {
  BroadcastTransport,
  IncomingMessage,
  PublishResult,
} from '@loa-lang/controller/ports/broadcast-transport';
import type { FakeHub } from '../fake-link.ts';

export class HubTransport implements BroadcastTransport {
  connected = false;
  readonly #hub: FakeHub;
  readonly #now: () => number;
  readonly #listeners: ((connected: boolean) => void)[] = [];
  #alive = true;

  constructor(hub: FakeHub, now: () => number) {
    this.#hub = hub;
    this.#now = now;
  }

  async start(): Promise<void> {
    this.connected = true;
    for (const listener of this.#listeners) listener(true);
  }

  async publish(topic: string, payload: Uint8Array, { retain = false }: { retain?: boolean }): Promise<PublishResult> {
    if (!this.connected) return { ok: false, reason: 'not-connected' };
    this.#hub.publish(topic, payload, { retain });
    return { ok: true };
  }

  subscribe(filter: string, _: { shared: boolean }, listener: (message: IncomingMessage) => void): void {
    this.#hub.observe(filter, (message) => {
      if (this.#alive) listener({ ...message, receivedAt: this.#now() });
    });
  }

  onConnection(listener: (connected: boolean) => void): void {
    this.#listeners.push(listener);
  }

  async stop(): Promise<void> {
    this.#alive = false;
    this.connected = false;
  }
}
