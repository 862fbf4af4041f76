/** What a month came to. */
import type { MissReason } from '@loa-lang/schemas/programme-log/words';
import type { Millis } from '@loa-lang/schemas/units';
import type { BroadcastClass } from '@loa-lang/schemas/wire/plan';
import { type LogLine, STATION_SOUND, type WrittenLine } from './log-line.ts';

export interface MonthStatistics {
  /** that sounded, and their time on air, by class */
  byClass: { class: BroadcastClass; broadcasts: number; airMs: Millis }[];
  /** bulletins and relays that sounded, and their time on air, by the commune's own word for them; most minutes first */
  byCategory: { category: string | undefined; items: number; airMs: Millis }[];
  /** by who made them, for what authors are paid (nhuận bút); most minutes first */
  byAuthor: { author: string | undefined; broadcasts: number; items: number; airMs: Millis }[];
  /** written by hand: beside all other numbers, which are what devices reported */
  written: { entries: number; airMs: Millis };
  /** that sounded nowhere, and of which nothing is awaited any more */
  silent: number;
  /** by hamlet: what was meant for it, what reached all of its households, some, or none */
  hamlets: { id: string; name: string; broadcasts: number; full: number; partly: number; none: number }[];
  /** clusters that were not reached, over all broadcasts, by reason; most frequent first */
  missed: { reason: MissReason; clusters: number }[];
  /** clusters that were meant, over all broadcasts, and those that were reached */
  clusters: number;
  clustersReached: number;
}

/** Adds up by a name, most minutes first. */
class Sums<Key> {
  readonly #sums = new Map<Key, { broadcasts: number; items: number; airMs: Millis }>();

  add(key: Key, more: { broadcasts?: number; items?: number; airMs?: Millis }): void {
    const { broadcasts, items, airMs } = this.#sums.get(key) ?? { broadcasts: 0, items: 0, airMs: 0 };
    const sum = { broadcasts: broadcasts + (more.broadcasts ?? 0), items: items + (more.items ?? 0) };
    this.#sums.set(key, { ...sum, airMs: airMs + (more.airMs ?? 0) });
  }

  get sorted() {
    return [...this.#sums].sort(([, a], [, b]) => b.airMs - a.airMs);
  }
}

export function monthStatistics(lines: readonly LogLine[], written: readonly WrittenLine[]): MonthStatistics {
  const byCategory = new Sums<string | undefined>();
  const byAuthor = new Sums<string | undefined>();
  const byClass = new Map<BroadcastClass, { broadcasts: number; airMs: Millis }>();
  const hamlets = new Map<string, MonthStatistics['hamlets'][number]>();
  const missed = new Map<MissReason, number>();
  for (const line of lines) {
    if (line.airMs > 0) {
      const { broadcasts, airMs } = byClass.get(line.class) ?? { broadcasts: 0, airMs: 0 };
      byClass.set(line.class, { broadcasts: broadcasts + 1, airMs: airMs + line.airMs });
      byAuthor.add(line.madeBy, { broadcasts: 1, airMs: line.airMs });
    }
    const items = line.items.filter((item) => item.airMs > 0);
    for (const { category, airMs } of items) {
      byCategory.add(category, { items: 1, airMs });
      if (category !== STATION_SOUND) byAuthor.add(line.madeBy, { items: 1 });
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
  const entries = written.filter(({ kind }) => kind === 'entry');
  const sum = (pick: (line: LogLine) => number) => lines.reduce((total, line) => total + pick(line), 0);
  return {
    byClass: [...byClass].map(([kind, counts]) => ({ class: kind, ...counts })),
    byCategory: byCategory.sorted.map(([category, { items, airMs }]) => ({ category, items, airMs })),
    byAuthor: byAuthor.sorted.map(([author, sums]) => ({ author, ...sums })),
    written: {
      entries: entries.length,
      airMs: entries.reduce((total, { line }) => total + line.endAt - line.startAt, 0),
    },
    silent: lines.filter(({ airMs, pending }) => airMs === 0 && pending === 0).length,
    hamlets: [...hamlets.values()],
    missed: [...missed].map(([reason, clusters]) => ({ reason, clusters })).sort((a, b) => b.clusters - a.clusters),
    clusters: sum(({ clusters }) => clusters),
    clustersReached: sum(({ clustersReached }) => clustersReached),
  };
}
