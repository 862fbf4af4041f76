/** What the record says of an account, in few words and without secrets. */
import { homeOf } from '../../domain/people/person.ts';
import type { Account, AccountFields } from '../../ports/people-store.ts';
import type { ChangeNote } from '../audit/note-change.ts';

/** Acts upon an account lie where its person belongs. */
export const ofAccount = ({ id, areaIds }: Pick<Account, 'id' | 'areaIds'>): ChangeNote => ({
  subjectId: id,
  areaId: homeOf({ areaIds }),
});

export const accountSummary = ({ name, roles, areaIds, phone, email, deputyId, active }: AccountFields) => ({
  ...{ name, roles, areaIds, active },
  ...(phone !== undefined && { phone }),
  ...(email !== undefined && { email }),
  ...(deputyId !== undefined && { deputyId }),
});
