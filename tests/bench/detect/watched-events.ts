/** The controller's events as a console hears them, each with the instant at which it came. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface HeardEvent {
  type: string;
  /** monotonic, ms */
  at: number;
  deviceId?: string;
  subject?: string;
  kind?: string;
  state?: string;
}

const POLL_MS = 100;

export class WatchedEvents {
  readonly heard: HeardEvent[] = [];
  readonly #stopping = new AbortController();

  static async open(httpUrl: string): Promise<WatchedEvents> {
    const events = new WatchedEvents();
    const { signal } = events.#stopping;
    const answer = await fetch(`${httpUrl}/api/v1/events`, { signal });
    if (answer.body === null || !answer.ok) throw new Error(`no events: ${answer.status}`);
    void events.#read(answer.body).catch(() => undefined);
    return events;
  }

  /** Of each of these devices the first since the instant. @throws when they do not all come in time */
  async firsts(
    deviceIds: readonly string[],
    isIt: (event: HeardEvent, deviceId: string) => boolean,
    since: number,
    withinMs: number,
  ): Promise<number[]> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const found = deviceIds.map((id) => this.heard.find((event) => event.at >= since && isIt(event, id))?.at);
      const missing = found.filter((at) => at === undefined).length;
      if (missing === 0) return found as number[];
      if (performance.now() > deadline) throw new Error(`${missing} of ${deviceIds.length} devices were not told of`);
      await sleep(POLL_MS);
    }
  }

  close(): void {
    this.#stopping.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const piece of body) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      const at = performance.now();
      for (const line of lines) {
        if (line.startsWith('data: ')) this.heard.push({ ...JSON.parse(line.slice(6)), at });
      }
    }
  }
}
