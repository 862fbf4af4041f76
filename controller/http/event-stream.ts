/** Server-sent events (WHATWG HTML, 9.2): one feed to many watchers, none of whom leaves anything behind. */
import type { ServerResponse } from 'node:http';
import type { Millis } from '@loa-lang/schemas/units';
import { type Place, type Sight, sees } from '../domain/permissions/sight.ts';
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

/** Events that wait to be placed while the database is slow; then some are lost, which loses nothing but the view. */
const MAX_WAITING = 10_000;

export interface Viewer {
  sight: Sight;
  /** what the viewer can know of by now; `undefined`: nothing any more, and the stream ends */
  again: () => Promise<Sight | undefined>;
}

interface Watcher {
  response: ServerResponse;
  broadcastId: string | undefined;
  viewer: Viewer;
  /** the viewer is being looked at again */
  looking: boolean;
}

export class EventStream {
  readonly #feed: ProgressFeed;
  readonly #placeOf: (event: ProgressEvent) => Promise<Place | undefined>;
  readonly #options: Required<EventStreamOptions>;
  readonly #watchers = new Set<Watcher>();
  #unsubscribe: (() => void) | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  /** events are sent in their order, however long it takes to place one */
  #sending: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(
    feed: ProgressFeed,
    placeOf: (event: ProgressEvent) => Promise<Place | undefined>,
    options: EventStreamOptions,
  ) {
    this.#feed = feed;
    this.#placeOf = placeOf;
    this.#options = { heartbeatMs: HEARTBEAT_MS, maxLagBytes: MAX_LAG_BYTES, ...options };
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  /** One subscription and one timer serve all watchers. */
  start(): void {
    this.#unsubscribe = this.#feed.subscribe((event) => this.#send(event));
    this.#heartbeat = setInterval(() => this.#beat(), this.#options.heartbeatMs);
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
  watch(response: ServerResponse, broadcastId: string | undefined, viewer: Viewer): void {
    const watcher = { response, broadcastId, viewer, looking: false };
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
    const text = `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    this.#write(
      interested.filter(({ viewer }) => viewer.sight === 'everything'),
      text,
    );
    const bounded = interested.filter(({ viewer }) => viewer.sight !== 'everything');
    if (bounded.length === 0 || this.#waiting >= MAX_WAITING) return;
    this.#waiting++;
    this.#sending = this.#sending
      .then(async () => {
        const place = await this.#placeOf(event);
        if (place === undefined) return;
        this.#write(
          bounded.filter((watcher) => this.#watchers.has(watcher) && sees(watcher.viewer.sight, place)),
          text,
        );
      })
      // what cannot be placed is for nobody
      .catch(() => undefined)
      .finally(() => this.#waiting--);
  }

  /** What somebody can know of changes while they watch: an office ends, a delegation begins. */
  #beat(): void {
    this.#write([...this.#watchers], ': \n\n');
    for (const watcher of this.#watchers) {
      if (!watcher.looking) void this.#lookAgain(watcher);
    }
  }

  /** Whoever cannot be looked at is not cut off, and is told of no more than before. */
  async #lookAgain(watcher: Watcher): Promise<void> {
    watcher.looking = true;
    const sight = await watcher.viewer.again().catch(() => watcher.viewer.sight);
    watcher.looking = false;
    if (sight !== undefined) watcher.viewer.sight = sight;
    else this.#leave(watcher);
  }

  #leave(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    watcher.response.end();
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
