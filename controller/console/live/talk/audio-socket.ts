/** The connection of a live. What cannot be sent now is dropped: sound that waits is late, and stays late. */
import { LIVE_CLOSE_CODES } from '@loa-lang/schemas/http/live-frames';
import { type Bye, readTold, type Told, type Why } from './told.ts';

export interface SocketEvents {
  told(told: Told): void;
  /** is tried again for a moment */
  lost(): void;
  /** for good, and without the controller having said that the live has ended */
  gone(why: Why): void;
}

/** About a second of sound may wait in the browser; frames of one live are of one size. */
const WAITING_FRAMES = 50;
/** The controller says how things are once a second: two times in a row it cannot have forgotten. */
const SILENT_MS = 2000;
/** After this the controller has ended the live, or nobody hears it any more. */
const GIVE_UP_MS = 3000;
/** Until its first word: a telephone's first connection takes its time, and nothing sounds yet. */
const FIRST_WORD_MS = 8000;
const RETRY_MS = 400;
const TICK_MS = 100;

const FINAL: Readonly<Record<number, Why>> = {
  1000: 'gone',
  [LIVE_CLOSE_CODES.notSignedIn]: 'not-signed-in',
  [LIVE_CLOSE_CODES.notYours]: 'gone',
  [LIVE_CLOSE_CODES.unknown]: 'gone',
  [LIVE_CLOSE_CODES.takenOver]: 'taken-over',
  [LIVE_CLOSE_CODES.wrongFrames]: 'gone',
};

export class AudioSocket {
  readonly #url: string;
  readonly #events: SocketEvents;
  readonly #now: () => number;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lifeAt: number;
  #hasSpoken = false;
  #triedAt = 0;
  #isLost = false;
  #isOver = false;

  /** @param now milliseconds of a steady clock */
  constructor(url: string, events: SocketEvents, now: () => number) {
    this.#url = url;
    this.#events = events;
    this.#now = now;
    this.#lifeAt = now();
    this.#timer = setInterval(() => this.#watch(), TICK_MS);
    this.#connect();
  }

  /** @returns false where it was dropped */
  send(message: Uint8Array<ArrayBuffer>): boolean {
    const socket = this.#socket;
    if (socket?.readyState !== 1 || socket.bufferedAmount > WAITING_FRAMES * message.byteLength) return false;
    socket.send(message);
    return true;
  }

  end(): void {
    this.#say({ type: 'end' });
  }

  /** The last word: nothing is heard of it afterwards. */
  bye(why: Bye): void {
    this.#say({ type: 'bye', why });
    this.close();
  }

  close(): void {
    this.#isOver = true;
    clearInterval(this.#timer);
    this.#drop();
  }

  #say(message: object): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  #connect(): void {
    this.#triedAt = this.#now();
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const told = typeof data === 'string' ? readTold(data) : undefined;
      this.#lifeAt = this.#now();
      this.#hasSpoken = true;
      this.#isLost = false;
      if (told === undefined) return;
      if (told.state === 'ended') this.close();
      this.#events.told(told);
    };
    socket.onclose = ({ code }) => this.#closed(FINAL[code]);
  }

  #closed(why: Why | undefined): void {
    this.#socket = undefined;
    if (why === undefined) {
      this.#lose();
      return;
    }
    this.close();
    this.#events.gone(why);
  }

  #lose(): void {
    if (this.#isLost || this.#isOver) return;
    this.#isLost = true;
    this.#events.lost();
  }

  #watch(): void {
    const now = this.#now();
    const silentMs = now - this.#lifeAt;
    if (silentMs > (this.#hasSpoken ? GIVE_UP_MS : FIRST_WORD_MS)) {
      this.close();
      this.#events.gone('network');
      return;
    }
    if (this.#hasSpoken && silentMs > SILENT_MS && !this.#isLost) {
      this.#drop();
      this.#lose();
    }
    if (this.#isLost && this.#socket === undefined && now - this.#triedAt >= RETRY_MS) this.#connect();
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket === undefined) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }
}
