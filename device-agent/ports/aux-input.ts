/** The input socket of the device: a microphone or a mixer that somebody plugs in. */
import type { Dbfs } from '@loa-lang/schemas/units';

export interface AuxInput {
  readonly name: string;
  /** added to what comes in, dB */
  readonly gainDb: Dbfs;
  /** Captures from now on: mono floats at `SAMPLE_RATE_HZ`. `ended` is called once when it ends by itself. */
  open(listener: { samples(pcm: Float32Array): void; ended(detail: string): void }): { close(): Promise<void> };
}
