/** No slot is silently empty: one that nothing may fill is an incident as long as it is so. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { OccurrencePlan } from '../../domain/schedules/plan-occurrence.ts';
import type { Schedule } from '../../domain/schedules/schedule.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { OpenIncidents } from '../../ports/incident-reader.ts';

export interface SlotWatchDeps {
  incidentLog: IncidentLog;
  incidents: OpenIncidents;
}

export interface WatchedSchedule extends Pick<Schedule, 'id' | 'name'> {
  problems: readonly Extract<OccurrencePlan, { ok: false }>[];
}

/** Sooner than this somebody has to act; before, the preview says it. */
const WITHIN_MS: Millis = 24 * 3600_000;

export class SlotWatch {
  readonly #deps: SlotWatchDeps;

  constructor(deps: SlotWatchDeps) {
    this.#deps = deps;
  }

  async look(watched: readonly WatchedSchedule[], now: EpochMillis): Promise<void> {
    const { incidentLog, incidents } = this.#deps;
    const open = new Set((await incidents.openOf(['slot-empty'])).map(({ subject }) => subject));
    for (const { id, name, problems } of watched) {
      const next = problems.find(({ slot }) => slot.startAt <= now + WITHIN_MS);
      if (next !== undefined) await incidentLog.raise('slot-empty', id, detailOf(name, next), now);
      else if (open.has(id)) await incidentLog.clear('slot-empty', id, now);
    }
  }
}

function detailOf(name: string, { slot, problem, content }: WatchedSchedule['problems'][number]): string {
  const reasons = content.skipped.map(({ title, reason }) => [title, reason].filter(Boolean).join(': '));
  return `${name}, ${new Date(slot.startAt).toISOString()}: ${[problem, ...reasons].join('; ')}`.slice(0, 1000);
}
