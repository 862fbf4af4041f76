/** The next occurrences of a schedule as they would sound now: content, approval, what is left out, what they collide with. */

import { civilDay } from '../../domain/broadcasts/civil-time.ts';
import type { AirDateWarning } from '../../domain/reading/air-date-warnings.ts';
import { airDateWarnings } from '../../domain/reading/air-date-warnings.ts';
import { type OccurrencePlan, planOccurrence } from '../../domain/schedules/plan-occurrence.ts';
import type { Schedule, ScheduleId } from '../../domain/schedules/schedule.ts';
import type { OccurrenceStore, ProgrammeBulletins, ScheduleStore } from '../../ports/schedule-store.ts';
import { found } from '../refusal.ts';
import { type Collisions, comingSlots, type ScheduleCheck } from './check-schedule.ts';
import type { ScheduleContexts } from './schedule-context.ts';

export interface PreviewDeps {
  schedules: ScheduleStore;
  occurrences: OccurrenceStore;
  programmeBulletins: ProgrammeBulletins;
  contexts: ScheduleContexts;
  check: ScheduleCheck;
}

export interface PreviewedOccurrence {
  plan: OccurrencePlan;
  broadcastId: string | undefined;
  warnings: AirDateWarning[];
}

export interface SchedulePreview {
  schedule: Schedule;
  occurrences: PreviewedOccurrence[];
  collisions: Collisions;
}

const PREVIEWED = 20;

export class SchedulePreviews {
  readonly #deps: PreviewDeps;

  constructor(deps: PreviewDeps) {
    this.#deps = deps;
  }

  /** Of a paused one too: as if it were not. */
  async of(id: ScheduleId): Promise<SchedulePreview> {
    const { schedules, occurrences, contexts, check, programmeBulletins } = this.#deps;
    const schedule = found(await schedules.find(id), 'schedule-unknown');
    const live = { ...schedule, paused: false, removedAt: undefined };
    const context = await contexts.read(schedule.communeId, [live]);
    const slots = comingSlots(live, context, PREVIEWED);
    const plans = slots.map((slot) => planOccurrence(live, slot, context.occurrence(live, slot)));
    const rows = await occurrences.rows(schedule.communeId, context.now);
    const rowIds = new Map(
      rows.filter((row) => row.scheduleId === id).map((row) => [row.recurrenceId, row.id] as const),
    );
    const spoken = plans.flatMap(({ content }) => content.parts.map(({ bulletinId }) => bulletinId));
    const texts = await programmeBulletins.texts([...new Set(spoken)]);
    return {
      schedule,
      collisions: await check.collisions(live, slots, context),
      occurrences: plans.map((plan) => {
        const { slot, content } = plan;
        const day = civilDay(slot.startAt, context.zone);
        const warnings = content.parts.flatMap(({ bulletinId }) => airDateWarnings(texts.get(bulletinId) ?? '', [day]));
        return { plan, broadcastId: rowIds.get(slot.recurrenceId), warnings };
      }),
    };
  }
}
