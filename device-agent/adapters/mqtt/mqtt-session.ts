/**
 * One MQTT connection from dialling to its end. A new one is made for every attempt, so nothing of an old connection
 * (queued packets, stored publishes, handlers, its will) can reach the next.
 */
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { FrameLimit } from '@loa-lang/schemas/wire/frame-limit';
import { type IClientOptions, type IPublishPacket, MqttClient } from 'mqtt';
import { writeToStream } from 'mqtt-packet';
import type { Clock } from '../../ports/clock.ts';
import type { IncomingMessage, SendResult } from '../../ports/controller-link.ts';
import { type BrokerAddress, openSocket } from './open-socket.ts';

// 65,536 ready-made buffers of two bytes are 15 MB of memory; making one takes less than a microsecond
writeToStream.cacheNumbers = false;

export interface LastWill {
  topic: string;
  payload: Uint8Array;
  retain: boolean;
}

export interface SessionOptions {
  address: BrokerAddress;
  tls: ConnectionOptions;
  clientId: string;
  username?: string;
  password?: string;
  keepaliveS: number;
  /** from dialling to CONNACK, and from SUBSCRIBE to SUBACK */
  connectTimeoutMs: Millis;
  /** from PUBLISH to PUBACK */
  ackTimeoutMs: Millis;
  will: LastWill | undefined;
}

export interface SessionEvents {
  connected(): void;
  message(message: IncomingMessage): void;
  /** Once, at the end, whoever ended it. `error` is the first one seen; none when the other side just closed. */
  ended(error: unknown): void;
}

/** More than this unsent means that the link is slower than what we say; better to fail than to queue the past. */
const MAX_UNSENT_BYTES = 256 * 1024;
/** MQTT 3.1.1, 3.9.3: the filter was refused */
const REFUSED = 0x80;

export class MqttSession {
  readonly #options: SessionOptions;
  readonly #clock: Clock;
  readonly #events: SessionEvents;
  readonly #pending = new Set<(result: SendResult) => void>();
  #client: MqttClient | undefined;
  #readAt: MonotonicMillis = 0;
  #error: unknown;
  #isConnected = false;
  #hasEnded = false;

  constructor(options: SessionOptions, clock: Clock, events: SessionEvents) {
    this.#options = options;
    this.#clock = clock;
    this.#events = events;
  }

  start(): void {
    const { address, tls, clientId, username, password, keepaliveS, connectTimeoutMs, will } = this.#options;
    const options: IClientOptions = {
      protocolVersion: 4,
      clean: true,
      clientId,
      keepalive: keepaliveS,
      connectTimeout: connectTimeoutMs,
      // The link dials again by itself, with a new session and a new will.
      reconnectPeriod: 0,
      queueQoSZero: false,
      resubscribe: false,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(will && { will: { ...will, payload: Buffer.from(will.payload), qos: 1 as const } }),
    };
    const client = new MqttClient(() => {
      const socket = openSocket(address, tls);
      // Attached before the parser: the instant is that of the read, not of the packet's turn.
      const limit = new FrameLimit();
      socket.on('data', (chunk: Uint8Array) => {
        this.#readAt = this.#clock.monotonicNow();
        if (!limit.admits(chunk)) this.drop(new Error('the broker announces more than any of our messages'));
      });
      return socket;
    }, options);
    this.#client = client;
    client.on('connect', () => {
      this.#isConnected = true;
      this.#events.connected();
    });
    client.on('message', (topic, payload, packet) => this.#received(topic, payload, packet));
    client.on('error', (error) => {
      this.#error ??= error;
    });
    client.on('close', () => this.#end());
  }

  get localAddress(): string | undefined {
    return (this.#client?.stream as Socket | undefined)?.localAddress;
  }

  /** Publishes on this connection or not at all. */
  send(topic: string, payload: Uint8Array, { qos, retain }: { qos: 0 | 1; retain: boolean }): Promise<SendResult> {
    const client = this.#client;
    if (!client || !this.#isConnected || this.#hasEnded) return Promise.resolve('not-connected');
    if (client.stream.writableLength > MAX_UNSENT_BYTES) return Promise.resolve('failed');
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const settle = (result: SendResult): void => {
        clearTimeout(timer);
        this.#pending.delete(settle);
        resolve(result);
      };
      this.#pending.add(settle);
      const sent = (error?: unknown): void => settle(error ? 'failed' : 'sent');
      client.publish(topic, Buffer.from(payload), { qos, retain }, sent);
      if (qos === 0) return;
      const messageId = client.getLastMessageId();
      timer = setTimeout(() => client.removeOutgoingMessage(messageId), this.#options.ackTimeoutMs);
    });
  }

  /** Resolves with the filters that the broker refused; rejects when it does not answer or the connection ends. */
  async subscribe(filters: readonly string[]): Promise<string[]> {
    const client = this.#client;
    if (!client || this.#hasEnded) throw new Error('not connected');
    if (filters.length === 0) return [];
    const answered = new Promise<readonly number[]>((resolve, reject) => {
      client.subscribe([...filters], { qos: 1 }, (error, _granted, packet) => {
        const codes = packet?.granted as number[] | undefined;
        if (codes?.length === filters.length) resolve(codes);
        else reject(error ?? new Error('subscription not answered'));
      });
    });
    const codes = await this.#within(answered);
    return filters.filter((_, index) => ((codes[index] ?? REFUSED) & REFUSED) !== 0);
  }

  async unsubscribe(filters: readonly string[]): Promise<void> {
    const client = this.#client;
    if (!client || this.#hasEnded || filters.length === 0) return;
    await this.#within(client.unsubscribeAsync([...filters]));
  }

  /** Ends at once without a farewell, so that the broker publishes the will. */
  drop(error: unknown): void {
    this.#error ??= error;
    this.#client?.stream.destroy();
    this.#end();
  }

  /** Says farewell, so that the broker forgets the will; drops the socket when that takes longer than `graceMs`. */
  async close(graceMs: Millis): Promise<void> {
    const client = this.#client;
    if (!client || this.#hasEnded) return;
    if (this.#isConnected) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, graceMs);
        client.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        // Waits for outstanding PUBACKs, then sends DISCONNECT.
        client.end(false);
      });
    }
    this.drop(new Error('stopped'));
  }

  #received(topic: string, payload: Buffer, packet: IPublishPacket): void {
    if (this.#hasEnded) return;
    this.#events.message({ topic, payload, retained: packet.retain, receivedAtMs: this.#readAt });
  }

  async #within<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('no answer to a subscription')), this.#options.connectTimeoutMs);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #settlePending(): void {
    for (const settle of [...this.#pending]) settle('failed');
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#isConnected = false;
    this.#settlePending();
    // Late errors of the dead socket are nobody's business, but an unheard 'error' event would end the process.
    this.#client?.removeAllListeners('message');
    this.#client?.end(true);
    this.#events.ended(this.#error);
  }
}
