/**
 * Somebody speaks marks into a microphone: a block of 20 ms is handed over when its last sample has been spoken. Every
 * system that is compared takes it from here, so that one clock says when a mark was spoken.
 */
import {
  BLOCK_MS,
  BLOCK_SAMPLES,
  firstSampleOf,
  MARKS,
  markedTurn,
  SAMPLES_PER_MS,
  TURN_SAMPLES,
} from './mark-signal.ts';

/** CLOCK_MONOTONIC, one for the whole host, ms. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

const TURN = markedTurn();

export class Microphone {
  /** blocks that were handed over more than a block late, by a busy machine: their lateness counts as delay */
  late = 0;
  readonly #samplesPerMs: number;
  readonly #take: (block: Int16Array, number: number) => void;
  #startedAt = Number.NaN;
  #blocks = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param take gets each block with its number from 0; the block may be kept
   * @param clockPpm by how much the microphone's crystal is fast
   */
  constructor(take: (block: Int16Array, number: number) => void, clockPpm = 0) {
    this.#take = take;
    this.#samplesPerMs = SAMPLES_PER_MS * (1 + clockPpm * 1e-6);
  }

  start(): void {
    this.#startedAt = monotonicMs();
    this.#wait();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Marks that have been spoken to their end or nearly. */
  get spoken(): number {
    return Math.max(0, Math.floor((this.#blocks * BLOCK_SAMPLES) / (TURN_SAMPLES / MARKS)));
  }

  /** When a mark's first sample was spoken; marks are counted on from 0, turn after turn. */
  spokenAt(mark: number): number {
    return this.#startedAt + firstSampleOf(mark) / this.#samplesPerMs;
  }

  /** When a block ends and is handed over. */
  #dueAt(block: number): number {
    return this.#startedAt + ((block + 1) * BLOCK_SAMPLES) / this.#samplesPerMs;
  }

  #wait(): void {
    this.#timer = setTimeout(() => this.#hand(), Math.max(0, this.#dueAt(this.#blocks) - monotonicMs()));
  }

  #hand(): void {
    const now = monotonicMs();
    // a timer may fire a fraction of a millisecond early
    while (this.#dueAt(this.#blocks) <= now + 0.5) {
      if (now - this.#dueAt(this.#blocks) > BLOCK_MS) this.late++;
      const from = (this.#blocks * BLOCK_SAMPLES) % TURN_SAMPLES;
      this.#take(TURN.subarray(from, from + BLOCK_SAMPLES), this.#blocks);
      this.#blocks++;
    }
    this.#wait();
  }
}
