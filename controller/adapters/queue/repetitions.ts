/** What comes again and again: each repetition is a job that places the next one when it begins. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { TakenJob } from './backend.ts';
import { nextAligned, type Placeable, slotOf } from './envelope.ts';
import { keep, type Placing, replace } from './placing.ts';

export interface Repetition {
  everyMs: Millis;
  job: Placeable;
}

export class Repetitions {
  readonly #known = new Map<string, Repetition>();

  remember(everyMs: Millis, job: Placeable): Repetition {
    const repetition = { everyMs, job };
    this.#known.set(slotOf(job.name, job.key), repetition);
    return repetition;
  }

  forget(slot: string): void {
    this.#known.delete(slot);
  }

  all(): Repetition[] {
    return [...this.#known.values()];
  }

  /** Only what this program knows goes on: a repetition of an earlier version ends by itself. */
  async placeNext(placing: Placing, { name, data: { key, everyMs, dueAt } }: TakenJob): Promise<void> {
    const known = everyMs === undefined ? undefined : this.#known.get(slotOf(name, key));
    // after its own instant too, should this machine's time be behind the one that took it up
    if (known !== undefined) await keep(placing, known.job, next(known, Math.max(placing.now(), dueAt)));
  }
}

/** One that waits is left alone, unless it is of another interval or later than the next could be. */
export async function ensure(placing: Placing, repetition: Repetition): Promise<void> {
  const times = next(repetition, placing.now());
  const waiting = await keep(placing, repetition.job, times);
  if (waiting === undefined) return;
  const known = (await placing.producer.getJob(waiting))?.data;
  if (known === undefined) return;
  if (known.everyMs !== times.everyMs || known.dueAt > times.dueAt) await replace(placing, repetition.job, times);
}

const next = ({ everyMs }: Repetition, after: EpochMillis) => ({ dueAt: nextAligned(after, everyMs), everyMs });
