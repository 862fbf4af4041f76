/** Saved sets of areas and clusters of one commune. */
import type { GroupChange, GroupCreate } from '@loa-lang/schemas/http/areas';
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { AreaId, ClusterId, GroupId } from '@loa-lang/schemas/ids';
import { MAX_FOLLOWED_GROUPS } from '@loa-lang/schemas/wire/settings';
import { communeOf, followers, fullCluster, type Territory } from '../../domain/areas/territory.ts';
import { changed } from '../../domain/audit/changed.ts';
import { type Sight, seesFolder } from '../../domain/permissions/sight.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { GroupRecord, Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';

export interface GroupDeps {
  register: Register;
  broadcasts: Pick<BroadcastStore, 'inPlan'>;
  delivery: DocumentDelivery;
  clock: Clock;
  newId: () => string;
}

export class Groups {
  readonly #deps: GroupDeps;

  constructor(deps: GroupDeps) {
    this.#deps = deps;
  }

  /** Those that people made. */
  async list(sight: Sight): Promise<GroupRecord[]> {
    const all = await this.#deps.register.groups.all();
    return all.filter((group) => !group.automatic && seesFolder(sight, group.communeId));
  }

  async create(input: GroupCreate): Promise<{ group: GroupRecord; delivery: Delivery }> {
    const { register, newId } = this.#deps;
    const territory = await register.reader.territory();
    if (territory.areas.get(input.communeId)?.kind !== 'commune') throw new Refusal('area-unknown');
    const group = { ...input, id: newId(), name: tidyName(input.name), automatic: false };
    refuseForeign(territory, group);
    refuseTooMany(territory, group);
    if ((await register.groups.create(group)) === 'taken') throw new Refusal('group-name-taken', { name: group.name });
    noteChange({ areaId: group.communeId, subjectId: group.id, after: group });
    return { group, delivery: await this.#deliver(group.id, []) };
  }

  async change(id: GroupId, input: GroupChange): Promise<{ group: GroupRecord; delivery: Delivery }> {
    const { register } = this.#deps;
    const before = found(await register.groups.find(id), 'group-unknown');
    const territory = await register.reader.territory();
    const fields = { ...input, ...(input.name !== undefined && { name: tidyName(input.name) }) };
    const group = { ...before, ...fields };
    refuseForeign(territory, group);
    refuseTooMany(territory, group);
    const followedBefore = followers(territory, id).map((cluster) => cluster.id);
    if ((await register.groups.change(id, fields)) === 'taken') {
      throw new Refusal('group-name-taken', { name: group.name });
    }
    noteChange({ areaId: group.communeId, ...changed(before, group, ['name']) });
    const members = input.areaIds !== undefined || input.clusterIds !== undefined;
    const delivery = members
      ? await this.#deliver(id, followedBefore)
      : ({ state: 'sent', waiting: [] } satisfies Delivery);
    return { group, delivery };
  }

  async remove(id: GroupId): Promise<Delivery> {
    const { register, broadcasts, clock } = this.#deps;
    const before = found(await register.groups.find(id), 'group-unknown');
    noteChange({ areaId: before.communeId, before });
    const planned = await broadcasts.inPlan(id, clock.now());
    if (planned.some(({ cancelledAt }) => cancelledAt === undefined)) throw new Refusal('group-in-use');
    const followedBefore = followers(await register.reader.territory(), id).map((cluster) => cluster.id);
    await register.groups.remove(id, clock.now());
    return this.#deliver(id, followedBefore);
  }

  /** Devices that follow the group now, and those that did before the change. */
  async #deliver(id: GroupId, followedBefore: readonly ClusterId[]): Promise<Delivery> {
    const { register, delivery } = this.#deps;
    const territory = await register.reader.territory();
    const following = territory.groups.has(id) ? followers(territory, id).map((cluster) => cluster.id) : [];
    const settings = await register.devices.ofClusters([...new Set([...followedBefore, ...following])]);
    return delivery.deliver({ plans: [id], settings });
  }
}

/** Its members may be areas: whoever would follow it counts. */
function refuseTooMany(territory: Territory, group: GroupRecord): void {
  const groups = new Map(territory.groups).set(group.id, group);
  const joining = followers({ ...territory, groups }, group.id).map((cluster) => cluster.id);
  if (fullCluster(territory, joining, group.id) !== undefined) {
    throw new Refusal('too-many-groups', { limit: MAX_FOLLOWED_GROUPS });
  }
}

function refuseForeign(territory: Territory, group: GroupRecord): void {
  const inside = (areaId: AreaId | undefined) =>
    areaId !== undefined && communeOf(territory.areas, areaId) === group.communeId;
  const good =
    group.areaIds.every(inside) && group.clusterIds.every((id) => inside(territory.clusters.get(id)?.hamletId));
  if (!good) throw new Refusal('group-member-wrong');
}
