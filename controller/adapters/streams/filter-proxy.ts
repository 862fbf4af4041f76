/**
 * The only way of ffmpeg to a network: a forward proxy on loopback that judges each address when it connects, whoever
 * named it: a redirect, a playlist, a segment. Bytes pass as they are; answers need not be good HTTP.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Millis } from '@loa-lang/schemas/units';
import type { AddressRule } from './address-rule.ts';
import { type DialFault, dial } from './dial.ts';
import { type Head, readHead } from './http-head.ts';

/** Whoever holds it may use the proxy until it is given back. */
export interface ProxyPass {
  /** for `http_proxy` */
  readonly url: string;
  /** why connections were not made, the latest last */
  readonly faults: readonly DialFault[];
  giveBack(): void;
}

const HEAD_WITHIN_MS: Millis = 10_000;
const CONNECT_WITHIN_MS: Millis = 5_000;
/** Neither end has said anything: pieces of HLS come at least this often. */
const IDLE_MS: Millis = 60_000;
const MOST_CONNECTIONS = 64;
const USER = 'relay';

interface Target {
  host: string;
  port: number;
  /** what is said to the target first; nothing in a tunnel */
  first: Buffer;
  tunnel: boolean;
}

export class FilterProxy {
  readonly #rule: AddressRule;
  readonly #passes = new Map<string, DialFault[]>();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(rule: AddressRule) {
    this.#rule = rule;
    this.#server = createServer((socket) => void this.#serve(socket));
    this.#server.maxConnections = MOST_CONNECTIONS;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    // relays keep the process alive, not what serves them
    this.#server.unref();
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  issue(): ProxyPass {
    const secret = randomBytes(24).toString('hex');
    const faults: DialFault[] = [];
    this.#passes.set(secret, faults);
    const { port } = this.#server.address() as AddressInfo;
    return {
      url: `http://${USER}:${secret}@127.0.0.1:${port}`,
      faults,
      giveBack: () => void this.#passes.delete(secret),
    };
  }

  async #serve(client: Socket): Promise<void> {
    this.#keep(client);
    const head = await headOf(client);
    if (head === undefined) return void client.destroy();
    const faults = this.#faultsOf(head);
    if (faults === undefined) {
      return answer(client, '407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="relay"\r\n');
    }
    const target = targetOf(head);
    if (target === undefined) return answer(client, '400 Bad Request');
    const dialled = await dial(this.#rule, target.host, target.port, CONNECT_WITHIN_MS);
    if (!dialled.ok) {
      faults.push(dialled.fault);
      return answer(client, dialled.fault.kind === 'refused-address' ? '403 Forbidden' : '502 Bad Gateway');
    }
    const { socket } = dialled;
    this.#keep(socket);
    if (client.destroyed) return void socket.destroy();
    if (target.tunnel) client.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.write(Buffer.concat([target.first, head.rest]));
    client.pipe(socket);
    socket.pipe(client);
    client.once('close', () => socket.destroy());
    socket.once('close', () => client.destroySoon());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.setTimeout(IDLE_MS, () => socket.destroy());
  }

  #faultsOf({ headers }: Head): DialFault[] | undefined {
    const [scheme, given = ''] = (headers.get('proxy-authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'basic') return undefined;
    const said = Buffer.from(given, 'base64');
    for (const [secret, faults] of this.#passes) {
      const expected = Buffer.from(`${USER}:${secret}`);
      if (said.length === expected.length && timingSafeEqual(said, expected)) return faults;
    }
    return undefined;
  }
}

/** `undefined` when none came in time, or none that is one. */
function headOf(client: Socket): Promise<Head | undefined> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const end = (head: Head | undefined) => {
      clearTimeout(timer);
      client.off('data', onData);
      client.pause();
      resolve(head);
    };
    const onData = (more: Buffer) => {
      bytes = Buffer.concat([bytes, more]);
      try {
        const head = readHead(bytes);
        if (head !== undefined) end(head);
      } catch {
        end(undefined);
      }
    };
    const timer = setTimeout(() => end(undefined), HEAD_WITHIN_MS);
    client.on('data', onData);
    client.once('close', () => end(undefined));
  });
}

/** Said to the target by us alone. */
const OURS = new Set(['proxy-authorization', 'proxy-connection', 'connection']);

function targetOf({ line, headers }: Head): Target | undefined {
  const [method = '', address = '', version = ''] = line.split(' ');
  try {
    if (method === 'CONNECT') {
      const url = new URL(`tcp://${address}`);
      return { host: bare(url.hostname), port: Number(url.port), first: Buffer.alloc(0), tunnel: true };
    }
    const url = new URL(address);
    if (url.protocol !== 'http:') return undefined;
    const fields = [...headers].filter(([name]) => !OURS.has(name)).map(([name, value]) => `${name}: ${value}`);
    // one request a connection: what a kept one would ask for next is not looked at
    const lines = [`${method} ${url.pathname}${url.search} ${version}`, ...fields, 'connection: close', '', ''];
    const first = Buffer.from(lines.join('\r\n'), 'latin1');
    return { host: bare(url.hostname), port: Number(url.port || 80), first, tunnel: false };
  } catch {
    return undefined;
  }
}

/** IPv6 addresses stand in brackets in a URL. */
export const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

function answer(client: Socket, status: string, headers = ''): void {
  client.end(`HTTP/1.1 ${status}\r\n${headers}Content-Length: 0\r\nConnection: close\r\n\r\n`);
}
