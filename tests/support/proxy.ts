/**
 * A TCP proxy that hurts: delays each way independently without reordering, cuts, freezes and refuses connections,
 * counts bytes. Its randomness comes from a seed.
 */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { seededRandom } from './seeded-random.ts';

export type Direction = 'up' | 'down';

export interface ProxyOptions {
  target: { host: string; port: number };
  seed?: number;
  /** delay of each piece, drawn anew per piece and way */
  delayMs?: { min: number; max: number };
  /** called for each connection that is taken; what it returns sees everything that goes down to the client */
  tap?: () => (piece: Buffer) => void;
}

interface Pair {
  client: Socket;
  server: Socket;
  /** nothing is delivered before this instant, either way */
  heldUntilMs: number;
}

export class FaultProxy {
  /** bytes that passed, per way: `up` is towards the target */
  readonly bytes: Record<Direction, number> = { up: 0, down: 0 };
  private readonly options: ProxyOptions;
  private readonly random: () => number;
  private readonly pairs = new Set<Pair>();
  private readonly frozen = new Set<Direction>();
  private readonly thaw: (() => void)[] = [];
  /** connections that were taken since the start */
  taken = 0;
  private server: Server | undefined;
  private refusing = false;

  constructor(options: ProxyOptions) {
    this.options = options;
    this.random = seededRandom(options.seed ?? 1);
  }

  async start(): Promise<number> {
    const server = createServer((socket) => this.accept(socket));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return this.port;
  }

  get port(): number {
    return (this.server?.address() as AddressInfo | null | undefined)?.port ?? 0;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  get connections(): number {
    return this.pairs.size;
  }

  /** Resets every connection; new ones are taken. */
  cut(): void {
    for (const { client, server } of this.pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** Cuts and refuses new connections for this long. */
  dropFor(ms: number): void {
    this.refusing = true;
    this.cut();
    setTimeout(() => {
      this.refusing = false;
    }, ms).unref();
  }

  /** Lets nothing pass one way, without closing: a route that changed, a receiver that hangs. */
  freeze(direction: Direction): void {
    this.frozen.add(direction);
  }

  /** Lets nothing pass either way for this long on a share of the connections, drawn anew; nothing is lost. Needs `delayMs`. */
  stallSome(share: number, ms: number): void {
    const pairs = [...this.pairs];
    // of few connections a share is less than one: then one at times
    const many = Math.floor(share * pairs.length + this.random());
    for (let left = many; left > 0; left -= 1) {
      const [pair] = pairs.splice(Math.floor(this.random() * pairs.length), 1);
      if (pair !== undefined) pair.heldUntilMs = performance.now() + ms;
    }
  }

  unfreeze(): void {
    this.frozen.clear();
    for (const resume of this.thaw.splice(0)) resume();
  }

  async stop(): Promise<void> {
    this.unfreeze();
    for (const { client, server } of this.pairs) {
      client.destroy();
      server.destroy();
    }
    const { server } = this;
    if (server?.listening) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private accept(client: Socket): void {
    if (this.refusing) {
      client.resetAndDestroy();
      return;
    }
    this.taken += 1;
    const server = connect(this.options.target.port, this.options.target.host);
    client.setNoDelay(true);
    server.setNoDelay(true);
    const pair: Pair = { client, server, heldUntilMs: 0 };
    this.pairs.add(pair);
    const end = () => {
      this.pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    client.on('error', end).on('close', end);
    // where nothing passes, nobody hears that the other side has hung up
    const hungUp = () => (this.frozen.has('down') ? this.thaw.push(end) : end());
    server.on('error', hungUp).on('close', hungUp);
    this.relay(pair, client, server, 'up');
    this.relay(pair, server, client, 'down', this.options.tap?.());
  }

  private relay(pair: Pair, from: Socket, to: Socket, direction: Direction, tap?: (piece: Buffer) => void): void {
    let lastDueMs = 0;
    const deliver = (piece: Buffer) => {
      if (to.destroyed) return;
      this.bytes[direction] += piece.length;
      tap?.(piece);
      if (!to.write(piece)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    };
    const whenThawed = (act: () => void) => {
      if (!this.frozen.has(direction)) return act();
      from.pause();
      this.thaw.push(() => {
        act();
        from.resume();
      });
    };
    from.on('data', (piece) => {
      const { delayMs } = this.options;
      if (delayMs === undefined) return whenThawed(() => deliver(piece));
      const drawn = performance.now() + delayMs.min + this.random() * (delayMs.max - delayMs.min);
      lastDueMs = Math.max(lastDueMs, drawn, pair.heldUntilMs);
      setTimeout(() => whenThawed(() => deliver(piece)), lastDueMs - performance.now());
    });
  }
}
