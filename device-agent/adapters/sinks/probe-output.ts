/**
 * Writes 16-bit PCM to a descriptor at the instant at which it should be heard, with nothing buffered ahead, so that the
 * reader at the other end can time sound by its arrival.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { toS16 } from './pcm.ts';
import type { ClosableOutput } from './timed-sink.ts';

export class ProbeOutput implements ClosableOutput {
  readonly #target: number | string;
  #descriptor: number | undefined;
  #fault: (detail: string) => void = () => {};

  /** @param target an open descriptor, or the path of a FIFO or file to open */
  constructor(target: number | string) {
    this.#target = target;
  }

  open(fault: (detail: string) => void): void {
    this.#fault = fault;
    this.#descriptor = typeof this.#target === 'number' ? this.#target : openSync(this.#target, 'w');
  }

  write(block: Float32Array): void {
    if (this.#descriptor === undefined) return;
    const bytes = toS16(block);
    try {
      let done = 0;
      while (done < bytes.length) done += writeSync(this.#descriptor, bytes, done);
    } catch (cause) {
      // a reader that is gone or does not read loses sound; waiting for it would falsify what follows
      this.#fault(`probe: ${(cause as Error).message}`);
    }
  }

  idle(): void {}

  close(): void {
    if (this.#descriptor !== undefined && typeof this.#target === 'string') closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
