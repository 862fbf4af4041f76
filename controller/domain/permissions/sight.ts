/** What somebody can know of: communes of one deployment never see each other. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { lineage, type Territory } from '../areas/territory.ts';
import type { Reach } from '../people/person.ts';

/** Where something lies. */
export interface Place {
  /** the area whose own it is as a whole; audio may be of several */
  folders?: readonly AreaId[];
  /** where it stands or sounds */
  at: readonly AreaId[];
  /** where it is heard besides */
  nearby?: readonly AreaId[];
  /** it concerns what lies below as well: a name, a lock of silence */
  downward?: boolean;
}

export interface Bounds {
  /** the own areas and everything below them */
  within: ReadonlySet<AreaId>;
  /** those, and the communes they lie in */
  folders: ReadonlySet<AreaId>;
  /** those, and all that lies above */
  line: ReadonlySet<AreaId>;
}

export type Sight = Bounds | 'everything';

export const NOTHING: Sight = { within: new Set(), folders: new Set(), line: new Set() };

export function sightOf(reach: Reach, areas: Territory['areas']): Sight {
  if (reach === 'everywhere') return 'everything';
  const own = new Set(reach);
  const within = [...areas.keys()].filter((id) => lineage(areas, id).some((each) => own.has(each)));
  const line = new Set([...within, ...reach.flatMap((id) => lineage(areas, id))]);
  const communes = [...line].filter((id) => areas.get(id)?.kind === 'commune');
  return { within: new Set(within), folders: new Set([...within, ...communes]), line };
}

/** What sounds somewhere is known to who is there, and to who has its folder wholly; what sounds nowhere, by its folder. */
export function sees(sight: Sight, { folders = [], at, nearby = [], downward = false }: Place): boolean {
  if (sight === 'everything') return true;
  const { within, line } = sight;
  if (at.length === 0) return folders.some((id) => sight.folders.has(id));
  if (folders.some((id) => within.has(id))) return true;
  return [...at, ...nearby].some((id) => (downward ? line : within).has(id));
}

/** Of an area's name, or a lock upon it. */
export const seesLine = (sight: Sight, areaId: AreaId): boolean => sees(sight, { at: [areaId], downward: true });

export const seesWithin = (sight: Sight, areaId: AreaId): boolean => sees(sight, { at: [areaId] });

export const seesFolder = (sight: Sight, areaId: AreaId): boolean => sees(sight, { folders: [areaId], at: [] });

/** Whoever has something to do with what is in sight, or with all of it from above. */
export const seesPerson = (sight: Sight, { areaIds }: { areaIds: Reach }): boolean =>
  areaIds === 'everywhere' || areaIds.some((id) => seesLine(sight, id));

/** The folders among which a store looks; none named: all. */
export const inFolders = (sight: Sight): { communeIds?: readonly AreaId[] } =>
  sight === 'everything' ? {} : { communeIds: [...sight.folders] };
