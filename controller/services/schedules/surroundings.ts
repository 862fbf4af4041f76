/** What else sounds where a schedule is to sound: other schedules of the commune and of the areas around, single broadcasts. */
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { lineage, servedHamletIds, type Territory } from '../../domain/areas/territory.ts';
import { approvableUntil, type Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { placeBroadcast, type RequestedTargets } from '../../domain/placement/placement.ts';
import type { CountedSession } from '../../domain/rules/session-rules.ts';
import type { Contender } from '../../domain/schedules/conflicts.ts';
import { contenderOf, contenderOfBroadcast, estimate } from '../../domain/schedules/estimate.ts';
import type { Airing } from '../../domain/schedules/repeated-content.ts';
import { isActive, type Schedule } from '../../domain/schedules/schedule.ts';
import type { Slot } from '../../domain/schedules/slots.ts';
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

export class Surroundings {
  readonly #deps: SurroundingsDeps;

  constructor(deps: SurroundingsDeps) {
    this.#deps = deps;
  }

  /** All that touches `[from, until)` on these clusters, but the schedule, or the broadcast, itself. */
  async of(
    schedule: Pick<Schedule, 'id' | 'communeId'>,
    clusterIds: ReadonlySet<ClusterId>,
    around: ScheduleContext,
    from: EpochMillis,
    until: EpochMillis,
  ): Promise<Neighbour[]> {
    const { schedules, occurrences, contexts } = this.#deps;
    const found: Neighbour[] = [];
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
        found.push(...neighboursOf(other, context.slots(other, begin, until - begin), context));
      }
    }
    const single = (await occurrences.single([...clusterIds], from, until)).filter(
      (broadcast) => broadcast.id !== schedule.id && mayStillSound(broadcast, around.now),
    );
    return [...found, ...single.map((broadcast) => neighbourOfBroadcast(broadcast))];
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

function reaches(territory: Territory, requested: RequestedTargets, clusterIds: ReadonlySet<ClusterId>): boolean {
  const place = placeBroadcast(territory, requested);
  return place.ok && place.clusterIds.some((id) => clusterIds.has(id));
}

/** Slots of one schedule; nothing when its places are gone. */
export function neighboursOf(schedule: Schedule, slots: readonly Slot[], context: ScheduleContext): Neighbour[] {
  const place = context.place(schedule.requested);
  if (!place.ok) return [];
  const clusterIds = new Set(place.clusterIds);
  const hamletIds = hamletsOf(context.territory, place.clusterIds);
  const { sources } = context.unrestricted();
  const owner = { id: schedule.id, title: schedule.name };
  return slots.map((slot) => {
    const guessed = estimate(slot, sources);
    const spoken = guessed.content.parts.filter(({ kind }) => kind === 'bulletin' || kind === 'playlist');
    return {
      contender: contenderOf(schedule, slot, guessed, clusterIds),
      airing: { owner, startAt: slot.startAt, bulletins: spoken, hamletIds },
      session: { class: schedule.class, startAt: slot.startAt, durationMs: guessed.totalMs, clusterIds },
    };
  });
}

function neighbourOfBroadcast(broadcast: Parameters<typeof contenderOfBroadcast>[0]): Neighbour {
  const contender = contenderOfBroadcast(broadcast);
  const { audience, bulletins, startAt } = broadcast;
  const lengthMs = broadcast.items.reduce((sum, item) => sum + item.durationMs, 0);
  const { owner, clusterIds } = contender;
  return {
    contender,
    airing: { owner, startAt, bulletins, hamletIds: new Set(audience.hamlets.map((hamlet) => hamlet.id)) },
    session: { class: broadcast.class, startAt, durationMs: lengthMs, clusterIds },
  };
}

const hamletsOf = (territory: Territory, clusterIds: readonly ClusterId[]): ReadonlySet<AreaId> =>
  new Set(
    clusterIds.flatMap((id) => {
      const cluster = territory.clusters.get(id);
      return cluster === undefined ? [] : servedHamletIds(cluster);
    }),
  );
