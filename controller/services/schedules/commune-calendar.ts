/** Some weeks of a commune: what sounded, what is to sound, what is left out and why, who wins where things meet. */
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { lineage, servedHamletIds, type Territory } from '../../domain/areas/territory.ts';
import { occurrences } from '../../domain/calendar/occurrences.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import { audienceOf } from '../../domain/placement/audience.ts';
import { type CalendarEntry, entryOfPlan, entryOfSlot, type PlannedAs } from '../../domain/schedules/calendar-entry.ts';
import { conflictsAmong, type DatedConflict } from '../../domain/schedules/conflicts-among.ts';
import { planOccurrence } from '../../domain/schedules/plan-occurrence.ts';
import type { Schedule } from '../../domain/schedules/schedule.ts';
import type { Register } from '../../ports/register.ts';
import type { DayOffStore, OccurrenceStore, ScheduleStore } from '../../ports/schedule-store.ts';
import { found, Refusal } from '../refusal.ts';
import type { AiredEntries } from './aired-entries.ts';
import { entryOfAbove } from './calendar-broadcasts.ts';
import { type CalendarSpan, spanOf } from './calendar-span.ts';
import type { ClusterCodes } from './check-schedule.ts';
import type { ScheduleContext, ScheduleContexts } from './schedule-context.ts';
import type { Surroundings } from './surroundings.ts';

export interface CommuneCalendarDeps {
  register: Pick<Register, 'areas'>;
  schedules: ScheduleStore;
  occurrences: OccurrenceStore;
  daysOff: DayOffStore;
  aired: Pick<AiredEntries, 'of'>;
  contexts: ScheduleContexts;
  surroundings: Surroundings;
}

export interface CalendarView {
  communeId: AreaId;
  zone: string;
  days: readonly string[];
  /** names by day */
  daysOff: ReadonlyMap<string, string>;
  entries: CalendarEntry[];
  conflicts: DatedConflict[];
  codes: ClusterCodes;
}

export class CommuneCalendar {
  readonly #deps: CommuneCalendarDeps;

  constructor(deps: CommuneCalendarDeps) {
    this.#deps = deps;
  }

  /** @param from and `to` YYYY-MM-DD in its zone, both inclusive @throws Refusal `calendar-too-long`, `not-a-commune` */
  async of(communeId: AreaId, from: string, to: string, sight: Sight): Promise<CalendarView> {
    const { register, schedules, daysOff, contexts, surroundings } = this.#deps;
    const area = found(await register.areas.find(communeId), 'area-unknown');
    if (area.kind !== 'commune') throw new Refusal('not-a-commune', { name: area.name });
    const span = spanOf(from, to, area.timeZone);
    const own = await schedules.list({ communeId });
    const context = await contexts.read(communeId, own);
    const coming = { from: Math.max(span.from, context.now), until: Math.max(span.until, context.now) };
    const clusterIds = clustersWithin(context.territory, communeId);
    const [planned, aired, around] = await Promise.all([
      this.#planned(communeId, context.now),
      this.#deps.aired.of(span, sight, context.now),
      surroundings.of({ id: '', communeId }, clusterIds, context, coming.from, coming.until),
    ]);
    const contenders = around
      .map(({ contender }) => contender)
      .filter(({ planned: { startAt, endsAt } }) => startAt < coming.until && endsAt > coming.from);
    const ofSchedules = own.flatMap((schedule) => comingOf(schedule, context, coming, planned));
    const known = new Set([...ofSchedules, ...aired].map(({ key }) => key));
    const above = contenders.filter(
      ({ planned: { id, startAt } }) => !known.has(id) && startAt >= coming.from && startAt < coming.until,
    );
    const { clusters } = audienceOf(context.territory, [...clusterIds], new Set());
    return {
      ...{ communeId, zone: area.timeZone, days: span.days },
      daysOff: new Map((await daysOff.of(communeId)).map(({ day, name }) => [day, name])),
      entries: [...ofSchedules, ...aired, ...above.map((each) => entryOfAbove(each, clusterIds))].sort(byStart),
      conflicts: conflictsAmong(contenders, new Map(clusters.map(({ id, languages }) => [id, languages]))),
      codes: new Map(clusters.map(({ id, code }) => [id, code])),
    };
  }

  /** Occurrences that are broadcasts already, by schedule and occurrence. */
  async #planned(communeId: AreaId, now: EpochMillis): Promise<Map<string, PlannedAs>> {
    const rows = await this.#deps.occurrences.rows(communeId, now);
    return new Map(
      rows.map(({ scheduleId, recurrenceId, id, cancelledAt }) => [
        `${scheduleId}/${recurrenceId}`,
        { broadcastId: id, cancelled: cancelledAt !== undefined },
      ]),
    );
  }
}

const byStart = (a: CalendarEntry, b: CalendarEntry) => a.startAt - b.startAt || (a.key < b.key ? -1 : 1);

const clustersWithin = ({ areas, clusters }: Territory, communeId: AreaId): ReadonlySet<ClusterId> =>
  new Set(
    [...clusters.values()]
      .filter((cluster) => servedHamletIds(cluster).some((id) => lineage(areas, id).includes(communeId)))
      .map(({ id }) => id),
  );

type Coming = Pick<CalendarSpan, 'from' | 'until'>;

/** Of a paused one as if it were not; what is left out is shown as well, so that it can be taken back. */
function comingOf(
  schedule: Schedule,
  context: ScheduleContext,
  coming: Coming,
  planned: ReadonlyMap<string, PlannedAs>,
): CalendarEntry[] {
  if (coming.from >= coming.until) return [];
  const plans = context
    .slots(schedule, coming.from, coming.until - coming.from)
    .map((slot) => planOccurrence(schedule, slot, context.occurrence(schedule, slot)));
  const { recurrence, changes } = schedule;
  const byRule = occurrences(recurrence, coming, context.daysOff);
  const skipped = byRule.filter(({ recurrenceId }) => changes[recurrenceId]?.skip === true);
  const kept = new Set(byRule.map(({ recurrenceId }) => recurrenceId));
  const off = recurrence.skipDaysOff === true ? occurrences(recurrence, coming) : [];
  return [
    ...plans.map((plan) => entryOfPlan(schedule, plan, planned.get(`${schedule.id}/${plan.slot.recurrenceId}`))),
    ...skipped.map((each) => entryOfSlot(schedule, each, 'skipped')),
    ...off.filter(({ recurrenceId }) => !kept.has(recurrenceId)).map((each) => entryOfSlot(schedule, each, 'day-off')),
  ];
}
