/** Every benchmark by name. */
import type { Bench } from './bench.ts';
import { drift } from './drift/drift.ts';
import { immediate } from './immediate/immediate.ts';
import { intake } from './intake/intake.ts';
import { receipts } from './receipts/receipts.ts';
import { startError } from './start-error/start-error.ts';

export const benches: readonly Bench[] = [startError, drift, immediate, receipts, intake];
