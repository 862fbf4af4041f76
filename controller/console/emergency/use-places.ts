/** Where one may act: the commune and its hamlets, or the own hamlets of their head. */
import type { AreaBody } from '@loa-lang/schemas/http/areas';
import { useAreas, useCommune, useSelf } from '../api/queries.ts';

export interface Places {
  commune: AreaBody | undefined;
  hamlets: AreaBody[];
  /** all of the commune, not only some hamlets of it */
  isWhole: boolean;
}

export function usePlaces(): Places {
  const { data: areas = [] } = useAreas();
  const { data: self } = useSelf();
  const commune = useCommune();
  const own = self?.areaIds ?? [];
  const all = areas.filter(({ kind, parentId }) => kind === 'hamlet' && parentId === commune?.id);
  const line = [commune?.id, commune?.parentId].filter((id) => id !== undefined);
  const isWhole = own === 'everywhere' || line.some((id) => own.includes(id));
  return { commune, isWhole, hamlets: isWhole ? all : all.filter(({ id }) => own.includes(id)) };
}
