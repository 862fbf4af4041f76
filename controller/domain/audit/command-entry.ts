/** What was done by a command at the machine itself, as it is written down. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { OPERATOR, refOf } from '../people/person.ts';
import type { AuditEntry } from './audit-entry.ts';

export const commandEntry = (
  command: string,
  asked: Record<string, unknown>,
  when: { id: string; at: EpochMillis },
): AuditEntry => ({
  ...when,
  actor: { kind: 'operator', ...refOf(OPERATOR) },
  ...{ onBehalfOf: undefined, communeId: undefined, subjectId: undefined, reason: undefined },
  sender: 'localhost',
  act: `COMMAND ${command}`,
  outcome: 'done',
  details: { asked },
});
