/** Coverage over a span of days, of a commune or one of its hamlets. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { civilDay, dayBounds } from '../../domain/broadcasts/civil-time.ts';
import { dateText, parseDate } from '../../domain/calendar/civil-date.ts';
import { type CoverageOverTime, coverageOverTime } from '../../domain/coverage/over-time.ts';
import { sightOf } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AreaStore, TerritoryReader } from '../../ports/register.ts';
import { found, Refusal } from '../refusal.ts';
import type { SettledBroadcasts } from './settled-broadcasts.ts';

export interface CoverageHistoryDeps {
  settled: SettledBroadcasts;
  areas: Pick<AreaStore, 'find'>;
  reader: Pick<TerritoryReader, 'areas'>;
  clock: Clock;
}

export interface CoverageSpan {
  areaId: AreaId;
  /** YYYY-MM-DD in the commune's zone, both inclusive; absent: the last 30 days */
  from: string | undefined;
  until: string | undefined;
}

export interface CoverageHistoryView extends CoverageOverTime {
  areaId: AreaId;
  from: string;
  to: string;
  /** of these results are still awaited; in no other number */
  pending: number;
}

/** A year and the day it began on. */
const MOST_DAYS = 366;
const USUAL_DAYS = 30;
/** Some thirty a day for a year: what is more is asked for in pieces. */
const MOST_BROADCASTS = 12_000;

export class CoverageHistory {
  readonly #deps: CoverageHistoryDeps;

  constructor(deps: CoverageHistoryDeps) {
    this.#deps = deps;
  }

  /** @throws Refusal `coverage-too-much` beyond a year, `not-a-commune` of a province */
  async of({ areaId, from, until }: CoverageSpan): Promise<CoverageHistoryView> {
    const { areas, reader, clock, settled } = this.#deps;
    const area = found(await areas.find(areaId), 'area-unknown');
    if (area.kind === 'province') throw new Refusal('not-a-commune', { name: area.name });
    const zone = area.timeZone;
    const days = daysOf(from, until, civilDay(clock.now(), zone));
    const [first = '', last = ''] = [days[0], days.at(-1)];
    const begin = found(dayBounds(first, zone), 'bad-request').from;
    const end = found(dayBounds(last, zone), 'bad-request').until;
    const sight = sightOf([areaId], await reader.areas());
    const told = await settled.of(areaId, sight, { from: begin, until: end }, MOST_BROADCASTS);
    if (told === undefined) throw new Refusal('coverage-too-much', { days: MOST_DAYS });
    const { lines, pending } = told;
    return { ...coverageOverTime(lines, days, zone), ...{ areaId, from: first, to: last }, pending };
  }
}

function daysOf(from: string | undefined, until: string | undefined, today: string): string[] {
  const last = numbered(until ?? today);
  const first = from === undefined ? last - (USUAL_DAYS - 1) : numbered(from);
  if (first > last) throw new Refusal('bad-request', { detail: 'to < from' });
  if (last - first >= MOST_DAYS) throw new Refusal('coverage-too-much', { days: MOST_DAYS });
  return Array.from({ length: last - first + 1 }, (_, index) => dateText(first + index));
}

function numbered(day: string): number {
  const number = parseDate(day);
  if (number === undefined) throw new Refusal('bad-request', { detail: `day ${day}` });
  return number;
}
