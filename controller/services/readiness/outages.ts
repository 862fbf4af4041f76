/** Planned outages: somebody knows ahead that a hamlet will be without power. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { hamletsWithin } from '../../domain/areas/territory.ts';
import { type Sight, seesWithin } from '../../domain/permissions/sight.ts';
import type { PlannedOutage } from '../../domain/readiness/outages.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { Clock } from '../../ports/clock.ts';
import type { OutageStore } from '../../ports/readiness-store.ts';
import type { Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';

export interface OutageDeps {
  outages: OutageStore;
  register: Register;
  clock: Clock;
  newId: () => string;
}

export type NamedOutage = PlannedOutage & { hamlet: string };

export class Outages {
  readonly #deps: OutageDeps;

  constructor(deps: OutageDeps) {
    this.#deps = deps;
  }

  async add(input: {
    hamletIds: AreaId[];
    fromAt: EpochMillis;
    untilAt: EpochMillis;
    reason: string;
  }): Promise<NamedOutage[]> {
    const { outages, register, clock, newId } = this.#deps;
    if (input.untilAt <= input.fromAt || input.untilAt <= clock.now()) throw new Refusal('outage-times-wrong');
    const { areas } = await register.reader.territory();
    const hamlets = input.hamletIds.map((id) => areas.get(id));
    if (hamlets.some((area) => area?.kind !== 'hamlet')) throw new Refusal('area-unknown');
    const { fromAt, untilAt } = input;
    const made = input.hamletIds.map((hamletId) => ({
      id: newId(),
      hamletId,
      fromAt,
      untilAt,
      reason: tidyName(input.reason),
    }));
    await outages.create(made);
    const [{ id: subjectId, reason } = { id: undefined, reason: undefined }] = made;
    const after = { hamlets: hamlets.map((hamlet) => hamlet?.name), fromAt, untilAt, reason };
    noteChange({ areaId: input.hamletIds[0], subjectId, after });
    return made.map((outage) => ({ ...outage, hamlet: areas.get(outage.hamletId)?.name ?? '' }));
  }

  /** Those that are not over, soonest first. */
  async list(communeId: AreaId | undefined, sight: Sight): Promise<NamedOutage[]> {
    const { outages, register, clock } = this.#deps;
    const { areas } = await register.reader.territory();
    const asked = communeId === undefined ? [...areas.keys()] : hamletsWithin(areas, communeId).map((area) => area.id);
    const isAll = communeId === undefined && sight === 'everything';
    const within = isAll ? undefined : asked.filter((id) => seesWithin(sight, id));
    const coming = await outages.coming(clock.now(), within);
    return coming.map((outage) => ({ ...outage, hamlet: areas.get(outage.hamletId)?.name ?? '' }));
  }

  async remove(id: string): Promise<void> {
    const { outages } = this.#deps;
    const before = found(await outages.find(id), 'outage-unknown');
    if (!(await outages.remove(id))) throw new Refusal('outage-unknown');
    noteChange({ areaId: before.hamletId, before });
  }
}
