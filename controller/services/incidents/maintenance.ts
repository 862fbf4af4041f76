/** Somebody works at a cluster, or on all of an area: faults there call nobody meanwhile. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { communeOf } from '../../domain/areas/territory.ts';
import { type Caller, refOf } from '../../domain/people/person.ts';
import { type Sight, seesWithin } from '../../domain/permissions/sight.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MaintenanceStore, MaintenanceWindow } from '../../ports/maintenance-store.ts';
import type { Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';

export interface MaintenanceDeps {
  maintenance: MaintenanceStore;
  register: Pick<Register, 'reader' | 'clusters'>;
  clock: Clock;
  newId: () => string;
}

export type NamedWindow = MaintenanceWindow & { name: string };

/** Longer is no work: a fault that nobody is called for must not be forgotten. */
const LONGEST_MS: Millis = 7 * 24 * 3600_000;

export class Maintenance {
  readonly #deps: MaintenanceDeps;

  constructor(deps: MaintenanceDeps) {
    this.#deps = deps;
  }

  async begin(
    input: {
      areaId?: string | undefined;
      clusterId?: string | undefined;
      fromAt?: EpochMillis | undefined;
      untilAt: EpochMillis;
      reason: string;
    },
    caller: Caller,
  ): Promise<NamedWindow> {
    const { maintenance, clock, newId } = this.#deps;
    const now = clock.now();
    const { areaId, clusterId, fromAt = now, untilAt } = input;
    const place = await this.#placeOf(areaId, clusterId);
    const areTimesRight = untilAt > fromAt && untilAt > now && untilAt - fromAt <= LONGEST_MS;
    if (!areTimesRight) throw new Refusal('maintenance-times-wrong');
    const { communeId, name } = place;
    const window: MaintenanceWindow = {
      ...{ id: newId(), communeId, areaId, clusterId, fromAt, untilAt },
      ...{ reason: tidyName(input.reason), madeBy: refOf(caller), endedAt: undefined },
    };
    await maintenance.create(window);
    noteChange({ areaId: communeId, subjectId: window.id, after: { name, fromAt, untilAt, reason: window.reason } });
    return { ...window, name };
  }

  /** Those that are not over, soonest first. */
  async list(sight: Sight): Promise<NamedWindow[]> {
    const { maintenance, register, clock } = this.#deps;
    const windows = await maintenance.coming(clock.now());
    const areas = await register.reader.areas();
    const seen = windows.filter(({ areaId, hamletId }) => seesWithin(sight, areaId ?? hamletId ?? ''));
    const named = await Promise.all(seen.map(async (each) => ({ each, name: await this.#nameOf(each, areas) })));
    return named.map(({ each: { hamletId: _, ...window }, name }) => ({ ...window, name }));
  }

  async end(id: string): Promise<NamedWindow> {
    const { maintenance, register, clock } = this.#deps;
    const before = found(await maintenance.find(id), 'maintenance-unknown');
    const endedAt = clock.now();
    if (!(await maintenance.end(id, endedAt))) throw new Refusal('maintenance-over');
    const name = await this.#nameOf(before, await register.reader.areas());
    const { fromAt, untilAt } = before;
    noteChange({ areaId: before.communeId, before: { name, fromAt, untilAt }, after: { name, endedAt } });
    return { ...before, endedAt, name };
  }

  async #placeOf(areaId: string | undefined, clusterId: string | undefined) {
    const { reader, clusters } = this.#deps.register;
    if ((areaId === undefined) === (clusterId === undefined)) throw new Refusal('maintenance-place-wrong');
    const areas = await reader.areas();
    const cluster = clusterId === undefined ? undefined : found(await clusters.find(clusterId), 'cluster-unknown');
    const area = areas.get(cluster?.hamletId ?? areaId ?? '');
    const communeId = area && communeOf(areas, area.id);
    if (area === undefined || communeId === undefined) throw new Refusal('maintenance-place-wrong');
    return { communeId, name: cluster?.name ?? area.name };
  }

  async #nameOf(
    { areaId, clusterId }: Pick<MaintenanceWindow, 'areaId' | 'clusterId'>,
    areas: Awaited<ReturnType<Register['reader']['areas']>>,
  ): Promise<string> {
    if (areaId !== undefined) return areas.get(areaId)?.name ?? '';
    return (await this.#deps.register.clusters.find(clusterId ?? ''))?.name ?? '';
  }
}
