/** Who stands in for whom. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { type Delegation, delegationFault } from '../../domain/approval/delegation.ts';
import { needsSecondFactor } from '../../domain/identity/second-factor.ts';
import { type Caller, callerOf, homeOf, refOf } from '../../domain/people/person.ts';
import { hasRight } from '../../domain/permissions/permissions.ts';
import { type Sight, seesPerson } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DelegationStore } from '../../ports/delegation-store.ts';
import { noteChange } from '../audit/note-change.ts';
import type { People } from '../people/people.ts';
import { found, Refusal } from '../refusal.ts';

export interface DelegationDeps {
  delegations: DelegationStore;
  people: People;
  clock: Clock;
  newId: () => string;
}

export interface DelegationAsked {
  toPersonId: string;
  startsAt: EpochMillis;
  endsAt: EpochMillis;
  note: string | undefined;
}

export class Delegations {
  readonly #deps: DelegationDeps;

  constructor(deps: DelegationDeps) {
    this.#deps = deps;
  }

  /** Of the own right to approve, by its holder alone. @throws Refusal */
  async create(
    { toPersonId, startsAt, endsAt, note }: DelegationAsked,
    caller: Caller,
    sight: Sight,
  ): Promise<Delegation> {
    const { delegations, people, clock, newId } = this.#deps;
    if (caller.kind !== 'person' || !hasRight(caller, 'approve')) {
      throw new Refusal('not-permitted', { name: caller.name });
    }
    const to = people.find(toPersonId);
    if (to?.active !== true || !seesPerson(sight, to)) throw new Refusal('person-unknown');
    // it would be approval by a password alone
    if (!needsSecondFactor(to)) throw new Refusal('deputy-unfit', { name: to.name });
    const createdAt = clock.now();
    const given = { from: refOf(caller), to: refOf(callerOf(to)), startsAt, endsAt };
    const fault = delegationFault(given, createdAt);
    if (fault !== undefined) throw new Refusal(fault);
    const delegation: Delegation = { id: newId(), ...given, note, createdAt, endedAt: undefined };
    await delegations.create(delegation);
    noteChange({ areaId: homeOf(caller), subjectId: delegation.id, after: { ...given, note } });
    return delegation;
  }

  /** Running and coming ones: of people in sight, and the caller's own. */
  async list(caller: Pick<Caller, 'personId'>, sight: Sight): Promise<Delegation[]> {
    const { delegations, people, clock } = this.#deps;
    const isOwn = ({ from, to }: Delegation) => [from.personId, to.personId].includes(caller.personId);
    return (await delegations.notOver(clock.now())).filter((each) => {
      const giver = people.find(each.from.personId);
      return isOwn(each) || sight === 'everything' || (giver !== undefined && seesPerson(sight, giver));
    });
  }

  /** Takes it back, by who gave it or who has it; twice is once. */
  async end(id: string, caller: Caller): Promise<Delegation> {
    const { delegations, people, clock } = this.#deps;
    const { from, to, startsAt, endsAt } = found(await delegations.find(id), 'delegation-unknown');
    // somebody else's is as one that is not there
    if (![from.personId, to.personId].includes(caller.personId)) throw new Refusal('delegation-unknown');
    await delegations.end(id, clock.now());
    const ended = found(await delegations.find(id), 'delegation-unknown');
    const giver = people.find(from.personId);
    const areaId = giver && homeOf(giver);
    noteChange({ areaId, before: { from, to, startsAt, endsAt }, after: { endedAt: ended.endedAt } });
    return ended;
  }
}
