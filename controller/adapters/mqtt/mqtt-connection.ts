/**
 * One connection to the broker, from dialling to its end. Every reconnect makes a new one: nothing that was queued,
 * in flight or registered on an old connection can leak into the next.
 */
import { FrameLimit } from '@loa-lang/schemas/wire/frame-limit';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { writeToStream } from 'mqtt-packet';
import type { PublishResult } from '../../ports/broadcast-transport.ts';
import { Slots } from './slots.ts';

// 65,536 ready-made buffers of two bytes are 15 MB of memory; making one takes less than a microsecond
writeToStream.cacheNumbers = false;

export interface ConnectionOptions {
  url: string;
  clientId: string;
  username?: string;
  password?: string;
  /** PEM: whose certificates count, and what is shown to a broker that asks for one; the system's authorities otherwise */
  tls?: { ca: readonly string[]; cert: string; key: string };
  /** 4 is MQTT 3.1.1 */
  protocolVersion: 4 | 5;
  keepaliveSeconds: number;
  connectTimeoutMs: number;
}

export interface ArrivedPacket {
  topic: string;
  payload: Uint8Array;
  retained: boolean;
  receivedAt: number;
}

/** An outside broker may know no newer one. */
const LEAST_TLS = { minVersion: 'TLSv1.2' };
/** QoS 1 publishes in flight at once; MQTT 5 brokers may ask for fewer (Receive Maximum). */
const MAX_IN_FLIGHT = 256;

export class MqttConnection {
  private readonly client: MqttClient;
  private readonly slots: Slots;
  private readonly pending = new Set<(result: PublishResult) => void>();
  private open = true;
  private chunkReadAt: number | undefined;

  private constructor(client: MqttClient, slots: Slots) {
    this.client = client;
    this.slots = slots;
  }

  /**
   * Dials. `preciseNow` stamps what arrives, when its bytes are read from the socket. `onEnd` is called exactly once
   * after a successful return. @throws when no connection is made.
   */
  static async dial(
    options: ConnectionOptions,
    preciseNow: () => number,
    onPacket: (packet: ArrivedPacket) => void,
    onEnd: () => void,
    signal: AbortSignal,
  ): Promise<MqttConnection> {
    const client = mqtt.connect(options.url, clientOptions(options));
    const inFlight = await new Promise<number>((resolve, reject) => {
      const settled = () => {
        signal.removeEventListener('abort', aborted);
        client.off('error', give).off('close', closed);
      };
      const give = (error: Error) => {
        settled();
        client.on('error', () => {});
        client.end(true);
        reject(error);
      };
      const aborted = () => give(new Error('stopped'));
      const closed = () => give(new Error('connection closed'));
      signal.addEventListener('abort', aborted, { once: true });
      client.on('error', give).on('close', closed);
      client.once('connect', (connack) => {
        settled();
        resolve(Math.min(MAX_IN_FLIGHT, connack.properties?.receiveMaximum ?? MAX_IN_FLIGHT));
      });
    });
    const connection = new MqttConnection(client, new Slots(inFlight));
    connection.listen(preciseNow, onPacket, onEnd);
    return connection;
  }

  private listen(preciseNow: () => number, onPacket: (packet: ArrivedPacket) => void, onEnd: () => void): void {
    const { client } = this;
    client.on('error', () => {
      this.end();
      client.end(true);
    });
    // before the parser's own listener, which emits the messages of this chunk
    const limit = new FrameLimit();
    client.stream.prependListener('data', (chunk: Uint8Array) => {
      this.chunkReadAt = preciseNow();
      if (!limit.admits(chunk)) client.stream.destroy(new Error('the broker announces more than any of our messages'));
    });
    client.on('message', (topic, payload, packet) =>
      onPacket({ topic, payload, retained: packet.retain, receivedAt: this.chunkReadAt ?? preciseNow() }),
    );
    client.once('close', () => {
      this.end();
      onEnd();
    });
  }

  /** Subscribes at QoS 1. @returns whether the broker granted it. */
  async subscribe(filters: string[]): Promise<boolean> {
    if (!this.open) return false;
    const ended = new Promise<false>((resolve) => this.client.once('close', () => resolve(false)));
    const granted = new Promise<boolean>((resolve) =>
      this.client.subscribe(filters, { qos: 1 }, (error, grants) =>
        resolve(error === null && (grants ?? []).every((grant) => grant.qos < 128)),
      ),
    );
    return Promise.race([granted, ended]);
  }

  async publish(
    topic: string,
    payload: Uint8Array,
    options: { qos: 0 | 1; retain: boolean; timeoutMs: number },
  ): Promise<PublishResult> {
    if (!this.open) return { ok: false, reason: 'not-connected' };
    return new Promise((resolve) => {
      let release: (() => void) | undefined;
      const settle = (result: PublishResult) => {
        if (!this.pending.delete(settle)) return;
        clearTimeout(timer);
        release?.();
        resolve(result);
      };
      this.pending.add(settle);
      const timer = setTimeout(() => settle({ ok: false, reason: 'timed-out' }), options.timeoutMs);
      const send = (done: () => void) => {
        release = done;
        if (!this.pending.has(settle)) return done();
        const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
        this.client.publish(topic, bytes, { qos: options.qos, retain: options.retain }, (error) =>
          settle(error ? { ok: false, reason: this.alive ? 'refused' : 'not-connected' } : { ok: true }),
        );
      };
      if (options.qos === 0) send(() => {});
      else this.slots.take(send);
    });
  }

  /** Drops the socket at once. */
  drop(): void {
    this.client.end(true);
  }

  /** Says goodbye and closes. */
  async close(): Promise<void> {
    if (!this.open) return;
    await Promise.race([
      new Promise<void>((resolve) => this.client.end(false, () => resolve())),
      new Promise<void>((resolve) => setTimeout(resolve, 1000).unref()),
    ]);
    this.client.end(true);
  }

  private get alive(): boolean {
    return this.open && this.client.connected && !this.client.disconnecting;
  }

  private end(): void {
    this.open = false;
    for (const settle of [...this.pending]) settle({ ok: false, reason: 'not-connected' });
  }
}

function clientOptions(options: ConnectionOptions): IClientOptions {
  const { clientId, protocolVersion, username, password, tls } = options;
  return {
    clientId,
    protocolVersion,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { ...tls, ca: [...tls.ca] }),
    ...LEAST_TLS,
    clean: true,
    keepalive: options.keepaliveSeconds,
    connectTimeout: options.connectTimeoutMs,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
  };
}
