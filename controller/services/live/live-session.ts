/** One live as long as it is open here: who speaks, what they are told, and when it is over. */
import type { LiveEndReason, LiveSaid } from '@loa-lang/schemas/http/live';
import { LIVE_CLOSE_CODES } from '@loa-lang/schemas/http/live-frames';
import type { BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Clock } from '../../ports/clock.ts';
import type { OpenLive } from '../../ports/live-store.ts';
import type { LiveEnd } from './end-live.ts';
import type { LiveLine } from './live-line.ts';
import { type LiveListener, type LiveStatus, stateAt } from './live-status.ts';
import type { LiveWatch } from './live-watch.ts';

export interface LiveSessionDeps {
  line: LiveLine;
  watch: LiveWatch;
  clock: Clock;
  /** whether what is said goes out: what devices said last is old otherwise */
  isHeard: () => boolean;
  /** makes the end known; rejects while it cannot */
  end: (end: LiveEnd) => Promise<void>;
  recording: () => Promise<BulletinId | undefined>;
  /** it is nothing of this controller's any more */
  onGone: () => void;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Nothing came for so long: who spoke is gone. With what follows devices know within 3 s. */
export const SILENT_MS: Millis = 2_000;
/** From the request until the first frame: somebody allows the use of the microphone. */
const FIRST_MS: Millis = 10_000;
const TICK_MS: Millis = 100;
const SEE_EVERY_MS: Millis = 1_000;
/** Receipts come in crowds. */
const SEE_AGAIN_MS: Millis = 150;
const TELL_EVERY_MS: Millis = 1_000;
/** Whoever has ended it is told by then, whatever the database does. */
const ENDED_WITHIN_MS: Millis = 1_500;
const NORMAL = 1000;

export class LiveSession {
  readonly open: OpenLive;
  readonly #deps: LiveSessionDeps;
  readonly #timer: NodeJS.Timeout;
  #listener: LiveListener | undefined;
  #lastFrameAt: MonotonicMillis;
  #patienceMs = FIRST_MS;
  #seenAt = Number.NEGATIVE_INFINITY;
  #wantsSeeing = false;
  #seeing: Promise<void> | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  #told = '';
  /** when the microphone was first on air */
  #onAirAt: EpochMillis | undefined;
  #ending: Promise<void> | undefined;

  constructor(open: OpenLive, deps: LiveSessionDeps) {
    this.open = open;
    this.#deps = deps;
    this.#lastFrameAt = deps.clock.monotonicNow();
    deps.line.onAirFrom(deps.watch.look.onAirAt);
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** Whoever spoke here before speaks no more: the same person, after a short loss of the network. */
  attach(listener: LiveListener): void {
    this.#listener?.close(LIVE_CLOSE_CODES.takenOver);
    this.#listener = listener;
    this.#lastFrameAt = this.#deps.clock.monotonicNow();
    this.#told = '';
    this.#tell();
  }

  /** @param isLeaving its page has gone, and comes back no more */
  detach(listener: LiveListener, isLeaving: boolean): void {
    if (listener !== this.#listener) return;
    this.#listener = undefined;
    if (isLeaving) void this.end('abnormal');
  }

  /** A binary message. @param at controller time of its arrival */
  take(listener: LiveListener, message: Uint8Array, at: number): void {
    if (listener !== this.#listener || this.#ending !== undefined) return;
    const fault = this.#deps.line.take(message, at);
    if (fault !== undefined) {
      this.#listener = undefined;
      listener.close(LIVE_CLOSE_CODES.wrongFrames);
      return;
    }
    this.#lastFrameAt = this.#deps.clock.monotonicNow();
    this.#patienceMs = SILENT_MS;
  }

  said(listener: LiveListener, said: LiveSaid): void {
    if (listener === this.#listener) void this.end(said.type === 'end' ? 'ended' : 'abnormal');
  }

  /** Something about it may have changed. @param isPlan what is planned around it */
  changed(isPlan: boolean): void {
    if (isPlan) this.#deps.watch.lookSoon();
    this.#wantsSeeing = true;
  }

  /** Resolves when it is over; the first reason counts. */
  end(reason: LiveEndReason): Promise<void> {
    this.#ending ??= this.#end(reason, false);
    return this.#ending;
  }

  #tick(): void {
    if (this.#ending !== undefined) return;
    const { clock, line, watch } = this.#deps;
    const now = clock.now();
    line.tick(now);
    const passed = clock.monotonicNow();
    if (passed - this.#lastFrameAt >= this.#patienceMs) return void this.end('abnormal');
    if (now >= watch.look.until) return void this.end('maximum');
    const since = passed - this.#seenAt;
    if (since >= SEE_EVERY_MS || (this.#wantsSeeing && since >= SEE_AGAIN_MS)) this.#see(passed);
    this.#tell();
  }

  #see(now: MonotonicMillis): void {
    if (this.#seeing !== undefined) return;
    this.#seenAt = now;
    this.#wantsSeeing = false;
    const { watch, line, onProblem } = this.#deps;
    this.#seeing = watch
      .see(line.spokenMs)
      .then((seen) => {
        if (this.#ending !== undefined) return;
        if (seen.goesOn) {
          line.onAirFrom(watch.look.onAirAt);
          this.#tell();
        } else if ('closeCode' in seen) this.#leave(seen.closeCode);
        else this.#ending = this.#end(seen.reason, seen.isEnded);
      })
      .catch((cause: unknown) => onProblem('a live goes on without the database', cause))
      .finally(() => {
        this.#seeing = undefined;
      });
  }

  /** Another controller has it, or nobody any more. */
  #leave(code: number): void {
    const { line, onProblem } = this.#deps;
    this.#ending = line.close().then(
      () => undefined,
      (cause: unknown) => onProblem('the recording of a live was not closed', cause),
    );
    this.#gone(code);
  }

  async #end(reason: LiveEndReason, isEnded: boolean): Promise<void> {
    const { line, end, recording, onProblem } = this.#deps;
    const { counts, until, spokenMs } = line;
    const status = this.#status();
    const closed = line.close().catch((cause: unknown) => {
      onProblem('the recording of a live was not closed', cause);
      return false;
    });
    const known = isEnded ? Promise.resolve() : end({ reason, onAirAt: this.#onAirAt, until, spokenMs, counts });
    const done = known
      .catch((cause: unknown) => onProblem('the end of a live is not known to the devices yet', cause))
      .then(() => closed)
      .then((isRecorded) => (isRecorded ? recording() : undefined));
    const bulletinId = await Promise.race([done, inTime()]);
    this.#listener?.tell({ ...status, state: 'ended', reason, ...(bulletinId !== undefined && { bulletinId }) });
    this.#gone(NORMAL);
    await done;
  }

  #gone(code: number): void {
    clearInterval(this.#timer);
    this.#listener?.close(code);
    this.#listener = undefined;
    this.#deps.onGone();
  }

  #status(): LiveStatus {
    const { watch, clock, isHeard } = this.#deps;
    const state = stateAt(watch.look, clock.now());
    if (state === 'on-air') this.#onAirAt ??= watch.look.onAirAt;
    return {
      state,
      startAt: watch.look.onAirAt,
      endsAt: watch.look.until,
      waitsFor: watch.look.waitsFor,
      heard: isHeard() ? watch.heard.size : 0,
      of: this.open.clusterIds.length,
      households: isHeard() ? watch.households : 0,
      delayMs: this.open.live.delayMs,
    };
  }

  #tell(): void {
    const status = this.#status();
    const text = JSON.stringify(status);
    const now = this.#deps.clock.monotonicNow();
    if (text === this.#told && now - this.#toldAt < TELL_EVERY_MS) return;
    this.#told = text;
    this.#toldAt = now;
    this.#listener?.tell(status);
  }
}

const inTime = (): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), ENDED_WITHIN_MS).unref());
