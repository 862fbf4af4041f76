/** Other programs on the same output: what they say, no plan explains, and what is written to the output does not show. */

export interface OutputNeighbours {
  /** Silences whoever else plays there, from now on. @param found told who, by name, whenever somebody is */
  start(found: (names: readonly string[]) => void): void;
  stop(): void;
}
