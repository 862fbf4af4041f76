/** What comes of a schedule that was saved: its occurrences are planned, and whoever saved it is told of them. */
import type { RecurrenceNotice } from '../../domain/calendar/check/notice.ts';
import type { ScheduleId } from '../../domain/schedules/schedule.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RelaySourceStore } from '../../ports/relay-source-store.ts';
import type { OccurrenceStore, ScheduleStore } from '../../ports/schedule-store.ts';
import type { BroadcastViews } from '../broadcasts/view-broadcasts.ts';
import { found } from '../refusal.ts';
import type { Collisions } from './check-schedule.ts';
import type { Materialised, Materialiser } from './materialise.ts';
import { relayNotices } from './relay-notices.ts';
import { sourcesNamed } from './relay-parts.ts';
import type { Saved } from './schedule-asks.ts';

export interface SavingDeps {
  schedules: ScheduleStore;
  occurrences: OccurrenceStore;
  materialiser: Materialiser;
  views: Pick<BroadcastViews, 'of'>;
  relaySources: Pick<RelaySourceStore, 'find'>;
  clock: Clock;
}

/** Planning that fails now is made good by the next look. */
export async function followSaved(
  { schedules, occurrences, materialiser, views, relaySources, clock }: SavingDeps,
  id: ScheduleId,
  collisions: Collisions | undefined,
  warnings: RecurrenceNotice[] = [],
): Promise<Saved> {
  const stored = async () => found(await schedules.find(id), 'schedule-unknown');
  const { communeId } = await stored();
  const { outcomes, delivery }: Materialised = await materialiser.run(communeId);
  const schedule = await stored();
  const now = clock.now();
  // one whose clusters have all reported is over, though its window is open
  const onAir = (await views.of(await occurrences.onAir(id, now))).find(({ state }) => state === 'playing');
  const rows = (await occurrences.rows(communeId, now)).filter((row) => row.scheduleId === id);
  const coming = rows.filter((row) => row.startAt > now && row.cancelledAt === undefined);
  const outcome = outcomes.get(id);
  return {
    saved: true,
    schedule,
    delivery,
    planned: coming.length,
    cancelled: outcome?.withdrawn ?? 0,
    onAir: onAir && { broadcast: onAir.broadcast, outcome: 'plays-on' },
    appliesFrom: coming[0]?.startAt,
    collisions,
    problems: [...new Set(outcome?.problems.map(({ problem }) => problem))],
    warnings: [...warnings, ...relayNotices(schedule, await relaySources.find(sourcesNamed(schedule)))],
  };
}
