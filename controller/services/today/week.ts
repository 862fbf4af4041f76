/** Households that the broadcasts of the last seven days were played to, day by day, as coverage over time counts them. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { civilDay, dayBounds } from '../../domain/broadcasts/civil-time.ts';
import type { CoverageLine } from '../../domain/coverage/coverage-line.ts';
import { reachByDay } from '../../domain/coverage/over-time.ts';
import { type Sight, seesWithin } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AreaStore } from '../../ports/register.ts';
import type { SettledBroadcasts } from '../coverage/settled-broadcasts.ts';
import { found } from '../refusal.ts';

export interface DayReached {
  day: string;
  broadcasts: number;
  householdsReached: number;
  householdsTotal: number;
}

export interface WeekDeps {
  settled: Pick<SettledBroadcasts, 'of'>;
  areaStore: Pick<AreaStore, 'find'>;
  clock: Clock;
}

export interface WeekView {
  days: DayReached[];
  /** of the whole commune, in the order of their starts */
  lines: CoverageLine[];
}

const DAYS = 7;
const DAY_MS: Millis = 24 * 3600_000;
/** A commune has ten a day; a bar for thousands would be read by nobody. */
const MOST = 2000;

/**
 * @param communeSight what all of the commune is seen by: what is worked out for one of its people serves all
 * @param sight what of it is counted
 */
export async function weekOf(
  { settled, areaStore, clock }: WeekDeps,
  communeId: AreaId,
  communeSight: Sight,
  sight: Sight,
): Promise<WeekView> {
  const { timeZone } = found(await areaStore.find(communeId), 'area-unknown');
  const now = clock.now();
  const days = lastDays(now, timeZone);
  const from = dayBounds(days[0] ?? '', timeZone)?.from ?? now - DAYS * DAY_MS;
  const { lines } = (await settled.of(communeId, communeSight, { from, until: now + 1 }, MOST)) ?? { lines: [] };
  const seen = lines
    .map((line) => ({ startAt: line.startAt, hamlets: line.hamlets.filter((hamlet) => seesWithin(sight, hamlet.id)) }))
    .filter(({ hamlets }) => hamlets.length > 0);
  return {
    lines,
    days: [...reachByDay(seen, days, timeZone)].map(([day, { broadcasts, meant, reached }]) => ({
      ...{ day, broadcasts, householdsReached: reached, householdsTotal: meant },
    })),
  };
}

function lastDays(now: EpochMillis, zone: string): string[] {
  // from noon to noon: days of 23 and 25 hours come out right
  const noon = (dayBounds(civilDay(now, zone), zone)?.from ?? now) + DAY_MS / 2;
  return Array.from({ length: DAYS }, (_, back) => civilDay(noon - (DAYS - 1 - back) * DAY_MS, zone));
}
