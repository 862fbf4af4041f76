/** Work that no two controllers do at once. */
export interface Exclusive {
  /** Waits for its turn; a controller that dies lets go at once. @throws when the turn does not come within 10 s */
  run<T>(subject: string, work: () => Promise<T>): Promise<T>;
}
