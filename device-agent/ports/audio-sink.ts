/**
 * Where sound leaves the program. The sink pulls: it asks the source for the block that will be heard at a given
 * monotonic instant, so that only the sink needs to know its own latency and rate.
 */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';

/** Everything inside the agent is mono float PCM at this rate; a sink converts if its hardware wants otherwise. */
export const SAMPLE_RATE_HZ = 48_000;
export const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000;

/** How a sink knows when a sample is heard: read from the output, or reckoned from what was written to it. */
export type PositionBasis = 'measured' | 'estimated';

/** What a sink knows about the block it asks for. */
export interface Hearing {
  basis: PositionBasis;
  /** half-width of what is unknown about `heardAt`, ms */
  uncertaintyMs: Millis;
  /** by how much the block already misses `heardAt`, for sinks that woke late; 0 when buffered ahead */
  lateMs: Millis;
}

export interface AudioSource {
  /**
   * Fills `block` with the samples whose first one is heard at `heardAt` (fractional milliseconds) at the nominal
   * rate. Must fill the whole block, with zeros where nothing sounds. Never throws.
   * @returns whether anything was meant to sound in the block.
   */
  render(block: Float32Array, heardAt: MonotonicMillis, hearing: Hearing): boolean;
  /** Next instant at which silence ends, for sinks that sleep while nothing sounds; `undefined` when none is known. */
  nextSoundAt(now: MonotonicMillis): MonotonicMillis | undefined;
}

export interface PlayedPosition {
  /** samples that have left the output since start */
  frames: number;
  at: MonotonicMillis;
  /** half-width of what is unknown about it, ms */
  uncertaintyMs: Millis;
  basis: PositionBasis;
}

export interface AudioSink {
  readonly name: string;
  /** how long before a sample is heard it is taken, as far as that is known before anything was; ms */
  readonly aheadMs?: Millis;
  /** Starts pulling from the source until `stop`. Rejects when the output cannot be opened. */
  start(source: AudioSource): Promise<void>;
  /** Wakes a sleeping sink: what should sound has changed. */
  changed(): void;
  position(): PlayedPosition | undefined;
  /** Called when the output died; the sink restarts it by itself, this is for the record. */
  onFault(listener: (detail: string) => void): void;
  /** Stops within 2 s whatever the output does; a child process that hangs is killed. */
  stop(): Promise<void>;
}
