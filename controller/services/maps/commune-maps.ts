/** The commune's own map: brought in from GeoJSON, shown to whoever is in sight of it. No outside map is needed. */
import { MAX_MAP_POSITIONS, type MapLayer, type MapReport } from '@loa-lang/schemas/http/map';
import type { AreaId } from '@loa-lang/schemas/ids';
import { baseKindOf } from '../../domain/maps/base-kind.ts';
import { matchHamlets } from '../../domain/maps/match-hamlets.ts';
import { type RawFeature, readGeoJson } from '../../domain/maps/read-geojson.ts';
import type { BaseFeature } from '../../domain/maps/shape.ts';
import { type Sight, seesLine } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CommuneMap, MapStore } from '../../ports/map-store.ts';
import type { AreaRecord, AreaStore } from '../../ports/register.ts';
import { noteChange } from '../audit/note-change.ts';
import { Refusal } from '../refusal.ts';

export interface CommuneMapDeps {
  maps: MapStore;
  areas: AreaStore;
  clock: Clock;
}

export interface MapImport {
  communeId: AreaId;
  layer: MapLayer;
  bytes: Uint8Array;
  dryRun: boolean;
}

const NOTHING_YET = { matched: [], unmatched: [], without: [], kinds: [], faults: [] };

export class CommuneMaps {
  readonly #deps: CommuneMapDeps;

  constructor(deps: CommuneMapDeps) {
    this.#deps = deps;
  }

  /** Outlines of the hamlets in sight, and the base of their communes. @param communeId absent: of all in sight */
  async of(communeId: AreaId | undefined, sight: Sight): Promise<CommuneMap[]> {
    const all = await this.#deps.areas.all();
    const seen = new Set(all.filter(({ id }) => seesLine(sight, id)).map(({ id }) => id));
    const communes = all.filter(({ id, kind }) => kind === 'commune' && seen.has(id));
    const asked = communes.filter(({ id }) => communeId === undefined || id === communeId);
    const maps = await this.#deps.maps.of(asked.map(({ id }) => id));
    // hamlets that are no more have none
    return maps.map((map) => ({ ...map, hamlets: map.hamlets.filter(({ hamletId }) => seen.has(hamletId)) }));
  }

  /** Replaces the layer, all or nothing. @throws Refusal where the file as a whole is none */
  async bringIn({ communeId, layer, bytes, dryRun }: MapImport): Promise<MapReport> {
    const all = await this.#communes(communeId);
    const read = readGeoJson(bytes);
    if (read.kind === 'refused') throw new Refusal(read.code, read.parameters);
    if (read.kind === 'faults') return refused({ ...NOTHING_YET, features: read.features, faults: read.faults });
    const positions = read.features.reduce((sum, each) => sum + each.positions, 0);
    if (positions > MAX_MAP_POSITIONS) throw new Refusal('map-too-many', { limit: MAX_MAP_POSITIONS });
    const { report, store } =
      layer === 'base' ? this.#base(communeId, read.features) : this.#hamlets(communeId, read.features, all);
    if (report.faults.length > 0) return refused(report);
    if (dryRun) return { applied: false, ...report };
    await store();
    const { features, matched, unmatched } = report;
    noteChange({
      areaId: communeId,
      after: { layer, features, matched: matched.length, unmatched: unmatched.length },
    });
    return { applied: true, ...report };
  }

  /** What is not there is not there afterwards. */
  async remove(communeId: AreaId, layer: MapLayer): Promise<void> {
    await this.#communes(communeId);
    if (await this.#deps.maps.remove(communeId, layer)) noteChange({ areaId: communeId, before: { layer } });
  }

  #base(communeId: AreaId, features: readonly RawFeature[]): Outcome {
    const { maps, clock } = this.#deps;
    const base = features.map((each): BaseFeature => {
      const { name, geometry } = each;
      return { kind: baseKindOf(each), ...(name !== undefined && { name }), geometry };
    });
    const counts = new Map<BaseFeature['kind'], number>();
    for (const { kind } of base) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const kinds = [...counts].map(([kind, count]) => ({ kind, count }));
    return {
      report: { ...NOTHING_YET, features: features.length, kinds },
      store: () => maps.put(communeId, 'base', base, clock.now()),
    };
  }

  #hamlets(communeId: AreaId, features: readonly RawFeature[], all: readonly AreaRecord[]): Outcome {
    const { maps, clock } = this.#deps;
    const own = all.filter(({ parentId, kind }) => kind === 'hamlet' && parentId === communeId);
    const { outlines, ...told } = matchHamlets(features, own);
    if (outlines.length === 0 && told.faults.length === 0) throw new Refusal('map-no-match');
    return {
      report: { ...told, features: features.length, kinds: [] },
      store: () => maps.put(communeId, 'hamlets', outlines, clock.now()),
    };
  }

  async #communes(communeId: AreaId): Promise<AreaRecord[]> {
    const all = await this.#deps.areas.all();
    const area = all.find(({ id }) => id === communeId);
    if (area === undefined) throw new Refusal('area-unknown');
    if (area.kind !== 'commune') throw new Refusal('not-a-commune', { name: area.name });
    return all;
  }
}

interface Outcome {
  report: Omit<MapReport, 'applied'>;
  store: () => Promise<void>;
}

function refused(report: Omit<MapReport, 'applied'>): MapReport {
  noteChange({ after: { applied: false, faults: report.faults.length } });
  return { applied: false, ...report };
}
