/** Opens and pre-decodes sounds before they are due, one look a second and at every change. */
import type { MonotonicMillis } from '@loa-lang/schemas/units';
import { SAMPLES_PER_MS } from '../ports/audio-sink.ts';
import type { Clock } from '../ports/clock.ts';
import { FileWindow } from './file-window.ts';
import { assetPositionAt, SoundFault, type SoundFaultReason, type SoundSegment } from './segment.ts';
import type { SegmentPlayer } from './segment-player.ts';
import type { TimeMapSource } from './time-map.ts';

/** Enough for a slow card to open a file, short enough that few decoders are open at once. */
const AHEAD_MS = 5000;
const LOOK_EVERY_MS = 1000;
/** A sound that could not be opened or broke is tried again after this. */
const RETRY_MS = 1000;

export interface SoundOpenerOptions {
  clock: Clock;
  timeMap: TimeMapSource;
  players: () => readonly SegmentPlayer[];
  failed: (segment: SoundSegment, reason: SoundFaultReason, detail: string) => void;
}

export class SoundOpener {
  readonly #options: SoundOpenerOptions;
  readonly #opening = new Map<SegmentPlayer, Promise<void>>();
  readonly #retryAt = new WeakMap<SegmentPlayer, MonotonicMillis>();
  readonly #said = new WeakMap<SegmentPlayer, SoundFaultReason>();
  #timer: { cancel(): void } | undefined;
  #stopped = false;

  constructor(options: SoundOpenerOptions) {
    this.#options = options;
  }

  /** Opens what is due now and looks again in a second as long as anything is ahead. */
  wake(): void {
    if (this.#stopped) return;
    this.#openDue();
    if (this.#timer !== undefined || this.#options.players().length === 0) return;
    this.#timer = this.#options.clock.at(this.#options.clock.monotonicNow() + LOOK_EVERY_MS, () => {
      this.#timer = undefined;
      this.wake();
    });
  }

  async prime(): Promise<void> {
    this.wake();
    await Promise.all(this.#opening.values());
  }

  /** Earliest instant at which the sound can be ready; in the past when nothing is in the way. */
  retryAt(player: SegmentPlayer): MonotonicMillis {
    return this.#retryAt.get(player) ?? -Infinity;
  }

  /** A sound failed while it was read. */
  broke(player: SegmentPlayer, cause: unknown): void {
    player.free();
    const reason = cause instanceof SoundFault ? cause.reason : 'corrupt';
    this.#fail(player, reason, cause instanceof Error ? cause.message : String(cause));
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #openDue(): void {
    const map = this.#options.timeMap();
    if (map === undefined) return;
    const now = this.#options.clock.monotonicNow();
    const controllerNow = map.toController(now);
    for (const player of this.#options.players()) {
      if (player.segment.startAt > controllerNow + AHEAD_MS) break;
      if (player.ready || this.#opening.has(player) || player.segment.endAt <= controllerNow) continue;
      if (this.retryAt(player) > now) continue;
      this.#opening.set(
        player,
        this.#open(player).finally(() => this.#opening.delete(player)),
      );
    }
  }

  async #open(player: SegmentPlayer): Promise<void> {
    try {
      const opened = await player.segment.open();
      if (!opened.ok) {
        this.#fail(player, opened.reason, opened.detail);
        return;
      }
      const window = 'window' in opened ? opened.window : new FileWindow(opened.reader);
      const map = this.#options.timeMap();
      if (this.#stopped || !this.#options.players().includes(player) || map === undefined) {
        window.free();
        return;
      }
      const { segment } = player;
      const at = Math.max(segment.startAt, map.toController(this.#options.clock.monotonicNow()));
      window.prepare(Math.max(0, assetPositionAt(segment, at)) * SAMPLES_PER_MS);
      player.attach(window);
      this.#retryAt.delete(player);
      this.#said.delete(player);
    } catch (cause) {
      this.broke(player, cause);
    }
  }

  #fail(player: SegmentPlayer, reason: SoundFaultReason, detail: string): void {
    this.#retryAt.set(player, this.#options.clock.monotonicNow() + RETRY_MS);
    if (this.#said.get(player) === reason) return;
    this.#said.set(player, reason);
    this.#options.failed(player.segment, reason, detail);
  }
}
