/** Poles: list, add, change, remove. */
import type { ClusterChange, ClusterCreate, Sim } from '@loa-lang/schemas/http/clusters';
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import { type Cluster, communeOf, lineage, type Territory } from '../../domain/areas/territory.ts';
import { changed } from '../../domain/audit/changed.ts';
import { isDay } from '../../domain/health/sim.ts';
import { type Sight, sees } from '../../domain/permissions/sight.ts';
import { placeOf } from '../../domain/placement/hidden-targets.ts';
import { searchName, tidyName } from '../../domain/text/names.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ClusterFields, ClusterRecord, Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';
import { type CloseIncidentsDeps, closeIncidentsOf } from './close-incidents.ts';

export interface ClusterDeps extends CloseIncidentsDeps {
  register: Register;
  delivery: DocumentDelivery;
  /** what is planned in the commune is to be looked through */
  onChanged: (communeId: AreaId) => Promise<void>;
  clock: Clock;
  newId: () => string;
}

export class Clusters {
  readonly #deps: ClusterDeps;

  constructor(deps: ClusterDeps) {
    this.#deps = deps;
  }

  /** Those that stand in sight, or serve a hamlet in it. */
  async list(query: { search?: string; under?: AreaId }, sight: Sight): Promise<ClusterRecord[]> {
    const { register } = this.#deps;
    const [all, { areas }] = await Promise.all([register.clusters.all(), register.reader.territory()]);
    const wanted = query.search === undefined ? '' : searchName(query.search);
    const { under } = query;
    return all
      .filter((cluster) => sees(sight, placeOf(cluster)))
      .filter((cluster) => under === undefined || lineage(areas, cluster.hamletId).includes(under))
      .filter((cluster) => searchName(`${cluster.code} ${cluster.name}`).includes(wanted));
  }

  async get(id: ClusterId): Promise<ClusterRecord> {
    return found(await this.#deps.register.clusters.find(id), 'cluster-unknown');
  }

  async create(input: ClusterCreate): Promise<{ cluster: ClusterRecord; delivery: Delivery }> {
    const { register, newId, delivery } = this.#deps;
    const territory = await register.reader.territory();
    const cluster = {
      ...input,
      id: newId(),
      code: tidyName(input.code),
      name: tidyName(input.name),
      kind: input.kind ?? 'horns',
      latitude: input.latitude,
      longitude: input.longitude,
      horns: input.horns ?? [],
      details: input.details ?? {},
      ...(input.sim !== undefined && { sim: checkedSim(input.sim) }),
      muted: false,
      volumeDb: 0,
      listen: false,
    };
    refuseWrongPlace(territory, cluster);
    refuseTakenCode(territory, cluster);
    if ((await register.clusters.create(cluster)) === 'taken') {
      throw new Refusal('cluster-code-taken', { code: cluster.code });
    }
    noteChange({ areaId: cluster.hamletId, subjectId: cluster.id, after: told(cluster) });
    return { cluster: await this.get(cluster.id), delivery: await delivery.deliver({}) };
  }

  /** Whatever the device must know of the change is in its settings. */
  async change(id: ClusterId, input: ClusterChange): Promise<{ cluster: ClusterRecord; delivery: Delivery }> {
    const { register, delivery } = this.#deps;
    const before = await this.get(id);
    const territory = await register.reader.territory();
    const { hours, model, sim, ...plain } = input;
    const fields: Partial<ClusterFields> = {
      ...plain,
      ...(hours !== undefined && { hours: hours ?? undefined }),
      ...(model !== undefined && { model: model ?? undefined }),
      ...(sim !== undefined && { sim: sim === null ? undefined : checkedSim(sim) }),
      ...(input.name !== undefined && { name: tidyName(input.name) }),
      ...(input.code !== undefined && { code: tidyName(input.code) }),
    };
    const after = { ...before, ...fields };
    refuseWrongPlace(territory, after);
    refuseTakenCode(territory, after);
    if ((await register.clusters.change(id, fields)) === 'taken') {
      throw new Refusal('cluster-code-taken', { code: after.code });
    }
    noteChange({ areaId: after.hamletId, ...changed(told(before), told(after), ['code', 'name']) });
    const communeId = communeOf(territory.areas, after.hamletId);
    if (hours !== undefined && communeId !== undefined) await this.#deps.onChanged(communeId);
    const settings = before.deviceId === undefined ? [] : [before.deviceId];
    return { cluster: await this.get(id), delivery: await delivery.deliver({ settings }) };
  }

  /** Its device stays registered, follows nothing and is silent. */
  async remove(id: ClusterId): Promise<Delivery> {
    const { register, delivery, clock } = this.#deps;
    const before = await this.get(id);
    noteChange({ areaId: before.hamletId, before: told(before) });
    await register.clusters.remove(id, clock.now());
    await closeIncidentsOf([id, ...(before.deviceId === undefined ? [] : [before.deviceId])], this.#deps);
    return delivery.deliver({ settings: before.deviceId === undefined ? [] : [before.deviceId] });
  }
}

/** @throws Refusal for a day that has the form of one and is none, like 30 February */
function checkedSim(sim: Sim): Sim {
  const { renewsOn } = sim;
  if (renewsOn !== undefined && !isDay(renewsOn)) throw new Refusal('bad-request', { detail: renewsOn });
  return sim;
}

/** Its details may hold somebody's telephone number. */
const told = ({ details: _, ...cluster }: ClusterFields) => cluster;

function refuseWrongPlace({ areas }: Territory, cluster: Pick<Cluster, 'hamletId' | 'services'>): void {
  const commune = communeOf(areas, cluster.hamletId);
  const hamletIds = [cluster.hamletId, ...cluster.services.map((service) => service.hamletId)];
  const served = cluster.services.map((service) => service.hamletId);
  const good =
    commune !== undefined &&
    hamletIds.every((id) => areas.get(id)?.kind === 'hamlet' && communeOf(areas, id) === commune) &&
    new Set(served).size === served.length;
  if (!good) throw new Refusal('hamlet-needed');
}

function refuseTakenCode(territory: Territory, cluster: Pick<Cluster, 'id' | 'code' | 'hamletId'>): void {
  const commune = communeOf(territory.areas, cluster.hamletId);
  const taken = [...territory.clusters.values()].some(
    (other) =>
      other.id !== cluster.id && other.code === cluster.code && communeOf(territory.areas, other.hamletId) === commune,
  );
  if (taken) throw new Refusal('cluster-code-taken', { code: cluster.code });
}
