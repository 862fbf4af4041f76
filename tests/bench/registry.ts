/** Every benchmark by name. */
import type { Bench } from './bench.ts';

export const benches: readonly Bench[] = [];
