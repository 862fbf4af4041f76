/** One occurrence as it would go to the devices, or why nothing of it can. */
import type { DailyHours } from '@loa-lang/schemas/http/commune-rules';
import type { Territory } from '../areas/territory.ts';
import { longestRunMs } from '../broadcasts/broadcast.ts';
import { planWindow, type Window } from '../broadcasts/window.ts';
import { type PlacedInHours, placeInHours } from '../placement/cluster-hours.ts';
import type { PlacedWithin } from '../placement/placement.ts';
import { firstWithin } from '../rules/daily-hours.ts';
import { contentOf } from './content.ts';
import type { Content, ProgrammeSources } from './programme.ts';
import type { Schedule } from './schedule.ts';
import type { Slot } from './slots.ts';

export interface OccurrenceContext {
  territory: Territory;
  place: (requested: Schedule['requested']) => PlacedWithin;
  zone: string;
  /** of every commune it reaches */
  quiet: readonly DailyHours[];
  sources: ProgrammeSources;
}

export type OccurrenceProblem =
  | 'quiet-hours'
  | 'slot-empty'
  | 'no-targets'
  | 'targets-unknown'
  | 'targets-apart'
  | 'targets-outside'
  | 'cluster-hours-none';

export type OccurrencePlan =
  | { ok: true; slot: Slot; content: Content; window: Window; place: PlacedInHours }
  | { ok: false; slot: Slot; content: Content; problem: OccurrenceProblem };

/**
 * The start may be postponed by what is on air as long as the whole still ends in its window.
 * @param fill what the programme holds: what there is, or what is expected
 */
export function planOccurrence(
  schedule: Pick<Schedule, 'requested'>,
  slot: Slot,
  context: OccurrenceContext,
  fill: typeof contentOf = contentOf,
): OccurrencePlan {
  const { territory, zone, quiet, sources } = context;
  const { startAt, endsAt } = slot;
  const content = fill(slot.programme, sources, startAt, endsAt - startAt);
  const refuse = (problem: OccurrenceProblem): OccurrencePlan => ({ ok: false, slot, content, problem });
  if (quiet.some((hours) => firstWithin(hours, zone, startAt, endsAt) !== undefined)) return refuse('quiet-hours');
  const place = placeInHours(territory, context.place(schedule.requested), { zone, startAt, endsAt, bound: true });
  if (!place.ok) return refuse(place.fault);
  const durationMs = longestRunMs(content.items, place.audience);
  if (durationMs === 0 || content.parts.every(isFrame)) return refuse('slot-empty');
  const planned = planWindow(
    { start: startAt, durationMs, leadMs: 0, latestStartAt: endsAt - durationMs, endsAt },
    startAt,
  );
  if (!planned.ok) return refuse('slot-empty');
  return { ok: true, slot, content, window: planned.window, place };
}

/** A tune and a goodbye with nothing between them are no programme. */
const isFrame = ({ kind }: Content['parts'][number]): boolean => kind === 'chime' || kind === 'closing';
