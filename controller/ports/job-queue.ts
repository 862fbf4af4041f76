/** When to look. A job that is late, lost or run twice changes nothing that is heard: handlers work from the database. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

/** Work by name; the payload says only what to look at. */
export interface Job {
  name: string;
  /** at most one job of a name and key waits; another one replaces its time */
  key: string;
  payload: Record<string, unknown>;
}

export interface JobQueue {
  /** At an instant, or at once when it has passed. */
  at(instant: EpochMillis, job: Job): Promise<void>;
  /** Again and again, aligned to the epoch; the same name and key is the same repetition. */
  every(intervalMs: Millis, job: Job): Promise<void>;
  /** Forgets what waits under this name and key. */
  cancel(name: string, key: string): Promise<void>;
}
