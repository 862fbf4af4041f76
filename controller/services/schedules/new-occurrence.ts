/** A wanted occurrence as it is stored, with the group that carries it where it goes to more clusters than a plan may name. */
import type { ClusterId, GroupId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Schedule } from '../../domain/schedules/schedule.ts';
import type { NewOccurrence, OccurrenceRow } from '../../ports/schedule-store.ts';
import type { AutomaticGroups } from '../register/automatic-groups.ts';
import type { Wanted } from './wanted-occurrences.ts';

export interface NewOccurrenceDeps {
  groups: AutomaticGroups;
  newId: () => string;
}

/** Of one pass: the same set of clusters is looked up once. */
export class NewOccurrences {
  readonly #deps: NewOccurrenceDeps;
  readonly #groups = new Map<string, GroupId>();
  /** of groups, whose devices may have to be told what they follow */
  readonly followers = new Set<ClusterId>();

  constructor(deps: NewOccurrenceDeps) {
    this.#deps = deps;
  }

  /** @param row what is planned of it already */
  async of(schedule: Schedule, wanted: Wanted, now: EpochMillis, row?: OccurrenceRow): Promise<NewOccurrence> {
    const { place, content, window, slot } = wanted.plan;
    const placements = [...place.placements];
    if (place.newGroup !== undefined) {
      placements.push({ planId: await this.#group(schedule, place.newGroup.clusterIds), targets: 'all' });
    }
    const { communeId, requested } = schedule;
    const broadcast = {
      ...{ id: row?.id ?? this.#deps.newId(), communeId, version: row?.version ?? 1, title: schedule.name },
      ...{ class: schedule.class, level: schedule.level, rank: schedule.rank, gainDb: schedule.gainDb },
      ...{ items: content.items, skipped: content.skipped, leftOut: place.leftOut, audience: place.audience },
      ...{ requested, placements, repeat: undefined, cancelledAt: undefined, cancelReason: undefined },
      ...{ onInterrupted: 'restart' as const, approval: 'approved' as const, startsWhenReady: false, createdAt: now },
      ...window,
      bulletins: content.parts.map(({ bulletinId, title }) => ({ bulletinId, title })),
      occurrence: { scheduleId: schedule.id, recurrenceId: slot.recurrenceId },
    };
    return { broadcast, clusterIds: place.clusterIds, hashes: wanted.hashes };
  }

  async #group({ communeId }: Schedule, clusterIds: ClusterId[]): Promise<GroupId> {
    const key = clusterIds.join();
    const groupId = this.#groups.get(key) ?? (await this.#deps.groups.of(communeId, clusterIds));
    this.#groups.set(key, groupId);
    for (const id of clusterIds) this.followers.add(id);
    return groupId;
  }
}
