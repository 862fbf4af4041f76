/** A device whose clock crystal and sound card crystal are both wrong, with the real estimators on top of them. */
import { Timekeeper } from '@loa-lang/device-agent/domain/clock-offset-timekeeper';
import { RateTracker } from '@loa-lang/device-agent/domain/rate-tracker';
import { SAMPLE_RATE_HZ } from '@loa-lang/device-agent/ports/audio-sink';
import { SimulatedLink } from '../../support/simulated-link.ts';

export interface VirtualDeviceOptions {
  random: () => number;
  clockPpm: number;
  cardPpm: number;
  minDelayMs: number;
  maxDelayMs: number;
}

/** Readings of a card come so often, with so much noise either way, as those of a real one. */
export const READING_EVERY_MS = 50;
const READING_NOISE_MS = 1;

export class VirtualDevice {
  readonly timekeeper = new Timekeeper();
  readonly clockPpm: number;
  readonly cardPpm: number;
  readonly #link: SimulatedLink;
  readonly #random: () => number;
  readonly #tracker = new RateTracker(SAMPLE_RATE_HZ);
  #steppedMs = 0;

  constructor({ random, clockPpm, cardPpm, minDelayMs, maxDelayMs }: VirtualDeviceOptions) {
    this.#link = new SimulatedLink({ random, minDelayMs, maxDelayMs, skewPpm: clockPpm });
    this.#random = random;
    this.clockPpm = clockPpm;
    this.cardPpm = cardPpm;
  }

  /** Largest move of the estimate that was taken without bending, ms. */
  get steppedMs(): number {
    return this.#steppedMs;
  }

  /** Error of the card's crystal as the device's own clock sees it. */
  get cardAgainstClockPpm(): number {
    return ((1 + this.cardPpm * 1e-6) / (1 + this.clockPpm * 1e-6) - 1) * 1e6;
  }

  monotonic(trueMs: number): number {
    return this.#link.monotonic(trueMs);
  }

  trueAt(monotonicMs: number): number {
    return (monotonicMs - this.#link.monotonic(0)) / (1 + this.clockPpm * 1e-6);
  }

  controller(trueMs: number): number {
    return this.#link.controller(trueMs);
  }

  sync(trueMs: number): void {
    const exchange = this.#link.exchange(trueMs);
    const map = this.timekeeper.timeMap();
    const before = map?.toController(exchange.arrivedAt);
    const { verdict } = this.timekeeper.addExchange(exchange);
    if (verdict !== 'accepted') throw new Error(`a sync was ${verdict}`);
    if (map === undefined || before === undefined) return;
    this.#steppedMs = Math.max(this.#steppedMs, Math.abs(map.toController(exchange.arrivedAt) - before));
  }

  /** The card says how many frames were heard. */
  read(monotonicMs: number, frames: number): void {
    const noiseMs = (this.#random() * 2 - 1) * READING_NOISE_MS;
    this.#tracker.observe(monotonicMs, frames + (noiseMs * SAMPLE_RATE_HZ) / 1000);
  }

  /** When the device believes that a frame is heard. */
  heardAt(frames: number): number {
    const at = this.#tracker.heardAt(frames);
    if (at === undefined) throw new Error('no reading of the card yet');
    return at;
  }
}
