/** One act of somebody, as it is written down. */
import type { AuditOutcome } from '@loa-lang/schemas/audit/outcomes';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Caller, PersonRef } from '../people/person.ts';

export interface AuditEntry {
  id: string;
  /** when it was asked for */
  at: EpochMillis;
  /** `link`: by an address that was sent to the person; `unknown`: somebody who was not let in */
  actor: PersonRef & { kind: Caller['kind'] | 'link' | 'unknown' };
  /** a deputy acts in the own name, "thay …" */
  onBehalfOf: PersonRef | undefined;
  /** network address */
  sender: string;
  /** method and route, without the API's root: `POST /broadcasts/:id/cancel` */
  act: string;
  communeId: AreaId | undefined;
  subjectId: string | undefined;
  reason: string | undefined;
  outcome: AuditOutcome;
  /** `asked`, `before`, `after`, `from`, `status`; without secrets, and bounded */
  details: Record<string, unknown>;
}
