/** What a watch can do about what it found: make again, publish again. */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Clock } from '../../ports/clock.ts';
import type { MissingOccurrence, Occurrences } from '../../ports/due-reader.ts';
import type { PlanPublisher } from '../../ports/plan-publisher.ts';
import type { FoundDue } from './watch-due-broadcasts.ts';

export interface RepairDeps {
  publisher: Pick<PlanPublisher, 'publishPlans'>;
  /** absent where nothing comes again by a rule */
  occurrences?: Occurrences;
  clock: Clock;
}

/** Between repairs that did not help: doubled each time, since every device of the area takes up to 64 KiB of plan. */
const AGAIN_MS: Millis = 60_000;
const AGAIN_MAX_MS: Millis = 15 * 60_000;

export class DueRepair {
  readonly #deps: RepairDeps;
  #ill: ReadonlySet<string> = new Set();
  #nextAt: MonotonicMillis = -Infinity;
  #attempts = 0;

  constructor(deps: RepairDeps) {
    this.#deps = deps;
  }

  /** At once for what is new, more and more rarely for what stays. What is made of the rules is published then. */
  async repair(missing: readonly MissingOccurrence[], found: readonly FoundDue[]): Promise<void> {
    const { occurrences, publisher, clock } = this.#deps;
    const due = found.filter(({ finding }) => finding.kind !== 'targets-offline').map(({ broadcast }) => broadcast);
    const ill = new Set([
      ...missing.map((each) => `${each.scheduleId}/${each.occurrence}`),
      ...due.map(({ id }) => id),
    ]);
    if ([...ill].some((subject) => !this.#ill.has(subject))) {
      this.#attempts = 0;
      this.#nextAt = -Infinity;
    }
    this.#ill = ill;
    const now = clock.monotonicNow();
    if (ill.size === 0 || now < this.#nextAt) return;
    this.#nextAt = now + Math.min(AGAIN_MAX_MS, AGAIN_MS * 2 ** Math.min(this.#attempts, 10));
    this.#attempts += 1;
    if (missing.length > 0) await occurrences?.materialise();
    const planIds = new Set(due.flatMap(({ placements }) => placements.map(({ planId }) => planId)));
    if (planIds.size > 0) await publisher.publishPlans([...planIds]);
  }
}
