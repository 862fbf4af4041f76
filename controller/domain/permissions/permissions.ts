/** Who may do what, and where. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { Action, Role } from '@loa-lang/schemas/states/people';
import { lineage, type Territory } from '../areas/territory.ts';
import type { Caller } from '../people/person.ts';

/**
 * An officer plans what another one approves. A hamlet head writes for the own hamlet and the officer submits it. A
 * technician silences a shrieking horn, and airs nothing. A source only delivers.
 */
const RIGHTS: Readonly<Record<Role, readonly Action[]>> = {
  officer: ['see', 'draft', 'submit', 'schedule', 'emergency', 'stop', 'lock', 'lift'],
  approver: ['see', 'draft', 'submit', 'approve', 'return', 'schedule', 'emergency', 'stop', 'lock', 'lift'],
  technician: ['see', 'manage', 'stop'],
  'hamlet-head': ['see', 'draft'],
  province: ['see', 'draft', 'submit', 'approve', 'return', 'schedule', 'emergency', 'stop', 'lock', 'lift'],
  source: ['deliver'],
};

type Who = Pick<Caller, 'roles' | 'areaIds' | 'scope'>;

/** Whether somebody may do this somewhere; without an area: anywhere at all. */
export const hasRight = ({ roles, scope }: Pick<Who, 'roles' | 'scope'>, action: Action): boolean =>
  (scope === undefined || scope.includes(action)) && roles.some((role) => RIGHTS[role].includes(action));

/** What those below may do above: a hamlet hears what its commune airs, and its head writes into the commune's folder. */
const UPWARD: readonly Action[] = ['see', 'draft'];

/** In an area with everything below it. */
export function may(who: Who, action: Action, areaId: AreaId, areas: Territory['areas']): boolean {
  if (!hasRight(who, action)) return false;
  const { areaIds } = who;
  if (areaIds === 'everywhere') return true;
  const line = lineage(areas, areaId);
  if (areaIds.some((own) => line.includes(own))) return true;
  return UPWARD.includes(action) && areaIds.some((own) => lineage(areas, own).includes(areaId));
}
