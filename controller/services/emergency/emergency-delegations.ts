/** The commune lets a hamlet's head trigger what is prepared: from a day, until a day, off by default. */

import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { MAX_DELEGATION_MS } from '../../domain/approval/delegation.ts';
import type { Caller } from '../../domain/people/person.ts';
import { may } from '../../domain/permissions/permissions.ts';
import { type Sight, seesWithin } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EmergencyDelegation, EmergencyStore } from '../../ports/emergency-store.ts';
import type { Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';

export interface DelegationDeps {
  emergencies: EmergencyStore;
  register: Register;
  clock: Clock;
  newId: () => string;
}

export class EmergencyDelegations {
  readonly #deps: DelegationDeps;

  constructor(deps: DelegationDeps) {
    this.#deps = deps;
  }

  async list(sight: Sight): Promise<EmergencyDelegation[]> {
    return (await this.#deps.emergencies.delegations()).filter(({ hamletId }) => seesWithin(sight, hamletId));
  }

  /** @throws Refusal */
  async grant(hamletId: AreaId, from: EpochMillis, until: EpochMillis, by: Caller): Promise<EmergencyDelegation> {
    const { emergencies, register, clock, newId } = this.#deps;
    const { areas } = await register.reader.territory();
    if (areas.get(hamletId)?.kind !== 'hamlet') throw new Refusal('area-unknown');
    if (!may(by, 'emergency', hamletId, areas)) throw new Refusal('not-allowed');
    const now = clock.now();
    if (until <= from || until <= now || until - Math.max(from, now) > MAX_DELEGATION_MS) {
      throw new Refusal('delegation-times');
    }
    const delegation: EmergencyDelegation = {
      ...{ id: newId(), hamletId, from, until },
      grantedBy: by.name,
      grantedAt: now,
      revokedAt: undefined,
    };
    await emergencies.delegate(delegation);
    noteChange({ areaId: hamletId, subjectId: delegation.id, after: { hamletId, from, until } });
    return delegation;
  }

  async revoke(id: string, by: Caller): Promise<void> {
    const { emergencies, register, clock } = this.#deps;
    const delegation = found(
      (await emergencies.delegations()).find((each) => each.id === id),
      'delegation-unknown',
    );
    const { areas } = await register.reader.territory();
    if (!may(by, 'emergency', delegation.hamletId, areas)) throw new Refusal('not-allowed');
    const now = clock.now();
    if (!(await emergencies.revoke(id, now))) throw new Refusal('delegation-unknown');
    const { hamletId, from, until } = delegation;
    noteChange({ areaId: hamletId, before: { hamletId, from, until }, after: { revokedAt: now } });
  }

  /** Whether every one of these hamlets is delegated now. */
  async mayTrigger(hamletIds: readonly AreaId[]): Promise<boolean> {
    const now = this.#deps.clock.now();
    const valid = (await this.#deps.emergencies.delegations()).filter(
      ({ from, until, revokedAt }) => revokedAt === undefined && from <= now && now < until,
    );
    return hamletIds.every((hamletId) => valid.some((each) => each.hamletId === hamletId));
  }
}
