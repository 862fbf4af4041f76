/** Decodes the packets of one stream. */
export interface StreamDecoder {
  /**
   * Mono samples at 48 kHz, as many as the frames say; `undefined` for one that is broken. Packets are to be given in the
   * order of their sequence, for the codec remembers the last one; the array is shared and must not be changed.
   */
  decode(packet: {
    sequence: number;
    start: number;
    samples: number;
    frames: readonly Uint8Array[];
  }): Float32Array | undefined;
  free(): void;
}
