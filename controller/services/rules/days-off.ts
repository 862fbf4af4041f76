/** The days on which a commune's schedules that say so stay silent. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { dayBounds } from '../../domain/broadcasts/civil-time.ts';
import type { Caller } from '../../domain/people/person.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { AreaStore } from '../../ports/register.ts';
import type { DayOff, DayOffStore } from '../../ports/schedule-store.ts';
import type { Permissions } from '../people/permissions.ts';
import { found, Refusal } from '../refusal.ts';
import type { Materialiser } from '../schedules/materialise.ts';

export interface DaysOffDeps {
  daysOff: DayOffStore;
  areas: AreaStore;
  permissions: Permissions;
  materialiser: Pick<Materialiser, 'run'>;
}

export class DaysOff {
  readonly #deps: DaysOffDeps;

  constructor(deps: DaysOffDeps) {
    this.#deps = deps;
  }

  async of(communeId: AreaId): Promise<DayOff[]> {
    found(await this.#deps.areas.find(communeId), 'area-unknown');
    return this.#deps.daysOff.of(communeId);
  }

  async put({ communeId, day, name }: DayOff, by: Caller): Promise<DayOff[]> {
    const { areas, daysOff, permissions, materialiser } = this.#deps;
    const area = found(await areas.find(communeId), 'area-unknown');
    if (dayBounds(day, area.timeZone) === undefined) throw new Refusal('bad-request', { detail: day });
    await permissions.require(by, 'schedule', [communeId]);
    await daysOff.put({ communeId, day, name: tidyName(name) });
    await materialiser.run(communeId);
    return this.of(communeId);
  }

  async remove(communeId: AreaId, day: string, by: Caller): Promise<DayOff[]> {
    const { daysOff, permissions, materialiser } = this.#deps;
    await permissions.require(by, 'schedule', [communeId]);
    if (!(await daysOff.remove(communeId, day))) throw new Refusal('day-off-unknown', { day });
    await materialiser.run(communeId);
    return this.of(communeId);
  }
}
