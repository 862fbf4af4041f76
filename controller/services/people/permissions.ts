/** Who may do what where, asked of the register as it is now; refuses what somebody may not do. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { Action } from '@loa-lang/schemas/states/people';
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { type Delegation, isRunning } from '../../domain/approval/delegation.ts';
import type { Territory } from '../../domain/areas/territory.ts';
import { type Caller, callerOf, type Reach } from '../../domain/people/person.ts';
import { hasRight, may } from '../../domain/permissions/permissions.ts';
import { type Sight, sightOf } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DelegationStore } from '../../ports/delegation-store.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import { Refusal } from '../refusal.ts';
import type { People } from './people.ts';

export interface PermissionDeps {
  reader: Pick<TerritoryReader, 'areas'>;
  people: People;
  delegations: Pick<DelegationStore, 'notOver'>;
  clock: Clock;
}

/** What one caller can do and know of at this moment. */
export interface Standing {
  may(action: Action, areaIds: readonly AreaId[]): boolean;
  sight: Sight;
}

/** What standings rest on. */
interface Facts {
  areas: Territory['areas'];
  delegations: readonly Delegation[];
}

/** Thousands who watch are looked at again in the same moment. */
const LATELY_MS: Millis = 1_000;

export class Permissions {
  readonly #deps: PermissionDeps;
  #recent: { at: MonotonicMillis; facts: Promise<Facts> } | undefined;

  constructor(deps: PermissionDeps) {
    this.#deps = deps;
  }

  async may(caller: Caller, action: Action, areaId: AreaId): Promise<boolean> {
    return this.#mayAll(caller, action, [areaId]);
  }

  /** @param areaIds all of them; none: the right alone, wherever. @throws Refusal `not-permitted` */
  async require(caller: Caller, action: Action, areaIds: readonly AreaId[] = []): Promise<void> {
    if (!(await this.#mayAll(caller, action, areaIds))) throw new Refusal('not-permitted', { name: caller.name });
  }

  /** Sight reaches as far as that of those whom the caller stands in for, as long as that lasts. */
  standing(caller: Caller): Promise<Standing> {
    return this.#standing(caller, () => this.#read());
  }

  async #standing(caller: Caller, read: () => Promise<Facts>): Promise<Standing> {
    if (caller.areaIds === 'everywhere') {
      return { may: (action) => hasRight(caller, action), sight: 'everything' };
    }
    const { areas, delegations } = await read();
    const given = this.#given(caller, delegations);
    const reach: Reach = given.includes('everywhere')
      ? 'everywhere'
      : [...caller.areaIds, ...given.flatMap((each) => each as readonly AreaId[])];
    return {
      may: (action, areaIds) => areaIds.every((areaId) => may(caller, action, areaId, areas)),
      sight: sightOf(reach, areas),
    };
  }

  /** Of somebody who was let in before; `undefined` when they would not be any more. */
  async sightAgain(caller: Caller): Promise<Sight | undefined> {
    const { people } = this.#deps;
    if (caller.kind === 'station') return people.any ? undefined : 'everything';
    if (caller.kind === 'operator') return 'everything';
    const person = people.find(caller.personId);
    const now = person !== undefined && caller.kind === 'person' ? callerOf(person) : caller;
    if (person?.active !== true || !hasRight(now, 'see')) return undefined;
    return (await this.#standing(now, () => this.#lately())).sight;
  }

  /** Whoever may act everywhere is not kept waiting by the database: stopping must not fail for want of it. */
  async #mayAll(caller: Caller, action: Action, areaIds: readonly AreaId[]): Promise<boolean> {
    if (!hasRight(caller, action)) return false;
    if (caller.areaIds === 'everywhere' || areaIds.length === 0) return true;
    const areas = await this.#deps.reader.areas();
    return areaIds.every((areaId) => may(caller, action, areaId, areas));
  }

  async #read(): Promise<Facts> {
    const { reader, delegations, clock } = this.#deps;
    const [areas, running] = await Promise.all([reader.areas(), delegations.notOver(clock.now())]);
    return { areas, delegations: running };
  }

  /** For many who ask at once. */
  #lately(): Promise<Facts> {
    const now = this.#deps.clock.monotonicNow();
    if (this.#recent === undefined || now - this.#recent.at > LATELY_MS) {
      this.#recent = { at: now, facts: this.#read() };
    }
    return this.#recent.facts;
  }

  /** Areas of those whose right to approve the caller exercises now. */
  #given({ kind, personId }: Caller, delegations: readonly Delegation[]): Reach[] {
    if (kind !== 'person') return [];
    const { people, clock } = this.#deps;
    const now = clock.now();
    return delegations
      .filter((each) => each.to.personId === personId && isRunning(each, now))
      .map((each) => people.find(each.from.personId))
      .filter((giver) => giver?.active === true && hasRight(giver, 'approve'))
      .map((giver) => giver?.areaIds ?? []);
  }
}
