/** What is asked before a schedule is saved: whether it can be, whether it may be, and what it collides with. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import { nextOccurrences } from '../../domain/calendar/next-occurrences.ts';
import { occurrences } from '../../domain/calendar/occurrences.ts';
import { instantWords } from '../../domain/calendar/words/date-words.ts';
import type { Caller } from '../../domain/people/person.ts';
import { audienceOf } from '../../domain/placement/audience.ts';
import { type SessionBreach, sessionBreaches } from '../../domain/rules/session-rules.ts';
import { type Conflict, conflictsOf } from '../../domain/schedules/conflicts.ts';
import { contentOf, fixedMs } from '../../domain/schedules/programme.ts';
import { type Repetition, repetitionsOf } from '../../domain/schedules/repeated-content.ts';
import { FREEZE_MS, type Schedule } from '../../domain/schedules/schedule.ts';
import { overlapIn, type Slot, slotsOf } from '../../domain/schedules/slots.ts';
import { occurrenceOf } from '../../domain/schedules/times.ts';
import { type Span, touching } from '../../domain/schedules/touching.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Permissions } from '../people/permissions.ts';
import { Refusal } from '../refusal.ts';
import { refuseQuiet, requireReason } from '../rules/rule-guard.ts';
import { refuseUnknownSources } from './relay-parts.ts';
import type { ScheduleContext, ScheduleContexts } from './schedule-context.ts';
import { type Neighbour, neighboursOf, type Surroundings } from './surroundings.ts';

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
  /** ids of schedules and broadcasts whose titles are not for who asks; absent: none */
  untold?: ReadonlySet<string>;
  zone: string;
}

export interface Checked extends Collisions {
  ruleReason: Schedule['ruleReason'];
  context: ScheduleContext;
}

/** Once round the year, so that every season of the timetable is looked at. */
const YEAR_MS = 400 * 24 * 3600_000;
/** Looked at day by day: two months of a daily session. */
const LOOKED_AT = 60;
const DAY_MS = 24 * 3600_000;

/** Slots that are asked for, and the others of the same schedule, which stay. */
interface Asked {
  slots: readonly Slot[];
  others: readonly Slot[];
}

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
    refuseUnknownSources(schedule, context.relays);
    const clusterIds = clustersOf(schedule, context);
    const year = slotsOfYear(schedule, context);
    const all = only === undefined ? year : slotOf(schedule, only, context);
    if (all.length === 0 && only === undefined) throw new Refusal('schedule-never');
    refuseImpossible(schedule, year, all, context);
    for (const { startAt, endsAt } of all) refuseQuiet(context.rules.quiet, context.zone, startAt, endsAt);
    const asked = { slots: all, others: only === undefined ? [] : year.filter((slot) => slot.recurrenceId !== only) };
    const { collisions, breaches } = await this.#around(schedule, asked, clusterIds, context);
    const ruleReason = await requireReason(
      breaches,
      { reason: consent.ruleReason, known: consent.knownReason },
      by,
      schedule.communeId,
      this.#deps.permissions,
    );
    return { ...collisions, ruleReason, context };
  }

  /** What it collides with, for who does not ask whether it may; nothing where it has no place or no time left. */
  async told(schedule: Schedule): Promise<Collisions | undefined> {
    const context = await this.#deps.contexts.read(schedule.communeId, [schedule]);
    if (!context.place(schedule.requested).ok) return undefined;
    return this.collisions(schedule, slotsOfYear(schedule, context), context);
  }

  /** What these slots collide with. */
  async collisions(schedule: Schedule, slots: readonly Slot[], context: ScheduleContext): Promise<Collisions> {
    return (await this.#around(schedule, { slots, others: [] }, clustersOf(schedule, context), context)).collisions;
  }

  /**
   * Rules and content are looked at day by day for some weeks; of the rest of the year only what touches something else,
   * since another season may move this schedule, or its neighbours, onto one another.
   */
  async #around(
    schedule: Schedule,
    asked: Asked,
    clusterIds: ReadonlySet<ClusterId>,
    context: ScheduleContext,
  ): Promise<{ collisions: Collisions; breaches: SessionBreach[] }> {
    const { territory, rules, zone } = context;
    const slots = asked.slots.filter((slot) => slot.startAt < context.now + YEAR_MS);
    const codes = new Map([...clusterIds].map((id) => [id, territory.clusters.get(id)?.code ?? id]));
    const near = slots.slice(0, LOOKED_AT);
    const [first, lastNear, last] = [slots[0], near.at(-1), slots.at(-1)];
    if (first === undefined || lastNear === undefined || last === undefined) {
      return { collisions: { conflicts: [], repetitions: [], codes, zone }, breaches: [] };
    }
    // whole days: sessions and content are counted by the day
    const [from, nearUntil] = [first.startAt - DAY_MS, lastNear.endsAt + DAY_MS];
    const isNear = ({ startAt }: Span): boolean => startAt < nearUntil;
    const touchesAsked = touching(slots);
    const around = await this.#deps.surroundings.of(
      schedule,
      clusterIds,
      context,
      from,
      last.endsAt + DAY_MS,
      (span) => isNear(span) || touchesAsked(span),
    );
    around.push(
      ...neighboursOf(
        schedule,
        asked.others.filter((slot) => slot.endsAt > from && isNear(slot)),
        context,
      ),
    );
    const touchesOthers = touching(around.map(({ contender }) => contender.planned));
    const looked = slots.filter((slot, index) => index < LOOKED_AT || touchesOthers(slot));
    const own = neighboursOf(schedule, looked, context);
    const { clusters } = audienceOf(territory, [...clusterIds], new Set());
    const languages = new Map(clusters.map((cluster) => [cluster.id, cluster.languages]));
    const daily = ({ airing }: Neighbour): boolean => isNear({ ...airing, endsAt: airing.startAt });
    const [ownDaily, aroundDaily] = [own.filter(daily), around.filter(daily)];
    return {
      collisions: {
        conflicts: conflictsOf(each(own, 'contender'), each(around, 'contender'), languages),
        repetitions: repetitionsOf(each(ownDaily, 'airing'), each(aroundDaily, 'airing'), zone),
        codes,
        zone,
      },
      breaches: sessionBreaches(rules.sessions, zone, each(ownDaily, 'session'), each(aroundDaily, 'session')),
    };
  }
}

const each = <K extends keyof Neighbour>(list: readonly Neighbour[], key: K): Neighbour[K][] =>
  list.map((one) => one[key]);

/** @param changed of these the programme must fit; together with the others they must not overlap */
function refuseImpossible(
  { windowMs }: Schedule,
  all: readonly Slot[],
  changed: readonly Slot[],
  context: ScheduleContext,
): void {
  const overlap = overlapIn(all);
  if (overlap !== undefined) {
    throw new Refusal('schedule-overlaps-itself', { date: instantWords(overlap, context.zone) });
  }
  const [first] = changed;
  if (first === undefined) return;
  // as if there were all the time in the world, to say how much is missing
  const { programme, startAt } = first;
  const neededMs = fixedMs(programme, contentOf(programme, context.unrestricted().sources, startAt, YEAR_MS));
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

/** The one occurrence; none on a day off. */
function slotOf(schedule: Schedule, recurrenceId: string, { daysOff }: ScheduleContext): Slot[] {
  const byRule = occurrenceOf(schedule.recurrence, recurrenceId, daysOff);
  const slots = slotsOf(schedule, byRule === undefined ? [] : [byRule], 0, Number.POSITIVE_INFINITY);
  return slots.filter((slot) => slot.recurrenceId === recurrenceId);
}

/** All of a year; at least the next one, however far it is. */
function slotsOfYear(schedule: Schedule, context: ScheduleContext): Slot[] {
  const from = context.now + FREEZE_MS;
  const until = from + YEAR_MS;
  const slots = slotsOf(schedule, occurrences(schedule.recurrence, { from, until }, context.daysOff), from, until);
  return slots.length > 0 ? slots : comingSlots(schedule, context, 1);
}
