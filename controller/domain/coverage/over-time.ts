/** What many broadcasts came to together: by day, by hamlet, by reason, and which hamlets are left out again and again. */
import type { MissReason } from '@loa-lang/schemas/programme-log/words';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { civilDay } from '../broadcasts/civil-time.ts';
import { type ChronicHamlet, chronicHamlets } from './chronic.ts';
import type { CoverageLine, HamletOverTime, LineHamlet, Reach } from './coverage-line.ts';

export interface CoverageOverTime extends Reach {
  days: (Reach & { day: string })[];
  hamlets: HamletOverTime[];
  /** clusters that were not reached, over all broadcasts; most frequent first */
  reasons: { reason: MissReason; clusters: number }[];
  chronic: ChronicHamlet[];
}

/** @param lines in the order of their starts @param days YYYY-MM-DD in the zone, all of the span */
export function coverageOverTime(
  lines: readonly CoverageLine[],
  days: readonly string[],
  zone: string,
): CoverageOverTime {
  const byDay = new Map(days.map((day) => [day, nothing()]));
  const hamlets = new Map<string, HamletOverTime & { byDay: Map<string, Reach> }>();
  const reasons = new Map<MissReason, number>();
  const all = nothing();
  for (const line of lines) {
    const day = civilDay(line.startAt, zone);
    for (const reach of [all, byDay.get(day)]) if (reach !== undefined) add(reach, ...reachOf(line));
    for (const hamlet of line.hamlets) {
      const known = hamlets.get(hamlet.id) ?? { ...fresh(hamlet), byDay: new Map<string, Reach>() };
      hamlets.set(hamlet.id, known);
      const ofDay = known.byDay.get(day) ?? nothing();
      known.byDay.set(day, ofDay);
      add(ofDay, hamlet.households, hamlet.reached);
      note(known, hamlet, line.startAt);
    }
    for (const { reason } of line.missed) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const byName = new Intl.Collator('vi', { numeric: true });
  const told = [...hamlets.values()]
    .sort((a, b) => byName.compare(a.name, b.name))
    .map(({ byDay: own, ...hamlet }) => ({ ...hamlet, shares: days.map((day) => shareOf(own.get(day))) }));
  return {
    ...all,
    days: [...byDay].map(([day, reach]) => ({ day, ...reach })),
    hamlets: told,
    reasons: [...reasons].map(([reason, clusters]) => ({ reason, clusters })).sort((a, b) => b.clusters - a.clusters),
    chronic: chronicHamlets(told, lines),
  };
}

/** What the broadcasts of each day came to. @param days YYYY-MM-DD in the zone, all of the span */
export function reachByDay(
  lines: readonly Pick<CoverageLine, 'startAt' | 'hamlets'>[],
  days: readonly string[],
  zone: string,
): Map<string, Reach> {
  const byDay = new Map(days.map((day) => [day, nothing()]));
  for (const line of lines) {
    const reach = byDay.get(civilDay(line.startAt, zone));
    if (reach !== undefined) add(reach, ...reachOf(line));
  }
  return byDay;
}

/** Part of the households, 0 to 1; `undefined` where there are none. */
export const shareOf = (reach: Pick<Reach, 'meant' | 'reached'> | undefined): number | undefined =>
  reach === undefined || reach.meant === 0 ? undefined : reach.reached / reach.meant;

const nothing = (): Reach => ({ broadcasts: 0, meant: 0, reached: 0 });

function add(reach: Reach, meant: number, reached: number): void {
  reach.broadcasts += 1;
  reach.meant += meant;
  reach.reached += reached;
}

const reachOf = ({ hamlets }: Pick<CoverageLine, 'hamlets'>): [meant: number, reached: number] => [
  sum(hamlets, 'households'),
  sum(hamlets, 'reached'),
];

const sum = (hamlets: readonly LineHamlet[], key: 'households' | 'reached'): number =>
  hamlets.reduce((total, each) => total + each[key], 0);

const fresh = ({ id, name, hamletKind, households, unserved }: LineHamlet): HamletOverTime => ({
  ...nothing(),
  ...{ id, name, hamletKind, households, unserved },
  ...{ full: 0, partly: 0, none: 0, lastReachedAt: undefined, shares: [] },
});

function note(hamlet: HamletOverTime, now: LineHamlet, startAt: EpochMillis): void {
  add(hamlet, now.households, now.reached);
  // its latest name and size
  Object.assign(hamlet, { name: now.name, hamletKind: now.hamletKind, households: now.households });
  // a broadcast to one of its poles leaves out what another one serves
  hamlet.unserved = Math.min(hamlet.unserved, now.unserved);
  if (now.reached === 0) hamlet.none += 1;
  else if (now.reached === now.households) hamlet.full += 1;
  else hamlet.partly += 1;
  if (now.reached > 0) hamlet.lastReachedAt = startAt;
}
