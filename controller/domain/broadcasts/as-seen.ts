/** A broadcast to several communes, or hamlets, as one of them may know of it. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { type Sight, seesLine, seesWithin } from '../permissions/sight.ts';
import type { Broadcast } from './broadcast.ts';

/** Whole for who has its folder wholly; for anybody else only what sounds in the own areas. */
export function asSeen(broadcast: Broadcast, sight: Sight): Broadcast {
  if (seesWithin(sight, broadcast.communeId)) return broadcast;
  const { audience, leftOut, requested, placements } = broadcast;
  const clusters = audience.clusters.filter(
    ({ hamletId, services }) =>
      seesWithin(sight, hamletId) || services.some((service) => seesWithin(sight, service.hamletId)),
  );
  const isOwn = (clusterId: string) => clusters.some(({ id }) => id === clusterId);
  return {
    ...broadcast,
    audience: { hamlets: audience.hamlets.filter(({ id }) => seesWithin(sight, id)), clusters },
    requested: {
      areaIds: requested.areaIds.filter((id) => seesLine(sight, id)),
      groupIds: [],
      clusterIds: requested.clusterIds.filter(isOwn),
    },
    placements: placements
      .filter(({ planId }) => seesLine(sight, planId as AreaId))
      .map(({ planId, targets }) => ({
        planId,
        targets: targets === 'all' ? targets : { only: targets.only.filter(isOwn) },
      })),
    ...(leftOut !== undefined && { leftOut: leftOut.filter(({ clusterId }) => isOwn(clusterId)) }),
  };
}
