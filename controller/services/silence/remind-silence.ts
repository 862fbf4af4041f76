/** Recalls every lock of silence that still holds, every twelve hours. */
import type { Millis } from '@loa-lang/schemas/units';
import { dueReminders } from '../../domain/silence/reminders.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { SilenceStore } from '../../ports/silence-store.ts';
import { type KeepIncidentsDeps, keepIncidents } from '../watch/keep-incidents.ts';

export interface ReminderDeps extends KeepIncidentsDeps {
  store: SilenceStore;
  feed: ProgressFeed;
}

/** Often enough that twelve hours are twelve hours, seldom enough to cost nothing. */
export const LOOK_EVERY_MS: Millis = 15 * 60_000;

export class SilenceReminders {
  readonly #deps: ReminderDeps;

  constructor(deps: ReminderDeps) {
    this.#deps = deps;
  }

  /** Idempotent, and once among several controllers. @throws when the database does not answer */
  async look(): Promise<void> {
    const { store, incidents, feed, clock } = this.#deps;
    const now = clock.now();
    const open = await store.list(now);
    // a lock that was set or lifted while the database was away is an incident, or none any more, from now on
    await keepIncidents(this.#deps, 'silence-open', new Map(open.map(({ id, reason }) => [id, reason])));
    // how often it was recalled is in the database, which alone says who is first
    for (const { latch, count } of dueReminders(open, () => 0, now)) {
      if (!(await store.remind(latch.id, count))) continue;
      const detail = `${latch.reason} (${count * 12} h)`;
      await incidents.raise('silence-open', latch.id, detail, now);
      feed.emit({ type: 'incident', kind: 'silence-open', subject: latch.id, state: 'raised', detail });
    }
  }
}
