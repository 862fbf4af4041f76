/**
 * The broker over MQTT.js: clean sessions, subscriptions restored on every connection, handlers registered once,
 * nothing queued while offline, reconnects with jittered back-off.
 */
import { randomUUID } from 'node:crypto';
import type { BroadcastTransport, IncomingMessage, PublishResult } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import { type BackOff, backOffMs } from './back-off.ts';
import { type ArrivedPacket, type ConnectionOptions, MqttConnection } from './mqtt-connection.ts';
import { SharedProbe, sharedFilter } from './shared-probe.ts';
import { matchesFilter } from './topic-filter.ts';

export interface MqttTransportOptions {
  /** `mqtt://host:port` or `mqtts://…` */
  url: string;
  username?: string;
  password?: string;
  tls?: ConnectionOptions['tls'];
  /** default: random, new in each process */
  clientId?: string;
  /** 4 (MQTT 3.1.1) works with every broker and is the default */
  protocolVersion?: 4 | 5;
  /** 30 s: a dead link is noticed within 45 s */
  keepaliveSeconds?: number;
  connectTimeoutMs?: number;
  /** PUBACK must come within this time unless the publish says otherwise */
  publishTimeoutMs?: number;
  backOff?: BackOff;
  /** a listener threw or the broker refused something; for the log */
  onProblem?: (problem: string, cause?: unknown) => void;
}

interface Subscription {
  filter: string;
  shared: boolean;
  listener: (message: IncomingMessage) => void;
}

/** 250 ms bridges a restart of the broker; 10 s spares one that is down for long. */
const BACK_OFF: BackOff = { firstMs: 250, maxMs: 10_000 };
const PUBLISH_TIMEOUT_MS = 5000;

export class MqttTransport implements BroadcastTransport {
  private readonly options: MqttTransportOptions;
  private readonly clock: Clock;
  private readonly subscriptions: Subscription[] = [];
  private readonly connectionListeners: ((connected: boolean) => void)[] = [];
  private readonly stopping = new AbortController();
  private connection: MqttConnection | undefined;
  private probe: SharedProbe | undefined;
  private sharedWorks: boolean | undefined;
  private failures = 0;
  private running: Promise<void> | undefined;

  constructor(options: MqttTransportOptions, clock: Clock) {
    this.options = options;
    this.clock = clock;
  }

  get connected(): boolean {
    return this.connection !== undefined;
  }

  /** Whether `$share` was found to work; `undefined` before the first connection. */
  get sharedSubscriptions(): boolean | undefined {
    return this.sharedWorks;
  }

  /** Returns at once; the connection is made and kept in the background. */
  async start(): Promise<void> {
    this.running ??= this.keepConnected();
  }

  subscribe(filter: string, options: { shared: boolean }, listener: (message: IncomingMessage) => void): void {
    const subscription = { filter, shared: options.shared, listener };
    this.subscriptions.push(subscription);
    const { connection } = this;
    if (connection === undefined) return;
    void connection.subscribe([this.filterOf(subscription)]).then((granted) => {
      if (granted || this.connection !== connection) return;
      this.problem(`subscription to ${filter} refused`);
      connection.drop();
    });
  }

  onConnection(listener: (connected: boolean) => void): void {
    this.connectionListeners.push(listener);
  }

  async publish(
    topic: string,
    payload: Uint8Array,
    options: { qos: 0 | 1; retain?: boolean; timeoutMs?: number },
  ): Promise<PublishResult> {
    if (this.connection === undefined) return { ok: false, reason: 'not-connected' };
    return this.connection.publish(topic, payload, {
      qos: options.qos,
      retain: options.retain ?? false,
      timeoutMs: options.timeoutMs ?? this.options.publishTimeoutMs ?? PUBLISH_TIMEOUT_MS,
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.connection?.close();
    await this.running;
  }

  private async keepConnected(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.connectOnce(signal).catch((error) => {
        if (!signal.aborted) this.problem('broker connection failed', error);
      });
      if (signal.aborted) return;
      this.failures++;
      await sleep(backOffMs(this.options.backOff ?? BACK_OFF, this.failures, Math.random()), signal);
    }
  }

  /** Resolves when the connection has ended. */
  private async connectOnce(signal: AbortSignal): Promise<void> {
    let ended: (() => void) | undefined;
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const connection = await MqttConnection.dial(
      connectionOptions(this.options),
      () => this.clock.preciseNow(),
      (packet) => this.deliver(packet),
      () => ended?.(),
      signal,
    );
    try {
      if (this.sharedWorks === undefined && this.subscriptions.some((s) => s.shared)) {
        this.probe = new SharedProbe(randomUUID());
        this.sharedWorks = await this.probe.run(connection);
      }
      const known = [...this.subscriptions];
      const filters = [...new Set(known.map((s) => this.filterOf(s)))];
      if (filters.length > 0 && !(await connection.subscribe(filters))) {
        // a connection that broke meanwhile has said nothing about shared subscriptions
        this.sharedWorks = undefined;
        throw new Error('subscriptions refused');
      }
      if (signal.aborted) return;
      this.connection = connection;
      this.failures = 0;
      const late = this.subscriptions.slice(known.length).map((s) => this.filterOf(s));
      if (late.length > 0 && !(await connection.subscribe(late))) throw new Error('subscriptions refused');
      this.announce(true);
      await end;
    } finally {
      const wasConnected = this.connection !== undefined;
      this.connection = undefined;
      connection.drop();
      if (wasConnected) this.announce(false);
    }
  }

  private filterOf(subscription: Subscription): string {
    return subscription.shared && this.sharedWorks === true ? sharedFilter(subscription.filter) : subscription.filter;
  }

  private deliver(packet: ArrivedPacket): void {
    if (this.probe?.take(packet)) return;
    for (const { filter, listener } of this.subscriptions) {
      if (!matchesFilter(filter, packet.topic)) continue;
      this.guarded(() => listener(packet));
    }
  }

  private announce(connected: boolean): void {
    for (const listener of this.connectionListeners) this.guarded(() => listener(connected));
  }

  /** A listener that throws is a bug of that listener; the others still get theirs. */
  private guarded(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.problem('listener failed', error);
    }
  }

  private problem(problem: string, cause?: unknown): void {
    this.options.onProblem?.(problem, cause);
  }
}

function connectionOptions(options: MqttTransportOptions): ConnectionOptions {
  return {
    url: options.url,
    clientId: options.clientId ?? `controller-${randomUUID()}`,
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    protocolVersion: options.protocolVersion ?? 4,
    keepaliveSeconds: options.keepaliveSeconds ?? 30,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
