/** What a month came to. */
import type { MissReason } from '@loa-lang/schemas/programme-log/words';
import type { Millis } from '@loa-lang/schemas/units';
import type { BroadcastClass } from '@loa-lang/schemas/wire/plan';
import type { LogLine } from './log-line.ts';

export interface MonthStatistics {
  /** that sounded, and their time on air, by class */
  byClass: { class: BroadcastClass; broadcasts: number; airMs: Millis }[];
  /** that sounded nowhere */
  silent: number;
  /** by hamlet: what was meant for it, what reached all of its households, some, or none */
  hamlets: { id: string; name: string; broadcasts: number; full: number; partly: number; none: number }[];
  /** clusters that were not reached, over all broadcasts, by reason; most frequent first */
  missed: { reason: MissReason; clusters: number }[];
  /** clusters that were meant, over all broadcasts, and those that were reached */
  clusters: number;
  clustersReached: number;
}

export function monthStatistics(lines: readonly LogLine[]): MonthStatistics {
  const byClass = new Map<BroadcastClass, { broadcasts: number; airMs: Millis }>();
  const hamlets = new Map<string, MonthStatistics['hamlets'][number]>();
  const missed = new Map<MissReason, number>();
  for (const line of lines) {
    if (line.airMs > 0) {
      const { broadcasts, airMs } = byClass.get(line.class) ?? { broadcasts: 0, airMs: 0 };
      byClass.set(line.class, { broadcasts: broadcasts + 1, airMs: airMs + line.airMs });
    }
    for (const { id, name, households, reached } of line.hamlets) {
      const known = hamlets.get(id) ?? { id, name, broadcasts: 0, full: 0, partly: 0, none: 0 };
      const outcome = reached === 0 ? 'none' : reached === households ? 'full' : 'partly';
      // its latest name
      hamlets.set(id, { ...known, name, broadcasts: known.broadcasts + 1, [outcome]: known[outcome] + 1 });
    }
    for (const [reason, count] of Object.entries(line.missed)) {
      missed.set(reason as MissReason, (missed.get(reason as MissReason) ?? 0) + count);
    }
  }
  const sum = (pick: (line: LogLine) => number) => lines.reduce((total, line) => total + pick(line), 0);
  return {
    byClass: [...byClass].map(([kind, counts]) => ({ class: kind, ...counts })),
    silent: lines.filter(({ airMs }) => airMs === 0).length,
    hamlets: [...hamlets.values()],
    missed: [...missed].map(([reason, clusters]) => ({ reason, clusters })).sort((a, b) => b.clusters - a.clusters),
    clusters: sum(({ clusters }) => clusters),
    clustersReached: sum(({ clustersReached }) => clustersReached),
  };
}
