/** Coverage over a span of days, of a commune or one of its hamlets. */
import type { AreaId } from '@loa-lang/schemas/ids';
import { civilDay, dayBounds } from '../../domain/broadcasts/civil-time.ts';
import { DAY_MS, dateText, parseDate } from '../../domain/calendar/civil-date.ts';
import type { CoverageLine } from '../../domain/coverage/coverage-line.ts';
import { type CoverageOverTime, coverageOverTime } from '../../domain/coverage/over-time.ts';
import { sightOf } from '../../domain/permissions/sight.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CoverageFacts, CoverageMark } from '../../ports/coverage-facts.ts';
import type { AreaStore, TerritoryReader } from '../../ports/register.ts';
import { seenIn } from '../broadcasts/view-broadcasts.ts';
import { found, Refusal } from '../refusal.ts';
import type { CoverageLines, MarkedBroadcast } from './coverage-lines.ts';

export interface CoverageHistoryDeps {
  coverageFacts: Pick<CoverageFacts, 'marks'>;
  coverageLines: CoverageLines;
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
/** A make-up comes soon, or nobody waits for it any more. */
const MADE_UP_WITHIN_MS = 3 * DAY_MS;

export class CoverageHistory {
  readonly #deps: CoverageHistoryDeps;

  constructor(deps: CoverageHistoryDeps) {
    this.#deps = deps;
  }

  /** @throws Refusal `coverage-too-much` beyond a year, `not-a-commune` of a province */
  async of({ areaId, from, until }: CoverageSpan): Promise<CoverageHistoryView> {
    const { areas, reader, clock, coverageFacts, coverageLines } = this.#deps;
    const area = found(await areas.find(areaId), 'area-unknown');
    if (area.kind === 'province') throw new Refusal('not-a-commune', { name: area.name });
    const zone = area.timeZone;
    const days = daysOf(from, until, civilDay(clock.now(), zone));
    const [first = '', last = ''] = [days[0], days.at(-1)];
    const begin = found(dayBounds(first, zone), 'bad-request').from;
    const end = found(dayBounds(last, zone), 'bad-request').until;
    const sight = sightOf([areaId], await reader.areas());
    const asked = { ...seenIn(sight), from: begin, until: end + MADE_UP_WITHIN_MS, limit: MOST_BROADCASTS };
    const marks = await coverageFacts.marks(asked);
    if (marks.length === MOST_BROADCASTS) throw new Refusal('coverage-too-much', { days: MOST_DAYS });
    const now = clock.now();
    const wanted = marks.filter((mark) => mark.makeUpOf === undefined && mark.startAt < end && mark.startAt <= now);
    const lines = await coverageLines.of(withMakeUps(wanted, marks), areaId, sight);
    const settled = lines.filter((line): line is CoverageLine => typeof line === 'object');
    return {
      ...coverageOverTime(settled, days, zone),
      ...{ areaId, from: first, to: last },
      pending: lines.filter((line) => line === 'pending').length,
    };
  }
}

function withMakeUps(wanted: readonly CoverageMark[], marks: readonly CoverageMark[]): MarkedBroadcast[] {
  const byOriginal = new Map<string, CoverageMark[]>();
  for (const mark of marks) {
    if (mark.makeUpOf !== undefined) {
      byOriginal.set(mark.makeUpOf, [...(byOriginal.get(mark.makeUpOf) ?? []), mark]);
    }
  }
  return wanted.map((original) => ({ original, makeUps: byOriginal.get(original.id) ?? [] }));
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
