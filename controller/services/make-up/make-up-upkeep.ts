/** Make-ups that nobody has to ask for: of what is marked important, when those who missed it are back. */
import type { BroadcastId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import { REPORT_GRACE_MS } from '../../domain/coverage/cluster-coverage.ts';
import { AUTOMATIC } from '../../domain/people/person.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MakeUpStore } from '../../ports/make-up-store.ts';
import { Refusal } from '../refusal.ts';
import type { MakeUps } from './make-ups.ts';

export interface MakeUpUpkeepDeps {
  makeUps: MakeUps;
  makeUpFacts: Pick<MakeUpStore, 'important'>;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Often enough that somebody who was without power hears it while it still matters. */
export const MAKE_UP_EVERY_MS: Millis = 5 * 60_000;
/** As long as devices keep what they did without a network. */
const LOOK_BACK_MS: Millis = 72 * 3600_000;

export class MakeUpUpkeep {
  readonly #deps: MakeUpUpkeepDeps;

  constructor(deps: MakeUpUpkeepDeps) {
    this.#deps = deps;
  }

  /** Looks anew each time: what is lost or done twice changes nothing. */
  async look(): Promise<void> {
    const { makeUpFacts, clock, onProblem } = this.#deps;
    const now = clock.now();
    for (const id of await makeUpFacts.important(now - LOOK_BACK_MS, now - REPORT_GRACE_MS)) {
      try {
        await this.#makeUp(id);
      } catch (cause) {
        onProblem(`broadcast ${id} was not made up`, cause);
      }
    }
  }

  async #makeUp(id: BroadcastId): Promise<void> {
    try {
      await this.#deps.makeUps.plan(id, 'now', AUTOMATIC);
    } catch (cause) {
      // nobody is back, quiet hours, no longer valid, not approved: the next look decides anew
      if (!(cause instanceof Refusal)) throw cause;
    }
  }
}
