/** Households that the broadcasts of the last seven days were played to, day by day. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { civilDay, dayBounds } from '../../domain/broadcasts/civil-time.ts';
import { type Sight, seesWithin } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { BroadcastView, BroadcastViews } from '../broadcasts/view-broadcasts.ts';
import { afterOf } from '../make-up/make-up-facts.ts';

export interface DayReached {
  day: string;
  broadcasts: number;
  householdsReached: number;
  householdsTotal: number;
}

interface Reached {
  hamlets: { id: AreaId; households: number; reached: number }[];
}

export interface WeekDeps {
  views: Pick<BroadcastViews, 'list'>;
  clock: Clock;
  timeZone: string;
}

const DAYS = 7;
const DAY_MS: Millis = 24 * 3600_000;
/** A late report may still change a day that is over; a page that is some minutes behind it misleads nobody. */
const KEPT_MS: Millis = 10 * 60_000;
/** A week of a hundred communes; the oldest gives way. */
const MOST_KEPT = 700;
/** Broadcasts of a day beyond these are not in its bar; a commune has ten. */
const MOST_A_DAY = 200;

/** Days that are over are worked out once in a while: thousands of receipts stand behind a bar. */
export class Week {
  readonly #deps: WeekDeps;
  readonly #kept = new Map<string, { at: EpochMillis; reached: Promise<Reached[]> }>();

  constructor(deps: WeekDeps) {
    this.#deps = deps;
  }

  /** @param communeSight what all of the commune is seen by @param today its broadcasts of today */
  async of(
    communeId: AreaId,
    communeSight: Sight,
    sight: Sight,
    today: readonly BroadcastView[],
  ): Promise<DayReached[]> {
    const { clock, timeZone } = this.#deps;
    const now = clock.now();
    // noon: days of 23 and 25 hours come out right
    const noon = (dayBounds(civilDay(now, timeZone), timeZone)?.from ?? now) + DAY_MS / 2;
    const days = Array.from({ length: DAYS }, (_, back) => civilDay(noon - (DAYS - 1 - back) * DAY_MS, timeZone));
    return Promise.all(
      days.map(async (day, index) => {
        const isToday = index === DAYS - 1;
        return summed(day, isToday ? reachedOf(today, now) : await this.#past(communeId, day, communeSight), sight);
      }),
    );
  }

  #past(communeId: AreaId, day: string, communeSight: Sight): Promise<Reached[]> {
    const now = this.#deps.clock.now();
    const key = `${communeId}/${day}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && Math.abs(now - kept.at) < KEPT_MS) return kept.reached;
    const reached = this.#deps.views
      .list({ day, limit: MOST_A_DAY }, communeSight)
      .then((views) => reachedOf(views, now));
    this.#kept.delete(key);
    this.#kept.set(key, { at: now, reached });
    reached.catch(() => this.#kept.delete(key));
    for (const oldest of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - MOST_KEPT))) {
      this.#kept.delete(oldest);
    }
    return reached;
  }
}

/** Of what is over and was not stopped; a make-up counts for what it makes up for. */
export function reachedOf(views: readonly BroadcastView[], now: EpochMillis): Reached[] {
  return views
    .filter(({ state, broadcast }) => state === 'done' && broadcast.makeUp === undefined)
    .map((view) => {
      const makeUps = views.filter(({ broadcast }) => broadcast.makeUp?.of === view.broadcast.id);
      const { hamlets } = afterOf(view, makeUps, now) ?? view.coverage;
      return {
        hamlets: hamlets.map(({ hamlet: { id, households }, householdsReached: reached }) => ({
          ...{ id, households, reached },
        })),
      };
    });
}

function summed(day: string, all: readonly Reached[], sight: Sight): DayReached {
  const seen = all
    .map(({ hamlets }) => hamlets.filter(({ id }) => seesWithin(sight, id)))
    .filter((hamlets) => hamlets.length > 0);
  const sum = (pick: (hamlet: Reached['hamlets'][number]) => number) =>
    seen.flat().reduce((total, hamlet) => total + pick(hamlet), 0);
  return {
    day,
    broadcasts: seen.length,
    householdsReached: sum(({ reached }) => reached),
    householdsTotal: sum(({ households }) => households),
  };
}
