/** Occurrences that should be planned and are not: what the watchdog asks every few seconds, whatever the queue does. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { occurrences as occurrencesOf } from '../../domain/calendar/occurrences.ts';
import { isActive, type Schedule } from '../../domain/schedules/schedule.ts';
import { slotsOf } from '../../domain/schedules/slots.ts';
import type { MissingOccurrence, Occurrences } from '../../ports/due-reader.ts';
import type { OccurrenceStore, ScheduleStore } from '../../ports/schedule-store.ts';
import type { Materialiser } from './materialise.ts';
import type { ScheduleContexts } from './schedule-context.ts';
import { wantedOccurrences } from './wanted-occurrences.ts';

export interface MissingDeps {
  schedules: ScheduleStore;
  occurrences: OccurrenceStore;
  contexts: ScheduleContexts;
  materialiser: Pick<Materialiser, 'all'>;
}

const LOOK_BACK_MS = 36 * 3600_000;

export class MissingOccurrences implements Occurrences {
  readonly #deps: MissingDeps;

  constructor(deps: MissingDeps) {
    this.#deps = deps;
  }

  materialise(): Promise<void> {
    return this.#deps.materialiser.all();
  }

  /** Most of the time there is nothing to read but the rules: content is looked at only where a broadcast is lacking. */
  async missing(from: EpochMillis, until: EpochMillis): Promise<MissingOccurrence[]> {
    const { schedules, occurrences } = this.#deps;
    const taken = await occurrences.taken(from, until);
    const lacking = (await schedules.list({})).filter(isActive).filter((schedule) => {
      const byRule = occurrencesOf(schedule.recurrence, { from, until });
      return slotsOf(schedule, byRule, from, until).some(
        ({ recurrenceId }) => !taken.has(`${schedule.id}/${recurrenceId}`),
      );
    });
    const found = await Promise.all(lacking.map((schedule) => this.#lacking(schedule, from, until, taken)));
    return found.flat();
  }

  async #lacking(
    schedule: Schedule,
    from: EpochMillis,
    until: EpochMillis,
    taken: ReadonlySet<string>,
  ): Promise<MissingOccurrence[]> {
    const { contexts, occurrences } = this.#deps;
    const { id, communeId, name, changedAt } = schedule;
    const context = await contexts.read(communeId, [schedule]);
    const rows = (await occurrences.rows(communeId, from - LOOK_BACK_MS)).filter((row) => row.scheduleId === id);
    return (
      wantedOccurrences(schedule, rows, context, from)
        .wanted.filter(({ startAt, recurrenceId }) => startAt < until && !taken.has(`${id}/${recurrenceId}`))
        // what was over before the schedule was there, or as it is now, nobody waits for
        .filter(({ startAt }) => startAt > changedAt)
        .map(({ recurrenceId, startAt }) => ({
          scheduleId: id,
          occurrence: recurrenceId,
          communeId,
          title: name,
          startAt,
        }))
    );
  }
}
