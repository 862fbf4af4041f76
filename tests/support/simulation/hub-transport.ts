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
  readonly #subscriptions: { filter: string; listener: (message: IncomingMessage) => void }[] = [];
  #leave: (() => void)[] = [];

  constructor(hub: FakeHub, now: () => number) {
    this.#hub = hub;
    this.#now = now;
  }

  async start(): Promise<void> {
    this.connected = true;
    for (const each of this.#subscriptions) this.#observe(each);
    for (const listener of this.#listeners) listener(true);
  }

  async publish(topic: string, payload: Uint8Array, { retain = false }: { retain?: boolean }): Promise<PublishResult> {
    if (!this.connected) return { ok: false, reason: 'not-connected' };
    this.#hub.publish(topic, payload, { retain });
    return { ok: true };
  }

  /** Whoever is alone is the one of several. */
  subscribe(filter: string, _: { shared: boolean }, listener: (message: IncomingMessage) => void): void {
    const subscription = { filter, listener };
    this.#subscriptions.push(subscription);
    if (this.connected) this.#observe(subscription);
  }

  onConnection(listener: (connected: boolean) => void): void {
    this.#listeners.push(listener);
  }

  /** The connection breaks; `start` makes another. */
  lose(): void {
    this.#end();
    for (const listener of this.#listeners) listener(false);
  }

  async stop(): Promise<void> {
    this.#end();
  }

  #end(): void {
    this.connected = false;
    for (const leave of this.#leave.splice(0)) leave();
  }

  #observe({ filter, listener }: { filter: string; listener: (message: IncomingMessage) => void }): void {
    this.#leave.push(this.#hub.observe(filter, (message) => listener({ ...message, receivedAt: this.#now() })));
  }
}
