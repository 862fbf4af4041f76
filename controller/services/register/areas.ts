/** The area tree: list, add, change, remove. */
import type { AreaChange, AreaCreate } from '@loa-lang/schemas/http/areas';
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { AreaId } from '@loa-lang/schemas/ids';
import { hamletsWithin, lineage, parentFits } from '../../domain/areas/territory.ts';
import { changed } from '../../domain/audit/changed.ts';
import { type Sight, seesLine } from '../../domain/permissions/sight.ts';
import { nameKey, searchName, tidyName } from '../../domain/text/names.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AreaFields, AreaRecord, Register } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';

export interface AreaDeps {
  register: Register;
  delivery: DocumentDelivery;
  /** makes a commune one for trying things out */
  setTrial: (communeId: AreaId) => Promise<void>;
  clock: Clock;
  newId: () => string;
  onCreated?: () => void;
}

export class Areas {
  readonly #deps: AreaDeps;

  constructor(deps: AreaDeps) {
    this.#deps = deps;
  }

  /** Communes and provinces carry the households of all hamlets below them that are in sight. */
  async list(query: { search?: string; under?: AreaId }, sight: Sight): Promise<AreaRecord[]> {
    const everything = await this.#deps.register.areas.all();
    const all = everything.filter(({ id }) => seesLine(sight, id));
    const byId = new Map(all.map((area) => [area.id, area]));
    const wanted = query.search === undefined ? '' : searchName(query.search);
    const { under } = query;
    return all
      .filter((area) => under === undefined || lineage(byId, area.id).includes(under))
      .filter((area) => searchName(area.name).includes(wanted))
      .map((area) => ({
        ...area,
        households: hamletsWithin(byId, area.id).reduce((total, hamlet) => total + hamlet.households, 0),
      }));
  }

  async get(id: AreaId, sight: Sight): Promise<AreaRecord> {
    return found(
      (await this.list({}, sight)).find((area) => area.id === id),
      'area-unknown',
    );
  }

  async create(input: AreaCreate): Promise<{ area: AreaRecord; delivery: Delivery }> {
    const { register, delivery, newId } = this.#deps;
    const all = await register.areas.all();
    const parent = all.find((area) => area.id === input.parentId);
    if (input.parentId !== undefined && parent === undefined) throw new Refusal('area-unknown');
    if (!parentFits(input.kind, parent?.kind)) throw new Refusal('area-parent-wrong');
    const name = tidyName(input.name);
    refuseTakenName(all, input.parentId, name);
    const area: AreaRecord = {
      id: newId(),
      parentId: input.parentId,
      kind: input.kind,
      name,
      code: input.code,
      hamletKind: input.hamletKind,
      households: input.kind === 'hamlet' ? (input.households ?? 0) : 0,
      languages: input.languages ?? parent?.languages ?? ['vi'],
      timeZone: parent?.timeZone ?? 'Asia/Ho_Chi_Minh',
    };
    if ((await register.areas.create(area)) === 'taken') throw new Refusal('area-name-taken', { name });
    noteChange({ areaId: area.id, subjectId: area.id, after: area });
    if (input.trial === true && area.kind === 'commune') await this.#deps.setTrial(area.id);
    this.#deps.onCreated?.();
    return { area, delivery: await delivery.deliver({ plans: [area.id] }) };
  }

  /** The id stays, so plans, history and devices are untouched by a new name. */
  async change(id: AreaId, input: AreaChange): Promise<{ area: AreaRecord; delivery: Delivery }> {
    const { register, delivery } = this.#deps;
    const all = await register.areas.all();
    const before = found(
      all.find((area) => area.id === id),
      'area-unknown',
    );
    const fields: Partial<AreaFields> = { ...input, ...(input.name !== undefined && { name: tidyName(input.name) }) };
    if (fields.name !== undefined) refuseTakenName(all, before.parentId, fields.name, id);
    if ((await register.areas.change(id, fields)) === 'taken') {
      throw new Refusal('area-name-taken', { name: fields.name ?? before.name });
    }
    noteChange({ areaId: id, ...changed(before, { ...before, ...fields }, ['name']) });
    const settings = input.languages === undefined ? [] : await this.#devicesStandingIn(id);
    return { area: await this.get(id, 'everything'), delivery: await delivery.deliver({ settings }) };
  }

  /** Its plan is published empty: a device that still follows it has nothing to play. */
  async remove(id: AreaId): Promise<Delivery> {
    const { register, delivery, clock } = this.#deps;
    const territory = await register.reader.territory();
    const area = found(territory.areas.get(id), 'area-unknown');
    const below = [...territory.areas.values()].some((area) => area.parentId === id);
    const inUse = [...territory.clusters.values()].some(
      (cluster) => cluster.hamletId === id || cluster.services.some((service) => service.hamletId === id),
    );
    if (below || inUse) throw new Refusal('area-in-use');
    // by then it lies nowhere
    noteChange({ areaId: area.parentId ?? id, before: area });
    await register.areas.remove(id, clock.now());
    return delivery.deliver({ plans: [id] });
  }

  async #devicesStandingIn(areaId: AreaId): Promise<string[]> {
    const { register } = this.#deps;
    const { clusters } = await register.reader.territory();
    const standing = [...clusters.values()].filter((cluster) => cluster.hamletId === areaId);
    return register.devices.ofClusters(standing.map((cluster) => cluster.id));
  }
}

/** Names beside each other differ for a reader, not only for a byte comparison. */
function refuseTakenName(
  all: readonly AreaRecord[],
  parentId: AreaId | undefined,
  name: string,
  except?: AreaId,
): void {
  const key = nameKey(name);
  const taken = all.some((area) => area.parentId === parentId && area.id !== except && nameKey(area.name) === key);
  if (taken) throw new Refusal('area-name-taken', { name });
}
