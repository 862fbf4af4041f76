/** A controller's transport over a hub in memory: what arrives is handed on at once, nothing is ever lost. */
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
  readonly #connections: ((connected: boolean) => void)[] = [];
  readonly #subscriptions: [filter: string, listener: (message: IncomingMessage) => void][] = [];

  constructor(hub: FakeHub, now: () => number = () => performance.timeOrigin + performance.now()) {
    this.#hub = hub;
    this.#now = now;
  }

  async start(): Promise<void> {
    this.connected = true;
    for (const [filter, listener] of this.#subscriptions) {
      this.#hub.observe(filter, (message) => {
        if (this.connected) listener({ ...message, receivedAt: this.#now() });
      });
    }
    for (const tell of this.#connections) tell(true);
  }

  async publish(topic: string, payload: Uint8Array, options: { qos: 0 | 1; retain?: boolean }): Promise<PublishResult> {
    if (!this.connected) return { ok: false, reason: 'not-connected' };
    this.#hub.publish(topic, payload, { retain: options.retain ?? false });
    return { ok: true };
  }

  subscribe(filter: string, _options: { shared: boolean }, listener: (message: IncomingMessage) => void): void {
    this.#subscriptions.push([filter, listener]);
  }

  onConnection(listener: (connected: boolean) => void): void {
    this.#connections.push(listener);
  }

  async stop(): Promise<void> {
    this.connected = false;
    for (const tell of this.#connections) tell(false);
  }
}
