/** Whose account somebody may make, change, reset or close. */
import { ROLES, type Role } from '@loa-lang/schemas/states/people';
import { lineage, type Territory } from '../areas/territory.ts';
import type { Caller, Person } from '../people/person.ts';

/** Which roles a role may give. */
const GRANTS: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  'province-administrator': ROLES,
  'commune-administrator': ['commune-administrator', 'officer', 'approver', 'hamlet-head', 'technician', 'viewer'],
};

/** Of whoever opens the set-up link. */
export const FIRST_ROLES: readonly Role[] = ['province-administrator'];

const grantable = (roles: readonly Role[]): readonly Role[] => roles.flatMap((role) => GRANTS[role] ?? []);

export const mayAdminister = ({ roles }: Pick<Person, 'roles'>): boolean => grantable(roles).length > 0;

/**
 * Nobody gives what lies beyond the own reach: every role must be one that may be given, every area lie within the own.
 * It holds for the account as it is and as it shall be.
 */
export function mayAdministerPerson(
  caller: Pick<Caller, 'kind' | 'roles' | 'areaIds'>,
  person: Pick<Person, 'roles' | 'areaIds'>,
  areas: Territory['areas'],
): boolean {
  if (caller.kind !== 'person') return false;
  const given = grantable(caller.roles);
  if (!person.roles.every((role) => given.includes(role))) return false;
  if (caller.areaIds === 'everywhere') return given.length > 0;
  if (person.areaIds === 'everywhere' || given.length === 0) return false;
  const own = new Set(caller.areaIds);
  return person.areaIds.every((areaId) => lineage(areas, areaId).some((above) => own.has(above)));
}
