/** Poles of a place that hamlets outside it hear as well: whoever silences the place silences them there, too. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { followers, lineage, servedHamletIds, type Territory } from './territory.ts';

export interface SharedPole {
  code: string;
  /** outside the place, as people call them: `thôn Trại` */
  hamlets: string[];
}

export function sharedPoles(territory: Territory, areaId: AreaId): SharedPole[] {
  const { areas } = territory;
  return followers(territory, areaId).flatMap((cluster) => {
    const outside = servedHamletIds(cluster).filter((id) => !lineage(areas, id).includes(areaId));
    const hamlets = outside.flatMap((id) => {
      const { hamletKind, name } = areas.get(id) ?? {};
      return name === undefined ? [] : [hamletKind === undefined ? name : `${hamletKind} ${name}`];
    });
    return hamlets.length === 0 ? [] : [{ code: cluster.code, hamlets }];
  });
}
