/** Who may do what, and where. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { scopeOf } from '@loa-lang/schemas/permissions/table';
import type { Action } from '@loa-lang/schemas/states/people';
import { lineage, type Territory } from '../areas/territory.ts';
import type { Caller } from '../people/person.ts';

type Who = Pick<Caller, 'roles' | 'areaIds'>;

/** Whether somebody may do this anywhere at all. */
export const hasRight = ({ roles }: Pick<Who, 'roles'>, action: Action): boolean =>
  scopeOf(roles, action) !== undefined;

/** Whether somebody may do this in an area. */
export function may({ roles, areaIds }: Who, action: Action, areaId: AreaId, areas: Territory['areas']): boolean {
  const scope = scopeOf(roles, action);
  if (scope === undefined) return false;
  if (areaIds === 'everywhere') return true;
  const line = lineage(areas, areaId);
  if (areaIds.some((own) => line.includes(own))) return true;
  const isFolder = scope === 'folder' && areas.get(areaId)?.kind === 'commune';
  return isFolder && areaIds.some((own) => lineage(areas, own).includes(areaId));
}
