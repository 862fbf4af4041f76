/** The start page of a commune: is all well, and what needs me? One answer, so that a slow line asks once. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type Area, hamletsWithin, lineage, type Territory } from '../../domain/areas/territory.ts';
import { civilDay, dayBounds } from '../../domain/broadcasts/civil-time.ts';
import type { Caller } from '../../domain/people/person.ts';
import { may } from '../../domain/permissions/permissions.ts';
import { type Sight, seesFolder, seesWithin, sightOf } from '../../domain/permissions/sight.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { BroadcastView } from '../broadcasts/view-broadcasts.ts';
import type { MakeUps } from '../make-up/make-ups.ts';
import type { BroadcastReadiness, ReadinessView } from '../readiness/readiness.ts';
import { found } from '../refusal.ts';
import { type Missed, missedOf } from './missed.ts';
import { type Needs, type NeedsDeps, needsOf } from './needs-me.ts';
import { type OnAir, type OnAirDeps, onAir } from './on-air.ts';
import { type DayReached, Week, type WeekDeps } from './week.ts';

export interface TodayDeps extends OnAirDeps, Omit<WeekDeps, 'views'>, NeedsDeps {
  views: OnAirDeps['views'] & WeekDeps['views'];
  reader: Pick<TerritoryReader, 'territory'>;
  readiness: Pick<BroadcastReadiness, 'coming'>;
  makeUps: Pick<MakeUps, 'get'>;
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
const DAY_MS: Millis = HOURS_AHEAD * 3600_000;
/** What comes later than these is in the calendar. */
const MOST_COMING = 8;
const MOST_LATELY = 100;

export class Today {
  readonly #deps: TodayDeps;
  readonly #week: Week;

  constructor(deps: TodayDeps) {
    this.#deps = deps;
    this.#week = new Week(deps);
  }

  /** @returns `undefined` for who has no commune */
  async of(asked: AreaId | undefined, caller: Caller, sight: Sight): Promise<TodayView | undefined> {
    const { reader, readiness, clock } = this.#deps;
    const { areas, clusters } = await reader.territory();
    const commune = asked === undefined ? firstCommune(areas, sight) : found(areas.get(asked), 'area-unknown');
    if (commune === undefined) return undefined;
    const all = sightOf([commune.id], areas);
    // whoever has the whole commune sees it and nothing else here; the head of a hamlet the own hamlet
    const own = seesWithin(sight, commune.id) ? all : sight;
    const where = { communeId: commune.id, sight: own, areas };
    const [sounding, coming, lately, needs] = await Promise.all([
      onAir(this.#deps, own),
      readiness.coming(HOURS_AHEAD, undefined, own, MOST_COMING),
      this.#lately(own),
      needsOf(this.#deps, where, caller),
    ]);
    const mayMakeUp = may(caller, 'submit', commune.id, areas);
    const [missed, week] = await Promise.all([
      mayMakeUp ? missedOf(lately.ofADay, this.#deps.makeUps) : [],
      this.#week.of(commune.id, all, own, lately.ofToday),
    ]);
    const isInside = (areaId: AreaId) => lineage(areas, areaId).includes(commune.id);
    return {
      ...{ at: clock.now(), commune, areas, onAir: sounding, coming, needs, missed, week },
      hamlets: hamletsWithin(areas, commune.id).length,
      clusters: [...clusters.values()].filter(({ hamletId }) => isInside(hamletId)).length,
    };
  }

  /** Begun since yesterday at this hour, and since midnight; newest first. */
  async #lately(sight: Sight): Promise<{ ofADay: BroadcastView[]; ofToday: BroadcastView[] }> {
    const { views, clock, timeZone } = this.#deps;
    const now = clock.now();
    const midnight = dayBounds(civilDay(now, timeZone), timeZone)?.from ?? now - DAY_MS;
    const ofADay = await views.list({ from: now - DAY_MS, until: now, limit: MOST_LATELY }, sight);
    return { ofADay, ofToday: ofADay.filter(({ broadcast: { startAt } }) => startAt >= midnight) };
  }
}

/** By name, so that it is the same one each time. */
function firstCommune(areas: Territory['areas'], sight: Sight): Area | undefined {
  const communes = [...areas.values()].filter(({ id, kind }) => kind === 'commune' && seesFolder(sight, id));
  return communes.sort((a, b) => a.name.localeCompare(b.name, 'vi'))[0];
}
