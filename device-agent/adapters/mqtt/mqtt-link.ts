/**
 * The controller link over MQTT 3.1.1 with clean sessions. Nothing is queued while offline; subscriptions are restored
 * on every connection before anybody hears of it; retained messages may arrive before that, together with the grant.
 */
import type { ConnectionOptions } from 'node:tls';
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Clock } from '../../ports/clock.ts';
import type { ControllerLink, IncomingMessage, SendResult } from '../../ports/controller-link.ts';
import { type LastWill, MqttSession } from './mqtt-session.ts';
import { type BrokerUrl, parseBrokerUrl } from './open-socket.ts';
import {
  afterFailedDial,
  afterLoss,
  causeOf,
  DEFAULT_RECONNECT_SPREAD_MS,
  DEFAULT_REDIAL_POLICY,
  type DialHistory,
  NO_HISTORY,
  type RedialPolicy,
  redialDelayMs,
} from './redial-delay.ts';

export type { LastWill } from './mqtt-session.ts';

export interface MqttLinkOptions {
  /** `mqtt://host:port` or `mqtts://host:port`; asked before every attempt where it may change */
  url: BrokerUrl;
  /** `<deviceId>-<installationId>`; a second connection with the same one ends the first */
  clientId: string;
  username?: string;
  password?: string;
  /** asked before every attempt: certificates may have been exchanged */
  tls?: () => ConnectionOptions;
  /** Asked before every attempt: each connection has its own number, and its will must carry that one. */
  will?: () => LastWill | Promise<LastWill>;
  /** 30 s: a dead link is noticed within 45 s, and a carrier's NAT forgets an idle one after some minutes */
  keepaliveS?: number;
  /** 15 s: three repetitions of a lost SYN */
  connectTimeoutMs?: Millis;
  /** 30 s, as the keepalive: a broker that answers pings and not this has lost it */
  ackTimeoutMs?: Millis;
  redial?: Partial<RedialPolicy>;
  reconnectSpreadMs?: Millis;
  /** 0 … 1 */
  random?: () => number;
  /** for the log: attempts that failed, connections lost, filters refused */
  onTrouble?: (detail: string, cause: unknown) => void;
}

export const COULD_NOT_CONNECT = 'could not connect';
const DEFAULT_KEEPALIVE_S = 30;
const DEFAULT_CONNECT_TIMEOUT_MS = 15_000;
const DEFAULT_ACK_TIMEOUT_MS = 30_000;
/** A farewell fits into one packet; what is not through by then will not be. */
const FAREWELL_MS = 1000;
/** Refused filters are asked for again: the broker may learn of an enrolment after the device has come. */
const RETRY_REFUSED_MS = 60_000;

type Timer = ReturnType<Clock['at']>;

export class MqttLink implements ControllerLink {
  /** from `settings`: what a lost broker spreads the return of its devices over */
  reconnectSpreadMs: Millis;
  readonly #options: MqttLinkOptions;
  readonly #clock: Clock;
  readonly #policy: RedialPolicy;
  readonly #messageListeners: ((message: IncomingMessage) => void)[] = [];
  readonly #connectionListeners: ((connected: boolean) => void)[] = [];
  #wanted: ReadonlySet<string> = new Set();
  #granted = new Set<string>();
  #session: MqttSession | undefined;
  /** since when the present connection has been up */
  #upSince: MonotonicMillis | undefined;
  #history: DialHistory = NO_HISTORY;
  #timer: Timer | undefined;
  #retryTimer: Timer | undefined;
  #isRunning = false;
  #isForced = false;
  #subscribing: Promise<void> = Promise.resolve();

  constructor(options: MqttLinkOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#policy = { ...DEFAULT_REDIAL_POLICY, ...options.redial };
    this.reconnectSpreadMs = options.reconnectSpreadMs ?? DEFAULT_RECONNECT_SPREAD_MS;
  }

  get connected(): boolean {
    return this.#upSince !== undefined;
  }

  /** of this machine, by which the present connection goes */
  get localAddress(): string | undefined {
    return this.#session?.localAddress;
  }

  /** Begins to dial; resolves at once, since no network is no reason not to start. */
  async start(): Promise<void> {
    if (this.#isRunning) return;
    parseBrokerUrl(this.#options.url);
    this.#isRunning = true;
    void this.#dial();
  }

  onMessage(listener: (message: IncomingMessage) => void): void {
    this.#messageListeners.push(listener);
  }

  onConnection(listener: (connected: boolean) => void): void {
    this.#connectionListeners.push(listener);
  }

  async send(topic: string, payload: Uint8Array, options: { qos: 0 | 1; retain?: boolean }): Promise<SendResult> {
    if (!this.connected || !this.#session) return 'not-connected';
    return await this.#session.send(topic, payload, { qos: options.qos, retain: options.retain ?? false });
  }

  subscribe(topicFilters: ReadonlySet<string>): void {
    this.#wanted = new Set(topicFilters);
    const session = this.#session;
    if (session && this.connected) void this.#syncSubscriptions(session);
  }

  /** While not connected it does nothing: the link is dialling, or waits so as not to return together with all others. */
  reconnect(): void {
    if (!this.#session || !this.connected) return;
    this.#isForced = true;
    this.#session.drop(new Error('reconnect was asked for'));
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#timer?.cancel();
    this.#retryTimer?.cancel();
    await this.#session?.close(FAREWELL_MS);
  }

  async #dial(): Promise<void> {
    const { clientId, username, password, tls, keepaliveS, connectTimeoutMs, ackTimeoutMs, will } = this.#options;
    let lastWill: LastWill | undefined;
    try {
      lastWill = await will?.();
    } catch (error) {
      this.#trouble('no will for the next connection', error);
      this.#failedDial(error);
      return;
    }
    if (!this.#isRunning) return;
    const session = new MqttSession(
      {
        address: parseBrokerUrl(this.#options.url),
        tls: tls?.() ?? {},
        clientId,
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password }),
        keepaliveS: keepaliveS ?? DEFAULT_KEEPALIVE_S,
        connectTimeoutMs: connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
        ackTimeoutMs: ackTimeoutMs ?? DEFAULT_ACK_TIMEOUT_MS,
        will: lastWill,
      },
      this.#clock,
      {
        connected: () => void this.#connected(session),
        message: (message) => {
          for (const listener of this.#messageListeners) listener(message);
        },
        ended: (error) => this.#ended(session, error),
      },
    );
    this.#session = session;
    session.start();
  }

  async #connected(session: MqttSession): Promise<void> {
    this.#granted = new Set();
    await this.#syncSubscriptions(session);
    if (this.#session !== session || !this.#isRunning) return;
    this.#upSince = this.#clock.monotonicNow();
    for (const listener of this.#connectionListeners) listener(true);
  }

  /** Brings what the broker has granted to what is wanted, one change at a time; a broker that fails at it is left. */
  #syncSubscriptions(session: MqttSession): Promise<void> {
    this.#subscribing = this.#subscribing.then(async () => {
      if (this.#session !== session) return;
      const missing = [...this.#wanted].filter((filter) => !this.#granted.has(filter));
      const extra = [...this.#granted].filter((filter) => !this.#wanted.has(filter));
      try {
        const refused = new Set(await session.subscribe(missing));
        if (this.#session !== session) return;
        for (const filter of missing) if (!refused.has(filter)) this.#granted.add(filter);
        await session.unsubscribe(extra);
        if (this.#session !== session) return;
        for (const filter of extra) this.#granted.delete(filter);
        if (refused.size > 0) this.#retryLater(session, [...refused]);
      } catch (error) {
        session.drop(error);
      }
    });
    return this.#subscribing;
  }

  #retryLater(session: MqttSession, refused: readonly string[]): void {
    this.#trouble(`subscriptions refused: ${refused.join(', ')}`, undefined);
    this.#retryTimer?.cancel();
    const at = this.#clock.monotonicNow() + RETRY_REFUSED_MS;
    this.#retryTimer = this.#clock.at(at, () => void this.#syncSubscriptions(session));
  }

  #ended(session: MqttSession, error: unknown): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    this.#retryTimer?.cancel();
    const upSince = this.#upSince;
    this.#upSince = undefined;
    if (upSince === undefined) {
      if (this.#isRunning) this.#trouble(COULD_NOT_CONNECT, error);
      this.#failedDial(error);
      return;
    }
    const upMs = this.#clock.monotonicNow() - upSince;
    // A forced end says nothing about the broker, and comes from somebody who wants to be back now.
    if (this.#isForced) this.#redialIn(0);
    else {
      if (this.#isRunning) this.#trouble('connection lost', error);
      this.#history = afterLoss(this.#history, upMs, causeOf(error), this.#policy);
      this.#redialIn(this.#nextDelayMs());
    }
    this.#isForced = false;
    for (const listener of this.#connectionListeners) listener(false);
  }

  #failedDial(error: unknown): void {
    this.#history = afterFailedDial(this.#history, causeOf(error));
    this.#redialIn(this.#nextDelayMs());
  }

  #nextDelayMs(): Millis {
    return redialDelayMs(this.#history, this.reconnectSpreadMs, this.#policy, (this.#options.random ?? Math.random)());
  }

  #redialIn(delayMs: Millis): void {
    if (!this.#isRunning) return;
    this.#timer = this.#clock.at(this.#clock.monotonicNow() + delayMs, () => void this.#dial());
  }

  #trouble(detail: string, cause: unknown): void {
    this.#options.onTrouble?.(detail, cause);
  }
}
