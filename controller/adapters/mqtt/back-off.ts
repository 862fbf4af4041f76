/** Waiting times between attempts: doubling, with full jitter upwards, so that many clients never dial in step. */
export interface BackOff {
  firstMs: number;
  maxMs: number;
}

/** @param failures attempts that failed in a row, from 1 @param random in [0, 1) */
export function backOffMs(backOff: BackOff, failures: number, random: number): number {
  const ceiling = Math.min(backOff.maxMs, backOff.firstMs * 2 ** Math.min(failures - 1, 30));
  return ceiling * (0.5 + random / 2);
}
