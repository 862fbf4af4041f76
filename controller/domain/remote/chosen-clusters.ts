/** Which clusters somebody means who works on them: those that stand there, whoever they serve. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import { lineage, type Territory } from '../areas/territory.ts';
import type { RequestedTargets } from '../placement/placement.ts';

/** Each once, by its code. What is named and not there is left out. */
export function chosenClusters({ areas, groups, clusters }: Territory, requested: RequestedTargets): ClusterId[] {
  const members = requested.groupIds.flatMap((id) => groups.get(id) ?? []);
  const within = new Set([...requested.areaIds, ...members.flatMap((group) => group.areaIds)]);
  const named = new Set([...requested.clusterIds, ...members.flatMap((group) => group.clusterIds)]);
  return [...clusters.values()]
    .filter(({ id, hamletId }) => named.has(id) || lineage(areas, hamletId).some((areaId) => within.has(areaId)))
    .sort((a, b) => (a.code === b.code ? (a.id < b.id ? -1 : 1) : a.code < b.code ? -1 : 1))
    .map(({ id }) => id);
}
