/** Refuses what somebody may not do somewhere. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { Action } from '@loa-lang/schemas/states/people';
import type { Caller } from '../../domain/people/person.ts';
import { hasRight, may } from '../../domain/permissions/permissions.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import { Refusal } from '../refusal.ts';

export class Permissions {
  readonly #reader: TerritoryReader;

  constructor(reader: TerritoryReader) {
    this.#reader = reader;
  }

  async may(caller: Caller, action: Action, areaId: AreaId): Promise<boolean> {
    return this.#mayAll(caller, action, [areaId]);
  }

  /** @param areaIds all of them; none: the right alone, wherever. @throws Refusal `not-permitted` */
  async require(caller: Caller, action: Action, areaIds: readonly AreaId[] = []): Promise<void> {
    if (!(await this.#mayAll(caller, action, areaIds))) throw new Refusal('not-permitted', { name: caller.name });
  }

  /** Whoever may act everywhere is not kept waiting by the database: stopping must not fail for want of it. */
  async #mayAll(caller: Caller, action: Action, areaIds: readonly AreaId[]): Promise<boolean> {
    if (!hasRight(caller, action)) return false;
    if (caller.areaIds === 'everywhere' || areaIds.length === 0) return true;
    const { areas } = await this.#reader.territory();
    return areaIds.every((areaId) => may(caller, action, areaId, areas));
  }
}
