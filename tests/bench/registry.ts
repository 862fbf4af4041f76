/** Every benchmark by name. */
import type { Bench } from './bench.ts';
import { drift } from './drift/drift.ts';

export const benches: readonly Bench[] = [drift];
