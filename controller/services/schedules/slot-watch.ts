/** No slot is silently empty: one that nothing may fill is an incident as long as it is so. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { OccurrencePlan } from '../../domain/schedules/plan-occurrence.ts';
import type { Schedule } from '../../domain/schedules/schedule.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';

export interface SlotWatchDeps {
  incidents: IncidentLog;
}

/** Sooner than this somebody has to act; before, the preview says it. */
const WITHIN_MS: Millis = 24 * 3600_000;

export class SlotWatch {
  readonly #deps: SlotWatchDeps;

  constructor(deps: SlotWatchDeps) {
    this.#deps = deps;
  }

  async look(
    schedule: Pick<Schedule, 'id' | 'name'>,
    problems: readonly Extract<OccurrencePlan, { ok: false }>[],
    now: EpochMillis,
  ): Promise<void> {
    const { incidents } = this.#deps;
    const next = problems.find(({ slot }) => slot.startAt <= now + WITHIN_MS);
    if (next === undefined) return incidents.clear('slot-empty', schedule.id, now);
    const reasons = next.content.skipped.map(({ title, reason }) => [title, reason].filter(Boolean).join(': '));
    const detail = `${schedule.name}, ${new Date(next.slot.startAt).toISOString()}: ${[next.problem, ...reasons].join('; ')}`;
    await incidents.raise('slot-empty', schedule.id, detail.slice(0, 1000), now);
  }
}
