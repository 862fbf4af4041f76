/** What a use case says about the act in which it takes part: the record asks for it where the act was accepted. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { AuditEntry } from '../../domain/audit/audit-entry.ts';
import type { PersonRef } from '../../domain/people/person.ts';

export interface ChangeNote {
  /** where; its commune is found by the record */
  areaId?: AreaId | undefined;
  subjectId?: string | undefined;
  before?: unknown;
  after?: unknown;
  reason?: string | undefined;
  onBehalfOf?: PersonRef | undefined;
  /** who it is, where the request itself does not say it */
  actor?: AuditEntry['actor'] | undefined;
}

const acts = new AsyncLocalStorage<ChangeNote>();

/** `work`, and all that it starts, may say things about the act. */
export const inAct = <T>(note: ChangeNote, work: () => T): T => acts.run(note, work);

/** What follows from the act in another use case, and says nothing of it. */
export const unnoted = <T>(work: () => T): T => acts.run({}, work);

/** Said first counts least: what a later call knows takes its place. Outside of an act there is nobody to tell. */
export function noteChange(said: ChangeNote): void {
  const note = acts.getStore();
  if (note === undefined) return;
  Object.assign(note, Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)));
}
