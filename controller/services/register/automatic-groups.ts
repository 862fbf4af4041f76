/** Groups made for broadcasts to more clusters than a plan may name. */
import { createHash } from 'node:crypto';
import type { AreaId, ClusterId, GroupId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import { MAX_FOLLOWED_GROUPS } from '@loa-lang/schemas/wire/settings';
import { fullCluster } from '../../domain/areas/territory.ts';
import { KEEP_CANCELLED_MS } from '../../domain/plan-content/plan-content.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { GroupRecord, Register } from '../../ports/register.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';

interface GroupDeps {
  broadcasts: BroadcastStore;
  register: Register;
  delivery: DocumentDelivery;
  clock: Clock;
  newId: () => string;
}

/** Far longer than any planning takes. */
const YOUNG_MS: Millis = 3600_000;

export class AutomaticGroups {
  readonly #deps: GroupDeps;

  constructor(deps: GroupDeps) {
    this.#deps = deps;
  }

  /** The same set of clusters uses the same group again. */
  async of(communeId: AreaId, clusterIds: ClusterId[]): Promise<GroupId> {
    const { register, newId } = this.#deps;
    const name = `#${createHash('sha256').update(clusterIds.join()).digest('hex').slice(0, 32)}`;
    const existing = async () =>
      (await register.groups.all()).find(
        (group) => group.automatic && group.communeId === communeId && group.name === name,
      );
    await this.#retire(communeId);
    const before = await existing();
    if (before !== undefined) return before.id;
    if (fullCluster(await register.reader.territory(), clusterIds) !== undefined) {
      throw new Refusal('too-many-groups', { limit: MAX_FOLLOWED_GROUPS });
    }
    const group = { id: newId(), communeId, name, automatic: true, areaIds: [], clusterIds };
    if ((await register.groups.create(group)) === 'written') return group.id;
    return found((await existing())?.id, 'group-unknown');
  }

  /**
   * Groups made for broadcasts that no device can hold any more: a device follows only so many groups. A young one may
   * belong to a broadcast that is being planned at this moment.
   */
  async #retire(communeId: AreaId): Promise<void> {
    const { register, broadcasts, delivery, clock } = this.#deps;
    const now = clock.now();
    const retired: GroupRecord[] = [];
    for (const group of await register.groups.automatic(communeId, now - YOUNG_MS)) {
      if ((await broadcasts.inPlan(group.id, now - KEEP_CANCELLED_MS)).length > 0) continue;
      await register.groups.remove(group.id, now);
      retired.push(group);
    }
    if (retired.length === 0) return;
    const settings = await register.devices.ofClusters([...new Set(retired.flatMap((group) => group.clusterIds))]);
    // not waited for: until it arrives those devices follow a plan that says nothing
    void delivery.deliver({ plans: retired.map((group) => group.id), settings });
  }
}
