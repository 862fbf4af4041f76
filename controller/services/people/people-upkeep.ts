/** Keeps who is on record as the database says, also when another controller changes it; forgets what is over. */
import type { Millis } from '@loa-lang/schemas/units';
import type { Clock } from '../../ports/clock.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import type { SessionStore } from '../../ports/session-store.ts';
import type { SignInStore } from '../../ports/sign-in-store.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import type { People } from './people.ts';

export interface PeopleUpkeepDeps {
  people: People;
  peopleStore: PeopleStore;
  sessions: SessionStore;
  signIns: SignInStore;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

/** How long an approver that another controller has removed is still offered in lists. */
const LOOK_EVERY_MS: Millis = 5_000;
const PRUNE_EVERY_MS: Millis = 3600_000;
/** What is over is kept for who asks what happened. */
const KEPT_MS: Millis = 90 * 24 * 3600_000;
/** Longer than any rule's window. */
const ATTEMPTS_KEPT_MS: Millis = 24 * 3600_000;

export class PeopleUpkeep {
  readonly #deps: PeopleUpkeepDeps;
  readonly #inOrder = new OneAtATime();
  #stamp: string | undefined;
  #timers: NodeJS.Timeout[] = [];

  constructor(deps: PeopleUpkeepDeps) {
    this.#deps = deps;
  }

  /** Resolves when who is on record is known. */
  async start(): Promise<void> {
    await this.refresh();
    this.#timers = [
      this.#every(LOOK_EVERY_MS, 'people were not looked up', () => this.refresh()),
      this.#every(PRUNE_EVERY_MS, 'old sessions were not removed', () => this.prune()),
    ];
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  /** After every change of people. */
  refresh(): Promise<void> {
    return this.#inOrder.run('people', async () => {
      const { people, peopleStore } = this.#deps;
      const stamp = await peopleStore.stamp();
      if (stamp === this.#stamp) return;
      const accounts = await peopleStore.all();
      people.replace(
        accounts.map(({ id, name, roles, areaIds, deputyId, active }) => ({
          ...{ id, name, roles, areaIds, deputyId, active },
        })),
      );
      this.#stamp = stamp;
    });
  }

  async prune(): Promise<void> {
    const { sessions, signIns, clock } = this.#deps;
    await sessions.prune(clock.now() - KEPT_MS);
    await signIns.prune(clock.now(), clock.now() - ATTEMPTS_KEPT_MS);
  }

  #every(ms: Millis, problem: string, work: () => Promise<void>): NodeJS.Timeout {
    return setInterval(() => void work().catch((cause: unknown) => this.#deps.onProblem(problem, cause)), ms).unref();
  }
}
