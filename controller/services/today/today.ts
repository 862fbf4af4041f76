/** The start page of a commune: is all well, and what needs me? One answer, so that a slow line asks once. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { type Area, hamletsWithin, lineage, type Territory } from '../../domain/areas/territory.ts';
import type { Caller } from '../../domain/people/person.ts';
import { may } from '../../domain/permissions/permissions.ts';
import { type Sight, seesFolder, seesWithin, sightOf } from '../../domain/permissions/sight.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { BroadcastReadiness, ReadinessView } from '../readiness/readiness.ts';
import { found } from '../refusal.ts';
import { type Missed, type MissedDeps, missedOf } from './missed.ts';
import { type Needs, type NeedsDeps, needsOf } from './needs-me.ts';
import { type OnAir, type OnAirDeps, onAir } from './on-air.ts';
import { type DayReached, type WeekDeps, weekOf } from './week.ts';

export interface TodayDeps extends OnAirDeps, WeekDeps, NeedsDeps, MissedDeps {
  reader: Pick<TerritoryReader, 'territory'>;
  readiness: Pick<BroadcastReadiness, 'coming'>;
}

export interface TodayView {
  at: EpochMillis;
  commune: Area;
  /** names of what the page tells of */
  areas: Territory['areas'];
  hamlets: number;
  clusters: number;
  onAir: OnAir[];
  coming: ReadinessView[];
  missed: Missed[];
  needs: Needs;
  week: DayReached[];
}

const HOURS_AHEAD = 24;
/** What comes later than these is in the calendar. */
const MOST_COMING = 8;

export class Today {
  readonly #deps: TodayDeps;

  constructor(deps: TodayDeps) {
    this.#deps = deps;
  }

  /** @returns `undefined` for who has no commune */
  async of(asked: AreaId | undefined, caller: Caller, sight: Sight): Promise<TodayView | undefined> {
    const { reader, readiness, clock } = this.#deps;
    const territory = await reader.territory();
    const { areas, clusters } = territory;
    const commune = asked === undefined ? firstCommune(areas, sight) : found(areas.get(asked), 'area-unknown');
    if (commune === undefined) return undefined;
    const all = sightOf([commune.id], areas);
    // whoever has the whole commune sees it and nothing else here; the head of a hamlet the own hamlet
    const own = seesWithin(sight, commune.id) ? all : sight;
    const where = { communeId: commune.id, sight: own, areas };
    const [sounding, coming, week, needs] = await Promise.all([
      onAir(this.#deps, own),
      readiness.coming(HOURS_AHEAD, undefined, own, MOST_COMING),
      weekOf(this.#deps, commune.id, all, own),
      needsOf(this.#deps, where, caller),
    ]);
    const mayMakeUp = may(caller, 'submit', commune.id, areas);
    const missed = mayMakeUp ? await missedOf(this.#deps, week.lines, territory, clock.now()) : [];
    const isInside = (areaId: AreaId) => lineage(areas, areaId).includes(commune.id);
    return {
      ...{ at: clock.now(), commune, areas, onAir: sounding, coming, needs, missed },
      week: week.days,
      hamlets: hamletsWithin(areas, commune.id).length,
      clusters: [...clusters.values()].filter(({ hamletId }) => isInside(hamletId)).length,
    };
  }
}

/** By name, so that it is the same one each time. */
function firstCommune(areas: Territory['areas'], sight: Sight): Area | undefined {
  const communes = [...areas.values()].filter(({ id, kind }) => kind === 'commune' && seesFolder(sight, id));
  return communes.sort((a, b) => a.name.localeCompare(b.name, 'vi'))[0];
}
