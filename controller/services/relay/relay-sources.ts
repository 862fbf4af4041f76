/** The register of relay sources. */
import type { AreaId, StreamId } from '@loa-lang/schemas/ids';
import { lineage } from '../../domain/areas/territory.ts';
import { type Sight, seesLine } from '../../domain/permissions/sight.ts';
import { isSourceAddress, type RelayCheck, type RelaySource } from '../../domain/streams/relay-source.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AreaStore, TerritoryReader } from '../../ports/register.ts';
import type { RelaySourceStore } from '../../ports/relay-source-store.ts';
import { noteChange } from '../audit/note-change.ts';
import { found, Refusal } from '../refusal.ts';
import type { CheckSource } from './check-source.ts';

export interface RelaySourcesDeps {
  relaySources: RelaySourceStore;
  areas: Pick<AreaStore, 'find'>;
  reader: Pick<TerritoryReader, 'areas'>;
  checking: Pick<CheckSource, 'check'>;
  clock: Clock;
  newId: () => string;
}

export type RelaySourceFields = Pick<RelaySource, 'name' | 'addresses' | 'enabled'>;

export class RelaySources {
  readonly #deps: RelaySourcesDeps;

  constructor(deps: RelaySourcesDeps) {
    this.#deps = deps;
  }

  /** Of an area those that may be used there: its own, and those of the areas above it. */
  async list(areaId: AreaId | undefined, sight: Sight): Promise<RelaySource[]> {
    const { relaySources, reader } = this.#deps;
    const areaIds = areaId === undefined ? undefined : lineage(await reader.areas(), areaId);
    return (await relaySources.list(areaIds)).filter((source) => seesLine(sight, source.areaId));
  }

  async get(id: StreamId): Promise<RelaySource> {
    const [source] = await this.#deps.relaySources.find([id]);
    return found(source, 'relay-source-unknown');
  }

  async create(areaId: AreaId, fields: RelaySourceFields): Promise<RelaySource> {
    const { relaySources, areas, clock, newId } = this.#deps;
    const area = found(await areas.find(areaId), 'area-unknown');
    // a hamlet relays what its commune relays
    if (area.kind === 'hamlet') throw new Refusal('not-a-commune', { name: area.name });
    const now = clock.now();
    const empty = { removedAt: undefined, lastCheck: undefined, onAir: undefined };
    const source = { id: newId(), areaId, ...tidy(fields), createdAt: now, changedAt: now, ...empty };
    await relaySources.create(source);
    noteChange({ areaId, subjectId: source.id, after: tidy(fields) });
    return source;
  }

  async change(id: StreamId, fields: Partial<RelaySourceFields>): Promise<RelaySource> {
    const before = await this.#notRemoved(id);
    const said = tidy({ ...before, ...fields });
    const after = { ...before, ...said, changedAt: this.#deps.clock.now() };
    await this.#deps.relaySources.change(after);
    noteChange({ areaId: before.areaId, subjectId: id, before: tidy(before), after: said });
    return after;
  }

  /** What is planned with it keeps its time, and says that the source is gone. */
  async remove(id: StreamId): Promise<RelaySource> {
    const before = await this.#notRemoved(id);
    const now = this.#deps.clock.now();
    const after = { ...before, changedAt: now, removedAt: now };
    await this.#deps.relaySources.change(after);
    noteChange({ areaId: before.areaId, subjectId: id, before: tidy(before) });
    return after;
  }

  /** Answers within 12 s. */
  async check(id: StreamId): Promise<RelayCheck> {
    const { relaySources, checking } = this.#deps;
    const check = await checking.check(await this.#notRemoved(id));
    await relaySources.noteCheck(id, check);
    return check;
  }

  async #notRemoved(id: StreamId): Promise<RelaySource> {
    const source = await this.get(id);
    if (source.removedAt !== undefined) throw new Refusal('relay-source-unknown');
    return source;
  }
}

/** @throws Refusal for what cannot be an address */
function tidy({ name, addresses, enabled }: RelaySourceFields): RelaySourceFields {
  const distinct = [...new Set(addresses.map((address) => address.trim()))];
  for (const address of distinct) {
    if (!isSourceAddress(address)) throw new Refusal('relay-address-invalid', { address: address.slice(0, 200) });
  }
  return { name: tidyName(name), addresses: distinct, enabled };
}
