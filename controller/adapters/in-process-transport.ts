/** Devices that live in the controller's own process: what is published is retained as a broker would, and nothing is lost. */
import type { BroadcastTransport, IncomingMessage, PublishResult } from '../ports/broadcast-transport.ts';
import type { Clock } from '../ports/clock.ts';

type Listener = (message: IncomingMessage) => void;

export class InProcessTransport implements BroadcastTransport {
  readonly #clock: Pick<Clock, 'preciseNow'>;
  readonly #subscriptions: { filter: string; listener: Listener }[] = [];
  readonly #retained = new Map<string, Uint8Array>();
  readonly #onConnection: ((connected: boolean) => void)[] = [];
  connected = false;

  constructor(clock: Pick<Clock, 'preciseNow'>) {
    this.#clock = clock;
  }

  async start(): Promise<void> {
    this.connected = true;
    for (const each of this.#subscriptions) this.#repeat(each);
    for (const tell of this.#onConnection) tell(true);
  }

  async publish(topic: string, payload: Uint8Array, { retain = false }: { retain?: boolean }): Promise<PublishResult> {
    if (!this.connected) return { ok: false, reason: 'not-connected' };
    if (retain && payload.length > 0) this.#retained.set(topic, payload);
    else if (retain) this.#retained.delete(topic);
    for (const { filter, listener } of this.#subscriptions)
      if (topicMatches(filter, topic)) listener(this.#message(topic, payload, false));
    return { ok: true };
  }

  /** Whoever is alone is the one of several. */
  subscribe(filter: string, _: { shared: boolean }, listener: Listener): void {
    const subscription = { filter, listener };
    this.#subscriptions.push(subscription);
    if (this.connected) this.#repeat(subscription);
  }

  onConnection(listener: (connected: boolean) => void): void {
    this.#onConnection.push(listener);
  }

  async stop(): Promise<void> {
    this.connected = false;
  }

  #repeat({ filter, listener }: { filter: string; listener: Listener }): void {
    for (const [topic, payload] of this.#retained)
      if (topicMatches(filter, topic)) listener(this.#message(topic, payload, true));
  }

  #message = (topic: string, payload: Uint8Array, retained: boolean): IncomingMessage => ({
    topic,
    payload,
    retained,
    receivedAt: this.#clock.preciseNow(),
  });
}

/** MQTT 5, 4.7.1: `+` is one level, `#` the rest. */
function topicMatches(filter: string, topic: string): boolean {
  const levels = topic.split('/');
  const wanted = filter.replace(/^\$share\/[^/]+\//, '').split('/');
  for (const [at, level] of wanted.entries()) {
    if (level === '#') return true;
    if (level !== '+' && level !== levels[at]) return false;
  }
  return wanted.length === levels.length;
}
