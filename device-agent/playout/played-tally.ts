/** Adds up what really sounded of one segment. */
import { type Hearing, SAMPLES_PER_MS } from '../ports/audio-sink.ts';
import type { PlayedRecord } from './played.ts';
import type { SoundSegment } from './segment.ts';

export class PlayedTally {
  segment: SoundSegment;
  /** nothing below this asset sample sounds any more */
  floorSamples = 0;
  #samples = 0;
  #outputSamples = 0;
  #squares = 0;
  readonly #record: Omit<PlayedRecord, 'key' | 'segment' | 'playedMs' | 'outputLevelDbfs'> = {
    firstHeardAt: undefined,
    lastHeardAt: undefined,
    fromPositionMs: undefined,
    toPositionMs: undefined,
    startErrorMs: undefined,
    startErrorBasis: undefined,
    startUncertaintyMs: undefined,
    underrunMs: 0,
    jumps: 0,
    largestJumpMs: 0,
  };

  constructor(segment: SoundSegment) {
    this.segment = segment;
  }

  get started(): boolean {
    return this.#record.firstHeardAt !== undefined;
  }

  begin(heardAt: number, plannedAt: number, positionSamples: number, hearing: Hearing): void {
    this.#record.firstHeardAt = heardAt + hearing.lateMs;
    this.#record.fromPositionMs = positionSamples / SAMPLES_PER_MS;
    this.#record.startErrorMs = heardAt + hearing.lateMs - plannedAt;
    this.#record.startErrorBasis = hearing.basis;
    this.#record.startUncertaintyMs = hearing.uncertaintyMs;
  }

  /** `samples` of the asset were heard; `output` is what left, from which the level comes. */
  heard(samples: number, output: Float32Array, until: number, toSample: number): void {
    this.#samples += samples;
    this.#outputSamples += output.length;
    for (const value of output) this.#squares += value * value;
    this.#record.lastHeardAt = until;
    this.#record.toPositionMs = toSample / SAMPLES_PER_MS;
  }

  underrun(ms: number): boolean {
    this.#record.underrunMs += ms;
    return this.#record.underrunMs === ms;
  }

  jumped(samples: number): void {
    this.#record.jumps++;
    this.#record.largestJumpMs = Math.max(this.#record.largestJumpMs, Math.abs(samples) / SAMPLES_PER_MS);
  }

  record(): PlayedRecord {
    const mean = this.#squares / Math.max(1, this.#outputSamples);
    return {
      ...this.#record,
      key: this.segment.key,
      segment: this.segment,
      playedMs: this.#samples / SAMPLES_PER_MS,
      // -120 dBFS stands for digital silence: a logarithm of nothing is no number
      outputLevelDbfs: this.#outputSamples === 0 ? undefined : 10 * Math.log10(Math.max(1e-12, mean)),
    };
  }
}
