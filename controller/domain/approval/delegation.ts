/** Uỷ quyền: for a time somebody else decides as well, in the own name. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { PersonRef } from '../people/person.ts';

export interface Delegation {
  id: string;
  /** who is stood in for */
  from: PersonRef;
  /** the deputy */
  to: PersonRef;
  /** [startsAt, endsAt) */
  startsAt: EpochMillis;
  endsAt: EpochMillis;
  /** number of the decision, or why */
  note: string | undefined;
  createdAt: EpochMillis;
  /** taken back before its time */
  endedAt: EpochMillis | undefined;
}

/** Whoever is away longer than a year has left the office. */
export const MAX_DELEGATION_MS: Millis = 366 * 24 * 3600_000;

export const isRunning = (delegation: Pick<Delegation, 'startsAt' | 'endsAt' | 'endedAt'>, at: EpochMillis): boolean =>
  delegation.startsAt <= at && at < delegation.endsAt && (delegation.endedAt === undefined || at < delegation.endedAt);

export type DelegationFault = 'delegation-to-self' | 'delegation-times';

export function delegationFault(
  { from, to, startsAt, endsAt }: Pick<Delegation, 'from' | 'to' | 'startsAt' | 'endsAt'>,
  now: EpochMillis,
): DelegationFault | undefined {
  if (from.personId === to.personId) return 'delegation-to-self';
  if (endsAt <= startsAt || endsAt <= now || endsAt - startsAt > MAX_DELEGATION_MS) return 'delegation-times';
  return undefined;
}
