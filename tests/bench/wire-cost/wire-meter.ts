/** Watches one device's connection: when how many bytes passed, and with which messages. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ipBytes, OPENING_BYTES, type SocketCounts, socketsTo } from './socket-counts.ts';

/** Between two looks something passed. */
export interface Passage {
  at: number;
  ipBytes: number;
  payloadBytes: number;
  segments: number;
  /** a connection was made */
  opened: boolean;
}

export interface Message {
  at: number;
  kind: string;
}

/** What passed without a pause, and what it was. */
export interface Exchange extends Passage {
  until: number;
  /** kinds of messages, sorted, each as often as it came; empty: a ping, or bare acknowledgements */
  kinds: string[];
}

export const LOOK_EVERY_MS = 400;
/** Answers and delayed acknowledgements come sooner; what comes later is something else. */
const PAUSE_MS = 2.5 * LOOK_EVERY_MS;
const NONE: Omit<SocketCounts, 'local'> = { sentBytes: 0, receivedBytes: 0, segmentsOut: 0, segmentsIn: 0 };

export class WireMeter {
  readonly #port: number;
  readonly #passages: Passage[] = [];
  readonly #messages: Message[] = [];
  readonly #stopping = new AbortController();
  #last: SocketCounts | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(port: number) {
    this.#port = port;
  }

  start(): void {
    this.#looking = this.#look();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
  }

  /** Somebody at the broker saw a message of this device, or to it. */
  saw(kind: string): void {
    this.#messages.push({ at: performance.now(), kind });
  }

  /** All that passed from one instant to another. */
  total(from: number, until = performance.now()): Pick<Passage, 'ipBytes' | 'payloadBytes' | 'segments'> {
    const within = this.#passages.filter(({ at }) => at > from && at <= until);
    return within.reduce(added, { ipBytes: 0, payloadBytes: 0, segments: 0 });
  }

  exchanges(from: number, until = performance.now()): Exchange[] {
    const within = this.#passages.filter(({ at }) => at > from && at <= until);
    const kindsOf = ({ at, until: end }: { at: number; until: number }) =>
      this.#messages
        .filter((message) => message.at > at - 2 * LOOK_EVERY_MS && message.at <= end)
        .map(({ kind }) => kind)
        .sort();
    return joined(within).map((each) => ({ ...each, kinds: kindsOf(each) }));
  }

  /** Until nothing but a ping could pass. */
  async quiet(ms: number, withinMs: number): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (performance.now() - (this.#passages.at(-1)?.at ?? 0) < ms) {
      if (performance.now() > deadline) throw new Error('the connection does not come to rest');
      await sleep(LOOK_EVERY_MS);
    }
  }

  async #look(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const [now, more] = await socketsTo(this.#port);
      if (more !== undefined && more.local !== now?.local) throw new Error('more than one device is connected');
      if (now !== undefined) this.#take(now);
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  #take(now: SocketCounts): void {
    const opened = this.#last?.local !== now.local;
    const before = opened ? NONE : (this.#last ?? NONE);
    this.#last = now;
    const bytes = ipBytes(now) - ipBytes(before) + (opened ? OPENING_BYTES : 0);
    if (bytes === 0) return;
    this.#passages.push({
      at: performance.now(),
      ipBytes: bytes,
      payloadBytes: now.sentBytes + now.receivedBytes - before.sentBytes - before.receivedBytes,
      segments: now.segmentsOut + now.segmentsIn - before.segmentsOut - before.segmentsIn,
      opened,
    });
  }
}

type Sum = Pick<Passage, 'ipBytes' | 'payloadBytes' | 'segments'>;
const added = (sum: Sum, each: Sum): Sum => ({
  ipBytes: sum.ipBytes + each.ipBytes,
  payloadBytes: sum.payloadBytes + each.payloadBytes,
  segments: sum.segments + each.segments,
});

/** Passages that follow each other without a pause are one. */
export function joined(passages: readonly Passage[]): (Passage & { until: number })[] {
  const all: (Passage & { until: number })[] = [];
  for (const passage of passages) {
    const last = all.at(-1);
    if (last === undefined || passage.at - last.until > PAUSE_MS) all.push({ ...passage, until: passage.at });
    else Object.assign(last, added(last, passage), { until: passage.at, opened: last.opened || passage.opened });
  }
  return all;
}
