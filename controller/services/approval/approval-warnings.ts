/** Offices that nobody holds. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { Role } from '@loa-lang/schemas/states/people';
import { decidersOf, type Offices } from '../../domain/approval/authority.ts';
import type { Area } from '../../domain/areas/territory.ts';
import { callerOf } from '../../domain/people/person.ts';
import { may } from '../../domain/permissions/permissions.ts';
import { type Sight, seesFolder } from '../../domain/permissions/sight.ts';
import type { Approvals } from './approvals.ts';

export type ApprovalWarning =
  | { kind: 'role-vacant'; role: Extract<Role, 'officer' | 'approver'>; area: Area }
  | { kind: 'person-area-unknown'; name: string; areaIds: AreaId[] };

/** Of all communes in sight; nothing while nobody is on record, where one station does everything. */
export async function approvalWarnings(requests: Approvals, sight: Sight): Promise<ApprovalWarning[]> {
  const offices = await requests.offices();
  if (offices.people.length === 0) return [];
  const vacant = vacancies(offices).filter((each) => each.kind !== 'role-vacant' || seesFolder(sight, each.area.id));
  // whoever has a lost area may belong anywhere
  return sight === 'everything' ? [...vacant, ...lostAreas(offices)] : vacant;
}

/** An approver counts with whoever stands in; somebody who may only approve the own is nobody to the others. */
function vacancies(offices: Offices): ApprovalWarning[] {
  const nobody = { personId: '', name: '' };
  const communes = [...offices.areas.values()].filter((area) => area.kind === 'commune');
  return communes.flatMap((area) => {
    const officers = offices.people.filter(
      (person) => person.active && may(callerOf(person), 'submit', area.id, offices.areas),
    );
    const asked = { communeId: area.id, submittedBy: nobody };
    const approvers = decidersOf(asked, { selfApproval: false }, offices);
    return [
      ...(officers.length === 0 ? [{ kind: 'role-vacant' as const, role: 'officer' as const, area }] : []),
      ...(approvers.length === 0 ? [{ kind: 'role-vacant' as const, role: 'approver' as const, area }] : []),
    ];
  });
}

const lostAreas = ({ people, areas }: Offices): ApprovalWarning[] =>
  people.flatMap(({ name, areaIds }) => {
    const lost = areaIds === 'everywhere' ? [] : areaIds.filter((id) => !areas.has(id));
    return lost.length === 0 ? [] : [{ kind: 'person-area-unknown' as const, name, areaIds: lost }];
  });
