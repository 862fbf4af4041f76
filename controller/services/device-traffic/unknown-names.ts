/**
 * Names that nobody has. Whoever owns the broker makes up as many as he likes: some are told one by one, the rest
 * together, and neither rows nor writes grow with his zeal.
 */
import type { Millis } from '@loa-lang/schemas/units';
import type { Clock } from '../../ports/clock.ts';
import { Quota } from '../quota.ts';
import { Throttle } from './device-messages-throttle.ts';

/** Told by name: enough to find a board that was set up wrongly. */
const BY_NAME = 20;
const PERIOD_MS: Millis = 3_600_000;
/** Of one name, and of all others together. */
const PAUSE_MS: Millis = 10_000;
/** No id and no subject looks like this. */
const ALL_OTHERS = '*';

export class UnknownNames {
  readonly #told: Throttle;
  readonly #byName: Quota;

  constructor(clock: Clock) {
    this.#told = new Throttle(clock, PAUSE_MS);
    this.#byName = new Quota(clock, BY_NAME, PERIOD_MS);
  }

  /** The subject under which to tell it; `undefined` when the like was told a moment ago. */
  subjectOf(name: string): string | undefined {
    const subject = this.#byName.allows(ALL_OTHERS) ? name : ALL_OTHERS;
    return this.#told.allows(subject) ? subject : undefined;
  }
}
