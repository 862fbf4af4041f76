/**
 * The broker inside the controller's process (MQTT 3.1.1), for one commune on one machine. Retained messages live in
 * memory only: the controller publishes everything again when it starts. It grants `$share` subscriptions and delivers
 * nothing on them, so exactly one controller works with it.
 */
import { type AddressInfo, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { DeviceId } from '@loa-lang/schemas/ids';
import { Aedes, type AuthenticateError, type Client } from 'aedes';
import { type BrokerAccess, type BrokerIdentity, mayPublish, maySubscribe } from './broker-access.ts';
import { BrokerSocket, type QueueLimits } from './broker-socket.ts';
import { certificateOf, createTlsServer, type TlsListener } from './broker-tls.ts';

export interface BrokerLimits extends QueueLimits {
  /** connections at most, authenticated or not */
  connections: number;
  /** longest keepalive a client may ask for, seconds; 0 (none) is refused, or a dead link would never be noticed */
  keepaliveSeconds: number;
  /** CONNECT must come within this time */
  connectMs: number;
}

/** 1,500 clients fit with room; the largest signed document is 512 KiB; 30 s lets a 2G link drain its queue. */
export const DEFAULT_BROKER_LIMITS: BrokerLimits = {
  connections: 6000,
  keepaliveSeconds: 300,
  connectMs: 10_000,
  firstPacketBytes: 32 * 1024,
  packetBytes: 640 * 1024,
  lagBytes: 192 * 1024,
  queueBytes: 2 * 1024 * 1024,
  stallMs: 30_000,
};

export type BrokerRefusal = { what: 'connect' | 'publish' | 'subscribe'; clientId: string; topic?: string };

export interface EmbeddedBrokerOptions {
  /** interface to listen on for passwords, e.g. `127.0.0.1` */
  host: string;
  /** 0 takes a free port */
  port: number;
  tls?: TlsListener;
  access: BrokerAccess;
  limits?: Partial<BrokerLimits>;
  /** somebody tried what it may not; for the log and for incidents */
  onRefused?: (refusal: BrokerRefusal) => void;
}

/** MQTT 3.1.1, table 3.1: connect return codes. */
const IDENTIFIER_REJECTED = 2;
const NOT_AUTHORIZED = 5;
const STALL_CHECK_MS = 1000;

export class EmbeddedBroker {
  private readonly options: EmbeddedBrokerOptions;
  private readonly limits: BrokerLimits;
  private readonly identities = new WeakMap<Client, BrokerIdentity>();
  private readonly sockets = new Map<Socket, BrokerSocket>();
  private aedes: Aedes | undefined;
  private readonly shut = new Set<DeviceId>();
  private readonly servers: Server[] = [];
  private stallTimer: NodeJS.Timeout | undefined;

  constructor(options: EmbeddedBrokerOptions) {
    this.options = options;
    this.limits = { ...DEFAULT_BROKER_LIMITS, ...options.limits };
  }

  /** Listens. @throws the system's error when the port cannot be had (`EADDRINUSE`, `EACCES`). */
  async start(): Promise<{ host: string; port: number }> {
    this.aedes = await this.createBroker();
    const { host, port, tls } = this.options;
    try {
      await this.listen(
        createServer((socket) => this.accept(socket)),
        host,
        port,
      );
      if (tls !== undefined) {
        await this.listen(
          createTlsServer(tls, (socket) => this.accept(socket)),
          tls.host,
          tls.port,
        );
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.stallTimer = setInterval(() => {
      const now = performance.now();
      for (const socket of this.sockets.values()) socket.checkStall(now);
    }, STALL_CHECK_MS);
    return { host, port: this.port };
  }

  get port(): number {
    return portOf(this.servers[0]) ?? this.options.port;
  }

  /** Of the listener for certificates. */
  get tlsPort(): number | undefined {
    return portOf(this.servers[1]);
  }

  get url(): string {
    const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[this.options.host] ?? this.options.host;
    return `mqtt://${isIPv6(host) ? `[${host}]` : host}:${this.port}`;
  }

  get connectedClients(): number {
    return this.aedes?.connectedClients ?? 0;
  }

  /** Bytes queued for all clients together. */
  get queuedBytes(): number {
    let sum = 0;
    for (const socket of this.sockets.keys()) sum += socket.writableLength;
    return sum;
  }

  /**
   * Lets a device in no more, whatever `access` says, and ends its sessions at once: nothing is forwarded to it from now
   * on, and neither what it is saying nor its last will is published.
   */
  shutOut(deviceId: DeviceId): void {
    this.shut.add(deviceId);
    for (const socket of this.sockets.keys()) {
      const { client } = socket as Socket & { client?: Client };
      const who = client === undefined ? undefined : this.identities.get(client);
      if (who?.kind !== 'device' || who.deviceId !== deviceId || client === undefined) continue;
      this.identities.delete(client);
      client.close();
      socket.destroy();
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.stallTimer);
    const { aedes } = this;
    this.aedes = undefined;
    const closed = this.servers
      .splice(0)
      .map((server) => new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve())));
    if (aedes !== undefined) await new Promise<void>((resolve) => aedes.close(() => resolve()));
    for (const socket of this.sockets.keys()) socket.destroy();
    await Promise.all(closed);
  }

  private async listen(server: Server, host: string, port: number): Promise<void> {
    server.maxConnections = this.limits.connections;
    this.servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
  }

  private accept(socket: Socket): void {
    const guarded = new BrokerSocket(socket, this.limits);
    guarded.guard();
    this.sockets.set(socket, guarded);
    socket.once('close', () => this.sockets.delete(socket));
    if (this.aedes === undefined) socket.destroy();
    else this.aedes.handle(socket);
  }

  private createBroker(): Promise<Aedes> {
    const { access, onRefused } = this.options;
    return Aedes.createBroker({
      concurrency: 1000,
      connectTimeout: this.limits.connectMs,
      keepaliveLimit: this.limits.keepaliveSeconds,
      // never reached while sockets report no back-pressure; kept as a second line
      drainTimeout: this.limits.stallMs,
      maxTopicLevels: 8,
      authenticate: (client, username, password, done) => {
        if (!client.clean) return done(connectError(IDENTIFIER_REJECTED), null);
        const certificate = certificateOf(client.conn as Socket);
        const asked =
          certificate === undefined
            ? access.authenticate(client.id, username ?? '', password ?? Buffer.alloc(0))
            : (access.admit?.(client.id, certificate) ?? Promise.resolve(undefined));
        void asked
          .catch(() => undefined)
          .then((who) => {
            if (who === undefined || (who.kind === 'device' && this.shut.has(who.deviceId))) {
              onRefused?.({ what: 'connect', clientId: client.id });
              return done(connectError(NOT_AUTHORIZED), null);
            }
            this.identities.set(client, who);
            done(null, true);
          });
      },
      authorizePublish: (client, packet, done) => {
        const who = client === null ? undefined : this.identities.get(client);
        if (who !== undefined && mayPublish(who, packet.topic, packet.retain)) return done(null);
        // of a session that was cut: its last words
        if (who === undefined) return done(new Error('not connected'));
        onRefused?.({ what: 'publish', clientId: client?.id ?? '', topic: packet.topic });
        done(new Error('not allowed to publish here'));
      },
      authorizeSubscribe: (client, subscription, done) => {
        const who = this.identities.get(client);
        const verdict = who === undefined ? Promise.resolve(false) : maySubscribe(who, subscription.topic, access);
        void verdict
          .catch(() => true)
          .then((allowed) => {
            if (!allowed) onRefused?.({ what: 'subscribe', clientId: client.id, topic: subscription.topic });
            done(null, allowed ? subscription : null);
          });
      },
      authorizeForward: (client, packet) => {
        if (!this.identities.has(client)) return null;
        if (packet.qos === 0 && this.sockets.get(client.conn as Socket)?.lags) return null;
        return packet;
      },
    });
  }
}

const portOf = (server: Server | undefined): number | undefined =>
  (server?.address() as AddressInfo | null | undefined)?.port;

const connectError = (returnCode: number): AuthenticateError =>
  Object.assign(new Error('connection refused'), { returnCode }) as AuthenticateError;
