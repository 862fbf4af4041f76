/** What is asked before a schedule is saved: whether it can be, whether it may be, and what it collides with. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { nextOccurrences } from '../../domain/calendar/next-occurrences.ts';
import { occurrences } from '../../domain/calendar/occurrences.ts';
import type { Caller } from '../../domain/people/person.ts';
import { audienceOf } from '../../domain/placement/audience.ts';
import { type SessionBreach, sessionBreaches } from '../../domain/rules/session-rules.ts';
import { type Conflict, conflictsOf } from '../../domain/schedules/conflicts.ts';
import { estimate, fixedMs, overlapIn } from '../../domain/schedules/estimate.ts';
import { type Repetition, repetitionsOf } from '../../domain/schedules/repeated-content.ts';
import { FREEZE_MS, type Schedule } from '../../domain/schedules/schedule.ts';
import { type Slot, slotsOf } from '../../domain/schedules/slots.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Permissions } from '../people/permissions.ts';
import { Refusal } from '../refusal.ts';
import { refuseQuiet, requireReason } from '../rules/rule-guard.ts';
import type { ScheduleContext, ScheduleContexts } from './schedule-context.ts';
import { neighboursOf, type Surroundings } from './surroundings.ts';

export interface CheckDeps {
  contexts: ScheduleContexts;
  surroundings: Surroundings;
  permissions: Permissions;
  clock: Clock;
}

export interface Consent {
  acceptConflicts: boolean;
  /** the approver's, for going beyond the session rules */
  ruleReason: string | undefined;
  /** one that was given before and still holds */
  knownReason: Schedule['ruleReason'];
}

/** Names of clusters, for words about them. */
export type ClusterCodes = ReadonlyMap<ClusterId, string>;

export interface Collisions {
  conflicts: Conflict[];
  repetitions: Repetition[];
  codes: ClusterCodes;
  zone: string;
}

export interface Checked extends Collisions {
  ruleReason: Schedule['ruleReason'];
  context: ScheduleContext;
}

/** Once round the year, so that every season of the timetable is looked at. */
const YEAR_MS = 400 * 24 * 3600_000;
/** Looked at for conflicts: two months of a daily session. */
const LOOKED_AT = 60;

export class ScheduleCheck {
  readonly #deps: CheckDeps;

  constructor(deps: CheckDeps) {
    this.#deps = deps;
  }

  /**
   * @param only the one occurrence that is changed; absent: all of a year
   * @throws Refusal for what cannot or may not be; `conflicts` are the caller's to accept
   */
  async check(schedule: Schedule, consent: Consent, by: Caller, only?: string): Promise<Checked> {
    const context = await this.#deps.contexts.read(schedule.communeId, [schedule]);
    const clusterIds = clustersOf(schedule, context);
    const year = slotsOfYear(schedule, context);
    const all = only === undefined ? year : year.filter((slot) => slot.recurrenceId === only);
    const slots = all.slice(0, LOOKED_AT);
    if (slots.length === 0) throw new Refusal('schedule-never');
    refuseImpossible(schedule, year, all, context);
    for (const { startAt, endsAt } of all) refuseQuiet(context.rules.quiet, context.zone, startAt, endsAt);
    const { collisions, breaches } = await this.#around(schedule, slots, clusterIds, context);
    const ruleReason = await requireReason(
      breaches,
      { reason: consent.ruleReason, known: consent.knownReason },
      by,
      schedule.communeId,
      this.#deps.permissions,
    );
    return { ...collisions, ruleReason, context };
  }

  /** What these slots collide with. */
  async collisions(schedule: Schedule, slots: readonly Slot[], context: ScheduleContext): Promise<Collisions> {
    return (await this.#around(schedule, slots, clustersOf(schedule, context), context)).collisions;
  }

  async #around(
    schedule: Schedule,
    slots: readonly Slot[],
    clusterIds: ReadonlySet<ClusterId>,
    context: ScheduleContext,
  ): Promise<{ collisions: Collisions; breaches: SessionBreach[] }> {
    const { territory, rules, zone } = context;
    const near = slots.filter((slot) => slot.startAt < context.now + YEAR_MS);
    const own = neighboursOf(schedule, near, context);
    const codes = new Map([...clusterIds].map((id) => [id, territory.clusters.get(id)?.code ?? id]));
    const [first, last] = [near[0], near.at(-1)];
    if (first === undefined || last === undefined) {
      return { collisions: { conflicts: [], repetitions: [], codes, zone }, breaches: [] };
    }
    // whole days: sessions and content are counted by the day
    const day = 24 * 3600_000;
    const around = await this.#deps.surroundings.of(
      schedule,
      clusterIds,
      context,
      first.startAt - day,
      last.endsAt + day,
    );
    const { clusters } = audienceOf(territory, [...clusterIds], new Set());
    const languages = new Map(clusters.map((cluster) => [cluster.id, cluster.languages]));
    const each = <K extends keyof (typeof own)[number]>(list: typeof own, key: K) => list.map((one) => one[key]);
    return {
      collisions: {
        conflicts: conflictsOf(each(own, 'contender'), each(around, 'contender'), languages),
        repetitions: repetitionsOf(each(own, 'airing'), each(around, 'airing'), zone),
        codes,
        zone,
      },
      breaches: sessionBreaches(rules.sessions, zone, each(own, 'session'), each(around, 'session')),
    };
  }
}

/** @param changed of these the programme must fit; together with the others they must not overlap */
function refuseImpossible(
  { windowMs }: Schedule,
  all: readonly Slot[],
  changed: readonly Slot[],
  context: ScheduleContext,
): void {
  const overlap = overlapIn(all);
  if (overlap !== undefined) throw new Refusal('schedule-overlaps-itself', { date: isoDay(overlap, context) });
  const [first] = changed;
  if (first === undefined) return;
  // as if there were all the time in the world, to say how much is missing
  const wide = { ...first, endsAt: first.startAt + YEAR_MS };
  const neededMs = fixedMs(first.programme, estimate(wide, context.unrestricted().sources));
  if (neededMs <= windowMs) return;
  const inMinutes = (ms: number) => Math.ceil(ms / 6_000) / 10;
  throw new Refusal('schedule-too-long', { minutes: inMinutes(neededMs), window: inMinutes(windowMs) });
}

/** @throws Refusal when nothing can sound there */
function clustersOf(schedule: Schedule, context: ScheduleContext): ReadonlySet<ClusterId> {
  const place = context.place(schedule.requested);
  if (!place.ok) throw new Refusal(place.fault, 'ids' in place ? { ids: place.ids.join(', ') } : {});
  return new Set(place.clusterIds);
}

/** The next ones, however far apart, with single ones moved or left out. */
export function comingSlots(schedule: Schedule, context: ScheduleContext, count: number): Slot[] {
  const from = context.now + FREEZE_MS;
  // those left out need others in their place
  const spare = count + Object.keys(schedule.changes).length;
  const byRule = nextOccurrences(schedule.recurrence, from, spare, context.daysOff);
  const until = Math.max(byRule.at(-1)?.startAt ?? from, from + YEAR_MS) + 1;
  return slotsOf(schedule, byRule, from, until).slice(0, count);
}

/** All of a year; at least the next one, however far it is. */
function slotsOfYear(schedule: Schedule, context: ScheduleContext): Slot[] {
  const from = context.now + FREEZE_MS;
  const until = from + YEAR_MS;
  const slots = slotsOf(schedule, occurrences(schedule.recurrence, { from, until }, context.daysOff), from, until);
  return slots.length > 0 ? slots : comingSlots(schedule, context, 1);
}

const isoDay = (instant: EpochMillis, { zone }: ScheduleContext): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(instant);
