/** People on record, and who speaks in a request. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { type Action, ROLES, type Role } from '@loa-lang/schemas/states/people';

export type PersonId = string;

/** With everything below them. */
export type Reach = readonly AreaId[] | 'everywhere';

export interface Person {
  id: PersonId;
  name: string;
  roles: readonly Role[];
  areaIds: Reach;
  /** an approver who is told when this one does not answer in time */
  deputyId: PersonId | undefined;
  /** somebody who has left keeps the name in the records, and opens nothing */
  active: boolean;
}

/** Who did something, as records keep it: the name stays readable when the person is gone. */
export interface PersonRef {
  personId: PersonId;
  name: string;
}

export interface Caller extends PersonRef {
  /**
   * `person`: somebody who has signed in; `token`: another system, with an API token of the person; `station`: nobody is
   * on record, and whoever calls does everything; `operator`: the bearer of API_TOKEN while people are on record, a
   * technician who airs nothing
   */
  kind: 'person' | 'token' | 'operator' | 'station';
  roles: readonly Role[];
  areaIds: Reach;
  /** which of the rights of its roles an API token passes on; all of them when absent */
  scope?: readonly Action[];
}

export const STATION: Caller = {
  kind: 'station',
  personId: 'station',
  name: 'Đài truyền thanh',
  roles: ROLES,
  areaIds: 'everywhere',
};

export const OPERATOR: Caller = {
  kind: 'operator',
  personId: 'operator',
  name: 'Quản trị hệ thống',
  roles: ['technician'],
  areaIds: 'everywhere',
};

/** What the system does by itself, as it was told beforehand. */
export const AUTOMATIC: Caller = {
  kind: 'operator',
  personId: 'automatic',
  name: 'Tự động',
  roles: [],
  areaIds: 'everywhere',
};

/**
 * Somebody who acts without asking anybody, because another rule than approval has let them: an emergency goes first
 * and is justified afterwards. For use cases that have made sure of it.
 */
export const actingFirst = (by: PersonRef): Caller => ({ ...STATION, ...refOf(by) });

/** Ids that no person may have. */
export const RESERVED_IDS: readonly PersonId[] = [STATION.personId, OPERATOR.personId, AUTOMATIC.personId];

export const callerOf = ({ id, name, roles, areaIds }: Person): Caller => ({
  kind: 'person',
  personId: id,
  name,
  roles,
  areaIds,
});

/** Where somebody belongs; nowhere in particular who has everything. */
export const homeOf = ({ areaIds }: Pick<Person, 'areaIds'>): AreaId | undefined =>
  areaIds === 'everywhere' ? undefined : areaIds[0];

export const refOf = ({ personId, name }: PersonRef): PersonRef => ({ personId, name });
