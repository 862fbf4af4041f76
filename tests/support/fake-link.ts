/** A broker and links in memory: what the agent and the fleet need of MQTT, without sockets. */
import type { ControllerLink, IncomingMessage, SendResult } from '@loa-lang/device-agent/ports/controller-link';

export interface FakeWill {
  topic: string;
  payload: Uint8Array;
  retain: boolean;
}

export interface FakeLinkOptions {
  will?: () => FakeWill | Promise<FakeWill>;
  /** stamps messages; the machine's monotonic clock by default */
  now?: () => number;
  /** nobody asks what was sent: of months nothing is to be remembered */
  forgetful?: boolean;
}

const split = new Map<string, string[]>();
/** Filters are few and asked about often. */
const levelsOf = (filter: string): string[] => {
  const known = split.get(filter) ?? filter.split('/');
  split.set(filter, known);
  return known;
};

const matches = (filter: string, levels: readonly string[]): boolean => {
  const wanted = levelsOf(filter);
  const open = wanted.at(-1) === '#';
  if (open ? levels.length < wanted.length - 1 : levels.length !== wanted.length) return false;
  const compared = open ? wanted.length - 1 : wanted.length;
  for (let at = 0; at < compared; at++) if (wanted[at] !== '+' && wanted[at] !== levels[at]) return false;
  return true;
};

type Receiver = (message: { topic: string; payload: Uint8Array; retained: boolean }) => void;

export class FakeHub {
  readonly #retained = new Map<string, Uint8Array>();
  readonly #receivers = new Map<object, { filters: () => ReadonlySet<string>; receive: Receiver }>();
  readonly #links = new Set<FakeLink>();
  #isReachable = true;

  /** A link to this hub; it connects on `start`. */
  link(options: FakeLinkOptions = {}): FakeLink {
    const link = new FakeLink(this, options);
    this.#links.add(link);
    return link;
  }

  get isReachable(): boolean {
    return this.#isReachable;
  }

  /** While not reachable, links stay disconnected. */
  set isReachable(reachable: boolean) {
    this.#isReachable = reachable;
    if (reachable) for (const link of this.#links) link.dial();
    else this.cut();
  }

  /** Cuts every link; each dials again when the hub is reachable. */
  cut(): void {
    for (const link of this.#links) link.lose();
  }

  publish(topic: string, payload: Uint8Array, { retain = false }: { retain?: boolean } = {}): void {
    if (retain && payload.length === 0) this.#retained.delete(topic);
    else if (retain) this.#retained.set(topic, payload);
    const levels = topic.split('/');
    for (const { filters, receive } of [...this.#receivers.values()]) {
      for (const filter of filters()) {
        if (!matches(filter, levels)) continue;
        receive({ topic, payload, retained: false });
        break;
      }
    }
  }

  /** Hears everything, as a test or a controller would. @returns what ends it */
  observe(filter: string, receive: Receiver): () => void {
    const [key, filters] = [{}, new Set([filter])];
    this.attach(key, () => filters, receive);
    this.sendRetained(filter, receive);
    return () => this.detach(key);
  }

  attach(key: object, filters: () => ReadonlySet<string>, receive: Receiver): void {
    this.#receivers.set(key, { filters, receive });
  }

  detach(key: object): void {
    this.#receivers.delete(key);
  }

  sendRetained(filter: string, receive: Receiver): void {
    for (const [topic, payload] of this.#retained) {
      if (matches(filter, topic.split('/'))) receive({ topic, payload, retained: true });
    }
  }
}

export class FakeLink implements ControllerLink {
  /** what was given to `send` and its result, in order */
  readonly sent: { topic: string; payload: Uint8Array; result: SendResult }[] = [];
  connected = false;
  readonly #hub: FakeHub;
  readonly #options: FakeLinkOptions;
  readonly #messageListeners: ((message: IncomingMessage) => void)[] = [];
  readonly #connectionListeners: ((connected: boolean) => void)[] = [];
  #filters: ReadonlySet<string> = new Set();
  #will: FakeWill | undefined;
  #isRunning = false;
  #isDialling = false;
  #isBlocked = false;

  constructor(hub: FakeHub, options: FakeLinkOptions) {
    this.#hub = hub;
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#isRunning = true;
    this.dial();
  }

  async send(topic: string, payload: Uint8Array, options: { qos: 0 | 1; retain?: boolean }): Promise<SendResult> {
    const result: SendResult = this.connected ? 'sent' : 'not-connected';
    if (!this.#options.forgetful) this.sent.push({ topic, payload, result });
    if (result === 'sent') queueMicrotask(() => this.#hub.publish(topic, payload, { retain: options.retain ?? false }));
    return await new Promise((resolve) => setImmediate(() => resolve(result)));
  }

  /** what is subscribed to */
  get subscriptions(): ReadonlySet<string> {
    return this.#filters;
  }

  subscribe(topicFilters: ReadonlySet<string>): void {
    const before = this.#filters;
    this.#filters = new Set(topicFilters);
    if (!this.connected) return;
    for (const filter of topicFilters) if (!before.has(filter)) this.#hub.sendRetained(filter, this.#receive);
  }

  onMessage(listener: (message: IncomingMessage) => void): void {
    this.#messageListeners.push(listener);
  }

  onConnection(listener: (connected: boolean) => void): void {
    this.#connectionListeners.push(listener);
  }

  reconnect(): void {
    if (this.connected) this.lose();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#will = undefined;
    this.#end();
  }

  /** The connection breaks: the will is published, and the link dials again. */
  lose(): void {
    const will = this.#will;
    this.#will = undefined;
    if (!this.#end()) return;
    if (will) this.#hub.publish(will.topic, will.payload, { retain: will.retain });
    this.dial();
  }

  /** Whether this link alone has no network. */
  block(isBlocked: boolean): void {
    this.#isBlocked = isBlocked;
    if (isBlocked) this.lose();
    else this.dial();
  }

  dial(): void {
    if (!this.#isRunning || this.connected || this.#isDialling || this.#isBlocked || !this.#hub.isReachable) return;
    this.#isDialling = true;
    setImmediate(async () => {
      const will = await this.#options.will?.();
      this.#isDialling = false;
      if (!this.#isRunning || this.#isBlocked || !this.#hub.isReachable) return;
      this.#will = will;
      this.#hub.attach(this, () => this.#filters, this.#receive);
      for (const filter of this.#filters) this.#hub.sendRetained(filter, this.#receive);
      this.connected = true;
      for (const listener of this.#connectionListeners) listener(true);
    });
  }

  #end(): boolean {
    if (!this.connected) return false;
    this.connected = false;
    this.#hub.detach(this);
    for (const listener of this.#connectionListeners) listener(false);
    return true;
  }

  readonly #receive: Receiver = (message) => {
    const receivedAtMs = (this.#options.now ?? (() => performance.now()))();
    const incoming: IncomingMessage = { ...message, payload: Uint8Array.from(message.payload), receivedAtMs };
    for (const listener of this.#messageListeners) listener(incoming);
  };
}
