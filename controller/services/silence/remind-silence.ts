/** Recalls every lock of silence that still holds, every twelve hours. */
import type { Millis } from '@loa-lang/schemas/units';
import { dueReminders } from '../../domain/silence/reminders.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { SilenceStore } from '../../ports/silence-store.ts';

export interface ReminderDeps {
  store: SilenceStore;
  incidents: IncidentLog;
  feed: ProgressFeed;
  clock: Clock;
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
    // how often it was recalled is in the database, which alone says who is first
    for (const { latch, count } of dueReminders(open, () => 0, now)) {
      if (!(await store.remind(latch.id, count))) continue;
      const detail = `${latch.reason} (${count * 12} h)`;
      await incidents.raise('silence-open', latch.id, detail, now);
      feed.emit({ type: 'incident', kind: 'silence-open', subject: latch.id, state: 'raised', detail });
    }
  }
}
