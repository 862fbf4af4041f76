/** A sound as its player reads it: forward, at any fractional position and rate. Positions are samples. */
export interface SoundWindow {
  /** Does ahead what can be done before the position is read. @throws SoundFault */
  prepare(position: number): void;
  /** First position in `[from, to)` that sounds; `undefined` when none does, as far as is known by now. */
  soundsFrom(from: number, to: number): number | undefined;
  /**
   * Writes `count` samples read from `position` on at `rate` into `out[at…]`; zeros where nothing sounds.
   * @returns samples of `out` in which the sound was there
   * @throws SoundFault
   */
  read(position: number, rate: number, out: Float32Array, at: number, count: number): number;
  free(): void;
}
