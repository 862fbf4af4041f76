/** Who may do what, and where. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { extentOf } from '@loa-lang/schemas/permissions/table';
import type { Action } from '@loa-lang/schemas/states/people';
import { lineage, type Territory } from '../areas/territory.ts';
import type { Caller } from '../people/person.ts';

type Who = Pick<Caller, 'roles' | 'areaIds' | 'scope'>;

/** Whether somebody may do this anywhere at all. */
export const hasRight = ({ roles, scope }: Pick<Who, 'roles' | 'scope'>, action: Action): boolean =>
  (scope === undefined || scope.includes(action)) && extentOf(roles, action) !== undefined;

/** Whether somebody may do this in an area. */
export function may(who: Who, action: Action, areaId: AreaId, areas: Territory['areas']): boolean {
  if (!hasRight(who, action)) return false;
  const { roles, areaIds } = who;
  if (areaIds === 'everywhere') return true;
  const line = lineage(areas, areaId);
  if (areaIds.some((own) => line.includes(own))) return true;
  const isFolder = extentOf(roles, action) === 'folder' && areas.get(areaId)?.kind === 'commune';
  return isFolder && areaIds.some((own) => lineage(areas, own).includes(areaId));
}
