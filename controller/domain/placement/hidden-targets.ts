/** Targets that somebody names and cannot know of: answered as what is not there. */
import type { AreaId, ClusterId, GroupId } from '@loa-lang/schemas/ids';
import type { Cluster, Territory } from '../areas/territory.ts';
import { type Place, type Sight, sees, seesLine } from '../permissions/sight.ts';
import type { RequestedTargets } from './placement.ts';

/** A pole is known where it stands and where it is heard. */
export const placeOf = ({ hamletId, services }: Pick<Cluster, 'hamletId' | 'services'>): Place => ({
  at: [hamletId],
  nearby: services.map((service) => service.hamletId),
});

export function hiddenTargets(territory: Territory, requested: RequestedTargets, sight: Sight): string[] {
  const isArea = (id: AreaId) => territory.areas.has(id) && seesLine(sight, id);
  const isPole = (id: ClusterId) => {
    const cluster = territory.clusters.get(id);
    return cluster !== undefined && sees(sight, placeOf(cluster));
  };
  const isGroup = (id: GroupId) => {
    const { areaIds = [], clusterIds = [] } = territory.groups.get(id) ?? {};
    return areaIds.length + clusterIds.length > 0 && areaIds.every(isArea) && clusterIds.every(isPole);
  };
  return [
    ...requested.areaIds.filter((id) => !isArea(id)),
    ...requested.groupIds.filter((id) => !isGroup(id)),
    ...requested.clusterIds.filter((id) => !isPole(id)),
  ];
}
