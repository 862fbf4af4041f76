/** The way from a server to its listeners: as it is on one host, or as bad as a mobile network is on a bad day. */
import { FaultProxy } from '../../support/proxy.ts';

export const JITTER_MS = { min: 20, max: 200 };
export const STALLED_SHARE = 0.02;
export const STALL_MS = 1000;
export const BAD_NETWORK =
  '20–200 ms each way, anew for each piece, order kept; every second another 2 % of the connections stand still for 1 s';

export interface Network {
  /** Port at which listeners reach the server at this port of loopback. */
  to(port: number): Promise<number>;
  stop(): Promise<void>;
}

export const cleanNetwork: Network = { to: async (port) => port, stop: async () => {} };

/** Every second some connections stand still: of few, one now and then. */
export class BadNetwork implements Network {
  readonly #proxies: FaultProxy[] = [];
  readonly #stalling: NodeJS.Timeout;

  constructor() {
    this.#stalling = setInterval(() => {
      for (const proxy of this.#proxies) proxy.stallSome(STALLED_SHARE, STALL_MS);
    }, STALL_MS);
  }

  async to(port: number): Promise<number> {
    const target = { host: '127.0.0.1', port };
    const proxy = new FaultProxy({ target, seed: 9 + this.#proxies.length, delayMs: JITTER_MS });
    this.#proxies.push(proxy);
    return proxy.start();
  }

  async stop(): Promise<void> {
    clearInterval(this.#stalling);
    await Promise.all(this.#proxies.map((proxy) => proxy.stop()));
  }
}
