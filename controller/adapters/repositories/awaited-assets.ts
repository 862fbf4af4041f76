/** Audio of what waits for approval, plan by plan: it lies on the devices when somebody approves at the last minute. */
import type { AreaId, GroupId, PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { AssetRef } from '@loa-lang/schemas/wire/common';
import type { Binding } from '../../domain/approval/binding.ts';
import { lineage, type Territory } from '../../domain/areas/territory.ts';
import { placeBroadcast } from '../../domain/placement/placement.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { Database } from '../postgres/database.ts';
import { toDate } from './row-values.ts';

/** What is approved later than this before its time still has hours to reach the devices. */
const AHEAD_MS: Millis = 24 * 3600_000;
/** Of one commune at once; the soonest first. */
const MOST_REQUESTS = 100;

export class AwaitedAssets {
  readonly #database: Database;
  readonly #reader: TerritoryReader;

  constructor(database: Database, reader: TerritoryReader) {
    this.#database = database;
    this.#reader = reader;
  }

  /** @param ownerId the area of the plan, or the commune of the group */
  async of(planId: PlanId, ownerId: AreaId, now: EpochMillis): Promise<AssetRef[]> {
    const within = { gt: toDate(now), lt: toDate(now + AHEAD_MS) };
    // "now": for a day it may be approved
    const onApproval = { startAt: null, createdAt: { gt: toDate(now - AHEAD_MS) } };
    const waiting = { state: 'submitted', OR: [{ startAt: within }, onApproval] };
    // mostly nothing waits, and the territory need not be read
    if ((await this.#database.approvalRequest.findFirst({ where: waiting, select: { id: true } })) === null) return [];
    const territory = await this.#reader.territory();
    const rows = await this.#database.approvalRequest.findMany({
      where: { ...waiting, communeId: { in: lineage(territory.areas, ownerId) } },
      select: { binding: true },
      orderBy: { startAt: { sort: 'asc', nulls: 'first' } },
      take: MOST_REQUESTS,
    });
    const carried = rows
      .map((row) => row.binding as unknown as Binding)
      .filter((each) => carries(planId, each, territory));
    const ids = [...new Set(carried.flatMap((binding) => binding.assets))];
    if (ids.length === 0) return [];
    const assets = await this.#database.asset.findMany({
      where: { id: { in: ids } },
      select: { id: true, sizeBytes: true },
    });
    return assets.map(({ id, sizeBytes }) => ({ assetId: id, sizeBytes }));
  }
}

/** Whether the plan would carry it, were it approved. */
function carries(planId: PlanId, { targets }: Binding, territory: Territory): boolean {
  const place = placeBroadcast(territory, targets);
  if (!place.ok) return false;
  if (place.placements.some((placement) => placement.planId === planId)) return true;
  if (place.newGroup === undefined) return false;
  const { clusterIds } = place.newGroup;
  const own = new Set(territory.groups.get(planId as GroupId)?.clusterIds);
  return own.size === clusterIds.length && clusterIds.every((id) => own.has(id));
}
