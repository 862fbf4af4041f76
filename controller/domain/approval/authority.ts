/** Whether somebody may decide on a request, and in whose place. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Territory } from '../areas/territory.ts';
import { needsSecondFactor } from '../identity/second-factor.ts';
import { type Caller, callerOf, type Person, type PersonRef, refOf } from '../people/person.ts';
import { may } from '../permissions/permissions.ts';
import type { ApprovalRequest, ApprovalSettings } from './approval-request.ts';
import { type Delegation, isRunning } from './delegation.ts';

/** What decisions on authority rest on. */
export interface Offices {
  people: readonly Person[];
  delegations: readonly Delegation[];
  areas: Territory['areas'];
  now: EpochMillis;
}

export type Authority = { ok: true; onBehalfOf?: PersonRef } | { ok: false; fault: 'not-permitted' | 'self-approval' };

/**
 * By the own right, or for somebody who has given it for the time. A right that was given is not passed on. Nobody
 * approves the own submission, not through a deputy either, unless the commune allows it.
 */
export function authorityOf(
  caller: Caller,
  { communeId, submittedBy }: Pick<ApprovalRequest, 'communeId' | 'submittedBy'>,
  { selfApproval }: ApprovalSettings,
  offices: Offices,
): Authority {
  if (caller.kind === 'station') return { ok: true };
  const isOwn = ({ personId }: PersonRef) => personId === submittedBy.personId;
  const givers = giversTo(caller, offices).filter((giver) => may(giver, 'approve', communeId, offices.areas));
  const own = may(caller, 'approve', communeId, offices.areas);
  if (!own && givers.length === 0) return { ok: false, fault: 'not-permitted' };
  if (selfApproval && own) return { ok: true };
  if (isOwn(caller)) return { ok: false, fault: 'self-approval' };
  if (own) return { ok: true };
  const giver = givers.find((each) => selfApproval || !isOwn(each));
  return giver === undefined ? { ok: false, fault: 'self-approval' } : { ok: true, onBehalfOf: refOf(giver) };
}

/** People on record whose right the caller exercises at this moment; no machine, and nobody who signs in with a password alone. */
const giversTo = (caller: Caller, { people, delegations, now }: Offices): Caller[] =>
  (caller.kind === 'person' && needsSecondFactor(caller) ? delegations : [])
    .filter((each) => each.to.personId === caller.personId && isRunning(each, now))
    .flatMap((each) => people.filter((person) => person.active && person.id === each.from.personId))
    .map(callerOf);

/** Everybody who could decide on it now: approvers, and those who stand in for them. */
export const decidersOf = (
  request: Pick<ApprovalRequest, 'communeId' | 'submittedBy'>,
  settings: ApprovalSettings,
  offices: Offices,
): Person[] =>
  offices.people.filter((person) => person.active && authorityOf(callerOf(person), request, settings, offices).ok);
