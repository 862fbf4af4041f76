/** People for tests: one of each office, with tokens that say whose they are. */
import { sha256Of } from '@loa-lang/controller/domain/people/people-file';
import type { Person, Reach } from '@loa-lang/controller/domain/people/person';
import type { Role } from '@loa-lang/schemas/states/people';

export const tokenOf = (id: string): string => `ma-truy-cap-thu-${id}`;

export const bearer = (id: string): { authorization: string } => ({ authorization: `Bearer ${tokenOf(id)}` });

export const person = (id: string, name: string, roles: Role[], more: Partial<Person> = {}): Person => ({
  id,
  name,
  roles,
  areaIds: 'everywhere' as Reach,
  deputyId: undefined,
  active: true,
  tokenSha256: sha256Of(tokenOf(id)),
  ...more,
});

/** An officer, two approvers of whom one is the other's deputy, a technician. */
export const OFFICE: readonly Person[] = [
  person('hoa', 'Nguyễn Thị Hoa', ['officer']),
  person('chu-tich', 'Trần Văn Chủ', ['approver'], { deputyId: 'pho' }),
  person('pho', 'Lê Thị Phó', ['approver']),
  person('ky-thuat', 'Phạm Kỹ Thuật', ['technician']),
];
