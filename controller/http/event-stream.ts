/** Server-sent events (WHATWG HTML, 9.2): one feed to many watchers, none of whom leaves anything behind. */
import type { ServerResponse } from 'node:http';
import type { Millis } from '@loa-lang/schemas/units';
import type { ProgressEvent, ProgressFeed } from '../ports/progress-feed.ts';

export interface EventStreamOptions {
  /** watchers at once; each costs a socket and a few kilobytes */
  maxWatchers: number;
  /** a comment this often keeps proxies from closing the connection and finds dead sockets */
  heartbeatMs?: Millis;
  /** unread bytes after which a watcher is dropped; it reconnects and reads the state anew */
  maxLagBytes?: number;
}

/** Under the 60 s after which common proxies close a silent connection. */
const HEARTBEAT_MS: Millis = 15_000;
/** Thousands of events: whoever is that far behind is gone or hopeless. */
const MAX_LAG_BYTES = 512 * 1024;
/** A browser waits this long before it reconnects. */
const RETRY_MS: Millis = 2_000;

interface Watcher {
  response: ServerResponse;
  broadcastId: string | undefined;
}

export class EventStream {
  readonly #feed: ProgressFeed;
  readonly #options: Required<EventStreamOptions>;
  readonly #watchers = new Set<Watcher>();
  #unsubscribe: (() => void) | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(feed: ProgressFeed, options: EventStreamOptions) {
    this.#feed = feed;
    this.#options = { heartbeatMs: HEARTBEAT_MS, maxLagBytes: MAX_LAG_BYTES, ...options };
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  /** One subscription and one timer serve all watchers. */
  start(): void {
    this.#unsubscribe = this.#feed.subscribe((event) => this.#send(event));
    this.#heartbeat = setInterval(() => this.#write([...this.#watchers], ': \n\n'), this.#options.heartbeatMs);
    this.#heartbeat.unref();
  }

  stop(): void {
    this.#unsubscribe?.();
    clearInterval(this.#heartbeat);
    for (const { response } of this.#watchers) response.end();
    this.#watchers.clear();
  }

  get full(): boolean {
    return this.#watchers.size >= this.#options.maxWatchers;
  }

  /** @param broadcastId only what concerns this broadcast, and what concerns none in particular */
  watch(response: ServerResponse, broadcastId: string | undefined): void {
    const watcher = { response, broadcastId };
    this.#watchers.add(watcher);
    const leave = () => this.#watchers.delete(watcher);
    // the request's end is no sign: it has no body; the socket's is
    response.once('close', leave);
    response.once('error', leave);
    if (response.destroyed || response.writableEnded) leave();
    else response.write(`retry: ${RETRY_MS}\n\n`);
  }

  #send(event: ProgressEvent): void {
    const about = 'broadcastId' in event ? event.broadcastId : undefined;
    const interested = [...this.#watchers].filter(
      ({ broadcastId }) => broadcastId === undefined || about === undefined || about === broadcastId,
    );
    this.#write(interested, `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  #write(watchers: readonly Watcher[], text: string): void {
    for (const watcher of watchers) {
      if (watcher.response.writableLength > this.#options.maxLagBytes) {
        this.#watchers.delete(watcher);
        watcher.response.destroy();
      } else {
        watcher.response.write(text);
      }
    }
  }
}
