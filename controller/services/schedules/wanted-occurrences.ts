/** The coming occurrences of a schedule with all that is to be stored of them. Pure: the context was read before. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { contentHash } from '../../domain/publishing/content-hash.ts';
import { type OccurrencePlan, planOccurrence } from '../../domain/schedules/plan-occurrence.ts';
import type { WantedOccurrence } from '../../domain/schedules/reconcile.ts';
import { isActive, PLAN_AHEAD_MS, type Schedule } from '../../domain/schedules/schedule.ts';
import { withoutHeard } from '../../domain/schedules/slots.ts';
import type { OccurrenceRow } from '../../ports/schedule-store.ts';
import type { ScheduleContext } from './schedule-context.ts';

export interface Wanted extends WantedOccurrence {
  plan: Extract<OccurrencePlan, { ok: true }>;
}

export interface WantedOfSchedule {
  wanted: Wanted[];
  problems: Extract<OccurrencePlan, { ok: false }>[];
}

const TODAY_MS = 24 * 3600_000;

/**
 * @param rows what is planned of it; what has begun today counts for slots whose times were edited since
 * @param after those that start later
 */
export function wantedOccurrences(
  schedule: Schedule | undefined,
  rows: readonly OccurrenceRow[],
  context: ScheduleContext,
  after: EpochMillis = context.now,
): WantedOfSchedule {
  if (schedule === undefined || !isActive(schedule)) return { wanted: [], problems: [] };
  const { now } = context;
  const all = context.slots(schedule, now - TODAY_MS, TODAY_MS + PLAN_AHEAD_MS);
  const begun = rows.filter((row) => row.startAt <= now && row.cancelledAt === undefined);
  const left = schedule.kind === 'session' ? withoutHeard(all, begun, context.zone) : all;
  const wanted: Wanted[] = [];
  const problems: WantedOfSchedule['problems'] = [];
  for (const slot of left) {
    if (slot.startAt <= after) continue;
    const plan = planOccurrence(schedule, slot, context.occurrence(schedule, slot));
    if (!plan.ok) problems.push(plan);
    else
      wanted.push({ recurrenceId: slot.recurrenceId, startAt: slot.startAt, hashes: hashesOf(schedule, plan), plan });
  }
  return { wanted, problems };
}

function hashesOf(schedule: Schedule, { content, window, place }: Wanted['plan']): WantedOccurrence['hashes'] {
  const { class: kind, level, rank, gainDb, requested, name } = schedule;
  const { items, parts, skipped } = content;
  const { clusterIds, placements, audience, leftOut } = place;
  const bulletins = parts.map(({ bulletinId, title }) => ({ bulletinId, title }));
  return {
    wire: contentHash({ kind, level, rank, gainDb, items, window, clusterIds, placements }),
    notes: contentHash({ name, requested, bulletins, skipped, leftOut, audience }),
  };
}
