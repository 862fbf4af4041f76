/**
 * What changes, as it changes: one stream of events for the whole tab. An event names what is stale; what is shown is
 * read anew, once for many events that come together. After a gap everything shown is read anew.
 */
import { addressOf } from './ask.ts';

export const EVENT_TYPES = [
  ...['bulletin', 'speech', 'broadcast', 'approval-reminder', 'approval', 'push', 'asset', 'receipt', 'command'],
  ...['rollout', 'presence', 'incident'],
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface ServerEvent {
  type: EventType;
  // biome-ignore lint/suspicious/noExplicitAny: each event has fields of its own, and a page looks only at what it knows
  [field: string]: any;
}

export type ConnectionState = 'connecting' | 'open' | 'lost';

/** A browser gives up after some answers; then this long until the next try, twice as long each time. */
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;

export class Events {
  readonly #listeners = new Set<(event: ServerEvent) => void>();
  readonly #stateListeners = new Set<() => void>();
  #source: EventSource | undefined;
  #state: ConnectionState = 'connecting';
  #waitMs = FIRST_WAIT_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wasLost = false;
  /** called when the stream is back after a gap */
  onReturn: () => void = () => undefined;

  start(): void {
    if (this.#source !== undefined) return;
    const source = new EventSource(addressOf('/events'));
    this.#source = source;
    source.onopen = () => {
      this.#waitMs = FIRST_WAIT_MS;
      if (this.#wasLost) this.onReturn();
      this.#wasLost = false;
      this.#become('open');
    };
    source.onerror = () => {
      this.#wasLost = true;
      this.#become('lost');
      if (source.readyState === EventSource.CLOSED) this.#later();
    };
    for (const type of EVENT_TYPES) {
      source.addEventListener(type, (message) => {
        const event = JSON.parse((message as MessageEvent<string>).data) as ServerEvent;
        for (const listener of this.#listeners) listener(event);
      });
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }

  /** @returns how to stop listening */
  listen(listener: (event: ServerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  readonly state = (): ConnectionState => this.#state;
  readonly onState = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  #become(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener();
  }

  #later(): void {
    this.#source = undefined;
    this.#timer = setTimeout(() => this.start(), this.#waitMs * (0.5 + Math.random() / 2));
    this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
  }
}
