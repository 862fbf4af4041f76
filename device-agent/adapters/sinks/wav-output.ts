/**
 * What a loudspeaker would have said, as files: one Broadcast Wave file for each stretch of sound, and `sounded.jsonl`
 * with the instant of each first sample. A power cut leaves files whose headers are at most a second behind.
 */
import { appendFileSync, closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochMillis, MonotonicMillis } from '@loa-lang/schemas/units';
import { SAMPLE_RATE_HZ } from '../../ports/audio-sink.ts';
import { toS16 } from './pcm.ts';
import type { ClosableOutput } from './timed-sink.ts';
import { WAV_HEADER_BYTES, wavHeader } from './wav-header.ts';

export interface WavOutputOptions {
  directory: string;
  /** controller time of an instant, for the file's name and origin */
  controllerTimeAt: (at: MonotonicMillis) => EpochMillis | undefined;
}

/** One line of `sounded.jsonl`. */
export interface SoundedLine {
  file: string;
  /** controller time of the file's first sample, fractional ms; absent when the device had no time */
  firstSampleAt?: EpochMillis;
  firstSampleMonotonicMs: MonotonicMillis;
  sampleRateHz: number;
}

export const SOUNDED_FILE = 'sounded.jsonl';
/** Not yet named after its first sample; overwritten when a crash left it. */
const SPARE_FILE = 'next.part';
const PATCH_EVERY_BYTES = SAMPLE_RATE_HZ * 2;

export class WavOutput implements ClosableOutput {
  readonly #options: WavOutputOptions;
  #fault: (detail: string) => void = () => {};
  #count = 0;
  #descriptor: number | undefined;
  #firstSampleAt: EpochMillis | undefined;
  #bytes = 0;
  #patchedBytes = 0;
  /** an empty file, opened before it is needed: eighteen of them at once would make the last one late */
  #spare: number | undefined;

  constructor(options: WavOutputOptions) {
    this.#options = options;
  }

  open(fault: (detail: string) => void): void {
    this.#fault = fault;
    mkdirSync(this.#options.directory, { recursive: true });
  }

  prepare(): void {
    if (this.#spare !== undefined || this.#descriptor !== undefined) return;
    try {
      this.#spare = openSync(this.#path(SPARE_FILE), 'w');
    } catch (cause) {
      this.#fault(`wav: ${(cause as Error).message}`);
    }
  }

  write(block: Float32Array, heardAt: MonotonicMillis): void {
    try {
      const descriptor = this.#descriptor ?? this.#begin(heardAt);
      const samples = toS16(block);
      writeSync(descriptor, samples, 0, samples.length, WAV_HEADER_BYTES + this.#bytes);
      this.#bytes += samples.length;
      if (this.#bytes - this.#patchedBytes >= PATCH_EVERY_BYTES) this.#patch(descriptor);
    } catch (cause) {
      this.#fault(`wav: ${(cause as Error).message}`);
      this.#leave();
    }
  }

  idle(): void {
    if (this.#descriptor === undefined) return;
    try {
      this.#patch(this.#descriptor);
    } catch (cause) {
      this.#fault(`wav: ${(cause as Error).message}`);
    }
    this.#leave();
  }

  close(): void {
    this.idle();
    if (this.#spare === undefined) return;
    closeSync(this.#spare);
    this.#spare = undefined;
    rmSync(this.#path(SPARE_FILE), { force: true });
  }

  #begin(heardAt: MonotonicMillis): number {
    this.#firstSampleAt = this.#options.controllerTimeAt(heardAt);
    const file = `${fileStamp(this.#firstSampleAt)}-${++this.#count}.wav`;
    const descriptor = this.#spare ?? openSync(this.#path(SPARE_FILE), 'w');
    this.#spare = undefined;
    this.#descriptor = descriptor;
    this.#bytes = 0;
    this.#patch(descriptor);
    const line: SoundedLine = {
      file,
      ...(this.#firstSampleAt === undefined ? {} : { firstSampleAt: this.#firstSampleAt }),
      firstSampleMonotonicMs: heardAt,
      sampleRateHz: SAMPLE_RATE_HZ,
    };
    // the sound first, its name and its line in the list when the first block is out
    setImmediate(() => {
      try {
        renameSync(this.#path(SPARE_FILE), this.#path(file));
        appendFileSync(this.#path(SOUNDED_FILE), `${JSON.stringify(line)}\n`);
      } catch (cause) {
        this.#fault(`wav: ${(cause as Error).message}`);
      }
    });
    return descriptor;
  }

  #path(file: string): string {
    return join(this.#options.directory, file);
  }

  #patch(descriptor: number): void {
    const origin = { firstSampleAt: this.#firstSampleAt, description: 'what this loudspeaker played' };
    writeSync(descriptor, wavHeader(SAMPLE_RATE_HZ, this.#bytes, origin), 0, WAV_HEADER_BYTES, 0);
    this.#patchedBytes = this.#bytes;
  }

  #leave(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/** yyyymmdd-hhmmss in UTC; files of a device without time sort first. */
const fileStamp = (at: EpochMillis | undefined): string =>
  at === undefined
    ? '00000000-000000'
    : new Date(Math.floor(at)).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
