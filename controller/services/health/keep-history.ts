/** Looks after the history of health: sums up, makes room ahead, drops what has had its time. */
import type { Millis } from '@loa-lang/schemas/units';
import type { Clock } from '../../ports/clock.ts';
import type { HealthHistoryUpkeep } from '../../ports/health-store.ts';
import { RegularLook } from '../regular-look.ts';

export interface KeepHistoryDeps {
  history: HealthHistoryUpkeep;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

const LOOK_MS: Millis = 60_000;
/** Room is made for days ahead; it is missed by nobody when one of these fails. */
const DIVIDE_MS: Millis = 3_600_000;
const FORGET_MS: Millis = 24 * 3_600_000;

export class KeepHistory {
  readonly #deps: KeepHistoryDeps;
  readonly #look: RegularLook;
  #dividedAt = -Infinity;
  #forgotAt = -Infinity;

  constructor(deps: KeepHistoryDeps) {
    this.#deps = deps;
    this.#look = new RegularLook(
      LOOK_MS,
      () => this.#lookAfter(),
      (cause) => deps.onProblem('the history of health was not looked after', cause),
    );
  }

  /** Resolves when there is room for what comes now. */
  async start(): Promise<void> {
    await this.#divide().catch((cause: unknown) => this.#deps.onProblem('no room for the history of health', cause));
    this.#look.start();
    void this.#look.look();
  }

  /** One look. Never throws, and never twice at a time. */
  look(): Promise<void> {
    return this.#look.look();
  }

  stop(): Promise<void> {
    return this.#look.stop();
  }

  async #lookAfter(): Promise<void> {
    const { history, clock } = this.#deps;
    await history.noteWatching(clock.now());
    if (clock.monotonicNow() - this.#dividedAt >= DIVIDE_MS) await this.#divide();
    await history.sumUp(clock.now());
    if (clock.monotonicNow() - this.#forgotAt < FORGET_MS) return;
    this.#forgotAt = clock.monotonicNow();
    await history.forgetPresence(clock.now());
  }

  async #divide(): Promise<void> {
    await this.#deps.history.divide(this.#deps.clock.now());
    this.#dividedAt = this.#deps.clock.monotonicNow();
  }
}
