/** What else sounds where a schedule is to sound: other schedules of the commune and of the areas around, single broadcasts. */
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { lineage, servedHamletIds, type Territory } from '../../domain/areas/territory.ts';
import { approvableUntil, type Broadcast, longestRunMs } from '../../domain/broadcasts/broadcast.ts';
import { placeBroadcast, type RequestedTargets } from '../../domain/placement/placement.ts';
import type { CountedSession } from '../../domain/rules/session-rules.ts';
import { type Contender, contenderOf, contenderOfBroadcast } from '../../domain/schedules/contender.ts';
import { expectedContent, UNKNOWN_BULLETIN } from '../../domain/schedules/expected-content.ts';
import { planOccurrence } from '../../domain/schedules/plan-occurrence.ts';
import type { Airing } from '../../domain/schedules/repeated-content.ts';
import { isActive, type Schedule } from '../../domain/schedules/schedule.ts';
import type { Slot } from '../../domain/schedules/slots.ts';
import type { Span } from '../../domain/schedules/touching.ts';
import type { OccurrenceStore, ScheduleStore } from '../../ports/schedule-store.ts';
import type { ScheduleContext, ScheduleContexts } from './schedule-context.ts';

export interface SurroundingsDeps {
  schedules: ScheduleStore;
  occurrences: OccurrenceStore;
  contexts: ScheduleContexts;
}

/** One broadcast, seen from all sides that rules and conflicts look at. */
export interface Neighbour {
  contender: Contender;
  airing: Airing;
  session: CountedSession;
}

const DAY_MS = 24 * 3600_000;

export class Surroundings {
  readonly #deps: SurroundingsDeps;

  constructor(deps: SurroundingsDeps) {
    this.#deps = deps;
  }

  /**
   * All that touches `[from, until)` on these clusters, but the schedule, or the broadcast, itself.
   * @param isLookedAt of these spans only; what the others hold is not worked out
   */
  async of(
    schedule: Pick<Schedule, 'id' | 'communeId'>,
    clusterIds: ReadonlySet<ClusterId>,
    around: ScheduleContext,
    from: EpochMillis,
    until: EpochMillis,
    isLookedAt: (span: Span) => boolean = () => true,
  ): Promise<Neighbour[]> {
    const { schedules, occurrences, contexts } = this.#deps;
    const found: Neighbour[] = [];
    // of what lies behind only what was really planned: a schedule made at noon has had no morning
    const { now } = around;
    const planned = from - DAY_MS < now ? await occurrences.taken(from - DAY_MS, now) : new Set<string>();
    const isOn = (other: Schedule, { startAt, recurrenceId }: Slot) =>
      startAt > now || planned.has(`${other.id}/${recurrenceId}`);
    for (const ownerId of ownersAround(around.territory, schedule.communeId)) {
      const others = (await schedules.list({ communeId: ownerId })).filter(
        (other) => other.id !== schedule.id && isActive(other),
      );
      const near = others.filter((other) => reaches(around.territory, other.requested, clusterIds));
      if (near.length === 0) continue;
      const context = await contexts.read(ownerId, near);
      for (const other of near) {
        // a window that began before may still be open
        const begin = from - other.windowMs;
        const slots = context
          .slots(other, begin, until - begin)
          .filter((slot) => isLookedAt(slot) && isOn(other, slot));
        found.push(...neighboursOf(other, slots, context));
      }
    }
    const single = (await occurrences.single([...clusterIds], from, until)).filter(
      (broadcast) => broadcast.id !== schedule.id && isLookedAt(broadcast) && mayStillSound(broadcast, around.now),
    );
    return [...found, ...single.map(neighbourOfBroadcast)];
  }
}

/** What was returned, or not approved in its time, sounds nowhere. */
const mayStillSound = (broadcast: Broadcast, now: EpochMillis): boolean =>
  broadcast.approval === 'approved' || (broadcast.approval === 'awaiting' && now < approvableUntil(broadcast));

/** The area itself, those above it, and those below it that may have schedules of their own. */
function ownersAround({ areas }: Territory, communeId: AreaId): AreaId[] {
  const above = lineage(areas, communeId);
  const below = [...areas.keys()].filter(
    (id) => id !== communeId && areas.get(id)?.kind !== 'hamlet' && lineage(areas, id).includes(communeId),
  );
  return [...above, ...below];
}

/** Clusters that are not near are of no interest. */
function reaches(territory: Territory, requested: RequestedTargets, clusterIds: ReadonlySet<ClusterId>): boolean {
  const near = requested.clusterIds.filter((id) => territory.clusters.has(id));
  const place = placeBroadcast(territory, { ...requested, clusterIds: near });
  return place.ok && place.clusterIds.some((id) => clusterIds.has(id));
}

/** Slots of one schedule as they will be planned once all of them is there and approved; without those that will not. */
export function neighboursOf(schedule: Schedule, slots: readonly Slot[], context: ScheduleContext): Neighbour[] {
  const unrestricted = context.unrestricted();
  const owner = { id: schedule.id, title: schedule.name };
  return slots.flatMap((slot): Neighbour[] => {
    const plan = planOccurrence(schedule, slot, unrestricted, expectedContent);
    if (!plan.ok) return [];
    const { content, place } = plan;
    const { startAt } = slot;
    const { clusterIds } = place;
    const spoken = content.parts.filter(
      ({ kind, bulletinId }) => (kind === 'bulletin' || kind === 'playlist') && bulletinId !== UNKNOWN_BULLETIN,
    );
    const durationMs = longestRunMs(content.items, place.audience);
    return [
      {
        contender: contenderOf(schedule, plan),
        airing: { owner, startAt, bulletins: spoken, hamletIds: hamletsOf(context.territory, clusterIds) },
        session: { class: schedule.class, startAt, durationMs, clusterIds },
      },
    ];
  });
}

function neighbourOfBroadcast(broadcast: Broadcast): Neighbour {
  const contender = contenderOfBroadcast(broadcast);
  const { audience, bulletins, startAt, items } = broadcast;
  const { owner, clusterIds } = contender;
  const durationMs = longestRunMs(items, audience);
  return {
    contender,
    airing: { owner, startAt, bulletins, hamletIds: new Set(audience.hamlets.map((hamlet) => hamlet.id)) },
    session: { class: broadcast.class, startAt, durationMs, clusterIds },
  };
}

const hamletsOf = (territory: Territory, clusterIds: readonly ClusterId[]): ReadonlySet<AreaId> =>
  new Set(
    clusterIds.flatMap((id) => {
      const cluster = territory.clusters.get(id);
      return cluster === undefined ? [] : servedHamletIds(cluster);
    }),
  );
