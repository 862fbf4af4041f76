/**
 * A sink that streams without a pause into a player program. It keeps a fixed lead of written over heard frames, so
 * latency stays constant however the card's crystal runs; a player without progress is killed and started anew.
 */
import { RateTracker } from '../../domain/rate-tracker.ts';
import {
  type AudioSink,
  type AudioSource,
  type Hearing,
  type PlayedPosition,
  SAMPLE_RATE_HZ,
  SAMPLES_PER_MS,
} from '../../ports/audio-sink.ts';
import type { Clock } from '../../ports/clock.ts';
import { toS16 } from './pcm.ts';
import type { PlayerCommand, PlayerObserver, PlayerReading } from './player-command.ts';
import { PlayerProcess } from './player-process.ts';

const BLOCK = 10 * SAMPLES_PER_MS;
const TURN_MS = 10;
const POLL_MS = 50;
/** No frame heard for so long while it is fed: stuck. With the restart an emergency still sounds within 3 s. */
const STUCK_MS = 1800;
/** A player may take longer until it has played at all: a server on a loaded board answers slowly. */
const SLOW_START_MS = 5000;
/** More than any jitter of readings. */
const BACKWARDS_FRAMES = 100 * SAMPLES_PER_MS;
/** Only a player that has moved so far has begun to play: some take their fill and wait a second. */
const RUNNING_FRAMES = 60 * SAMPLES_PER_MS;
/** A player that ends at once is not started in a tight loop. */
const RESTART_MS = 250;
const SLOWEST_RESTART_MS = 5000;

export class PlayerSink implements AudioSink {
  readonly name: string;
  readonly aheadMs: number;
  readonly #clock: Clock;
  readonly #command: PlayerCommand;
  readonly #listeners: ((detail: string) => void)[] = [];
  readonly #block = new Float32Array(BLOCK);
  #source: AudioSource | undefined;
  #process: PlayerProcess | undefined;
  #observer: PlayerObserver | undefined;
  #tracker = new RateTracker(SAMPLE_RATE_HZ);
  #reading: PlayerReading | undefined;
  #firstFrames: number | undefined;
  /** until then it is fed silence, which costs nobody a syllable */
  #running = false;
  #progressAt = 0;
  #polledAt = 0;
  #written = 0;
  /** frames of earlier players */
  #before = 0;
  #restartMs = RESTART_MS;
  #timer: { cancel(): void } | undefined;
  #firstOutcome: ((fault: string | undefined) => void) | undefined;

  constructor(clock: Clock, command: PlayerCommand) {
    this.#clock = clock;
    this.#command = command;
    this.aheadMs = command.aheadMs;
    this.name = command.name;
  }

  start(source: AudioSource): Promise<void> {
    this.#source = source;
    return new Promise((resolve, reject) => {
      this.#firstOutcome = (fault) => {
        this.#firstOutcome = undefined;
        if (fault === undefined) return resolve();
        void this.stop().then(() => reject(new Error(`${this.name} cannot be opened: ${fault}`)));
      };
      this.#launch();
    });
  }

  /** It never sleeps. */
  changed(): void {}

  position(): PlayedPosition | undefined {
    const at = this.#clock.monotonicNow();
    const frames = this.#tracker.framesAt(at);
    const reading = this.#reading;
    if (frames === undefined || reading === undefined) return undefined;
    return { frames: this.#before + Math.min(frames, this.#written), at, ...this.#hearing(reading) };
  }

  onFault(listener: (detail: string) => void): void {
    this.#listeners.push(listener);
  }

  async stop(): Promise<void> {
    this.#source = undefined;
    this.#timer?.cancel();
    const process = this.#process;
    this.#process = undefined;
    await process?.stop();
  }

  #launch(): void {
    const command = this.#command;
    const player = new PlayerProcess(
      command,
      (text) => this.#take(player, this.#observer?.message(text, this.#clock.monotonicNow())),
      (detail) => this.#lost(player, detail),
    );
    this.#process = player;
    this.#tracker = new RateTracker(SAMPLE_RATE_HZ);
    this.#reading = undefined;
    this.#firstFrames = undefined;
    this.#running = false;
    this.#before += this.#written;
    this.#written = 0;
    this.#progressAt = this.#clock.monotonicNow();
    player.start();
    this.#observer = player.pid === undefined ? undefined : command.observe(player.pid);
    const prefill = command.prefillMs * SAMPLES_PER_MS;
    player.write(Buffer.alloc(prefill * 2));
    this.#written = prefill;
    this.#turn();
  }

  readonly #turn = (): void => {
    const player = this.#process;
    if (player === undefined) return;
    const now = this.#clock.monotonicNow();
    if (now - this.#polledAt >= POLL_MS) {
      this.#polledAt = now;
      this.#take(player, this.#observer?.poll(now, player.writtenBytes));
    }
    const patienceMs = this.#reading === undefined ? SLOW_START_MS : STUCK_MS;
    if (now - this.#progressAt > patienceMs) {
      player.kill();
      this.#lost(player, `${this.name} made no progress for ${patienceMs} ms`);
      return;
    }
    this.#feed(player, now);
    this.#timer = this.#clock.at(now + TURN_MS, this.#turn);
  };

  #feed(player: PlayerProcess, now: number): void {
    const heard = this.#tracker.framesAt(now);
    const reading = this.#reading;
    if (heard === undefined || reading === undefined || this.#source === undefined) return;
    const hearing = { ...this.#hearing(reading), lateMs: 0 };
    if (heard >= this.#written) {
      // after a stall the player has run dry and waits: what comes next is heard at once
      this.#tracker = new RateTracker(SAMPLE_RATE_HZ);
      this.#tracker.observe(now, this.#written);
    }
    const from = Math.min(heard, this.#written);
    while (this.#written - from < this.#command.aheadMs * SAMPLES_PER_MS) {
      const heardAt = this.#tracker.heardAt(this.#written) ?? now;
      if (this.#running) this.#source.render(this.#block, heardAt, hearing);
      else this.#block.fill(0);
      player.write(toS16(this.#block));
      this.#written += BLOCK;
    }
  }

  #hearing(reading: PlayerReading): Pick<Hearing, 'basis' | 'uncertaintyMs'> {
    return { basis: reading.basis, uncertaintyMs: reading.uncertaintyMs + this.#tracker.jitterMs };
  }

  #take(player: PlayerProcess, reading: PlayerReading | undefined): void {
    if (reading === undefined || player !== this.#process) return;
    const last = this.#reading;
    if (last !== undefined && reading.frames < last.frames - BACKWARDS_FRAMES) {
      // a card that recovered from an underrun counts anew; only a new player makes written and heard agree again
      player.kill();
      this.#lost(player, `${this.name} lost its position`);
      return;
    }
    if (last === undefined || reading.frames > last.frames) this.#progressAt = reading.at;
    this.#reading = reading;
    this.#tracker.observe(reading.at, reading.frames);
    this.#firstFrames ??= reading.frames;
    if (!this.#running && reading.frames - this.#firstFrames >= RUNNING_FRAMES) {
      this.#running = true;
      this.#restartMs = RESTART_MS;
      this.#firstOutcome?.(undefined);
    }
  }

  #lost(player: PlayerProcess, detail: string): void {
    if (player !== this.#process) return;
    this.#process = undefined;
    this.#timer?.cancel();
    if (this.#firstOutcome !== undefined) {
      this.#firstOutcome(detail);
      return;
    }
    for (const listener of this.#listeners) listener(detail);
    if (this.#source === undefined) return;
    this.#timer = this.#clock.at(this.#clock.monotonicNow() + this.#restartMs, () => this.#launch());
    this.#restartMs = Math.min(SLOWEST_RESTART_MS, this.#restartMs * 2);
  }
}
