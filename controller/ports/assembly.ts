/** Puts sounds together sample by sample. Everything inside is 48 kHz mono PCM. */
import type { IntakeFault } from './audio.ts';

export interface DecodedSound {
  /** raw samples on disk, so that an hour of sound is never in memory */
  path: string;
  samples: number;
}

export type Piece =
  | ({ kind: 'file' } & DecodedSound)
  /** from −1 to 1 */
  | { kind: 'samples'; samples: Float32Array }
  | { kind: 'silence'; samples: number };

export interface Assembly {
  /** Decodes a finished asset into `workFolder`, exact to the sample. */
  decode(
    assetPath: string,
    workFolder: string,
    signal: AbortSignal,
  ): Promise<{ ok: true; sound: DecodedSound } | { ok: false; fault: IntakeFault; detail: string }>;
  /** Writes the pieces one after another as one WAV file into `workFolder`. @throws when aborted */
  join(
    pieces: readonly Piece[],
    workFolder: string,
    signal: AbortSignal,
  ): Promise<{ ok: true; path: string } | { ok: false; fault: 'disk-full' }>;
}
