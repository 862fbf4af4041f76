/** Says when the queue does not move, and when it moves again. */
import type { Clock } from '../../ports/clock.ts';
import { isAlive, QUEUE_DEAD_AFTER_MS, type QueueWatch } from '../../ports/job-queue.ts';
import type { OpenAlarms } from './watch-due-alarms.ts';

export class QueueAlarm {
  readonly #queue: QueueWatch;
  readonly #alarms: OpenAlarms;
  readonly #clock: Clock;
  /** monotonic, when it last answered with a heartbeat that was in time; the start counts as such */
  #aliveAt: number;

  constructor(queue: QueueWatch, alarms: OpenAlarms, clock: Clock) {
    this.#queue = queue;
    this.#alarms = alarms;
    this.#clock = clock;
    this.#aliveAt = clock.monotonicNow();
  }

  /** @returns whether it is dead; also when that could not be stored */
  async look(): Promise<boolean> {
    const state = await this.#queue.state();
    const now = this.#clock.monotonicNow();
    const { kind, lagMs, detail } = state;
    const known = lagMs !== undefined;
    if (isAlive(state) && known) this.#aliveAt = now;
    // a heartbeat that is late has been so for long; no answer, or no heartbeat to be seen, may be a moment's
    const dead = known ? !isAlive(state) : now - this.#aliveAt > QUEUE_DEAD_AFTER_MS;
    const said = [kind, known && `${Math.floor(lagMs / 60_000)} min`, detail].filter(Boolean).join(', ');
    await this.#alarms.settle(dead ? [{ kind: 'queue-dead', subject: kind, detail: said }] : []).catch(() => undefined);
    return dead;
  }
}
