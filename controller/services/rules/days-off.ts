/** The days on which a commune's schedules that say so stay silent. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { dayBounds } from '../../domain/broadcasts/civil-time.ts';
import type { Caller } from '../../domain/people/person.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { AreaStore } from '../../ports/register.ts';
import type { DayOff, DayOffStore } from '../../ports/schedule-store.ts';
import { noteChange } from '../audit/note-change.ts';
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
    // what lies in a commune keeps the commune's
    if (area.kind === 'hamlet') throw new Refusal('not-a-commune', { name: area.name });
    if (dayBounds(day, area.timeZone) === undefined) throw new Refusal('bad-request', { detail: day });
    await permissions.require(by, 'schedule', [communeId]);
    const before = await this.#on(communeId, day);
    const after = { communeId, day, name: tidyName(name) };
    await daysOff.put(after);
    noteChange({ areaId: communeId, subjectId: day, before, after });
    await materialiser.run(communeId);
    return this.of(communeId);
  }

  async remove(communeId: AreaId, day: string, by: Caller): Promise<DayOff[]> {
    const { daysOff, permissions, materialiser } = this.#deps;
    await permissions.require(by, 'schedule', [communeId]);
    const before = await this.#on(communeId, day);
    if (!(await daysOff.remove(communeId, day))) throw new Refusal('day-off-unknown', { day });
    noteChange({ areaId: communeId, subjectId: day, before });
    await materialiser.run(communeId);
    return this.of(communeId);
  }

  async #on(communeId: AreaId, day: string): Promise<DayOff | undefined> {
    return (await this.#deps.daysOff.of(communeId)).find((each) => each.day === day);
  }
}
