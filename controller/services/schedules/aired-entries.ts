/** Broadcasts that a calendar shows; what is over and told whole is remembered until anything of it is another. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { asSeen } from '../../domain/broadcasts/as-seen.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import type { CalendarEntry } from '../../domain/schedules/calendar-entry.ts';
import type { CoverageFacts, CoverageMark } from '../../ports/coverage-facts.ts';
import { type BroadcastViews, seenIn } from '../broadcasts/view-broadcasts.ts';
import { keepLatest } from '../keep-latest.ts';
import { entryOfView } from './calendar-broadcasts.ts';

export interface AiredEntriesDeps {
  coverageFacts: CoverageFacts;
  views: Pick<BroadcastViews, 'of'>;
}

/** Some forty a day: no commune has as many. */
const MOST_BROADCASTS = 1500;
/** A month of some ten communes, a kilobyte each. */
const MOST_KEPT = 5000;

interface Kept {
  mark: string;
  entry: CalendarEntry;
}

export class AiredEntries {
  readonly #deps: AiredEntriesDeps;
  /** in the order in which they were last asked for */
  readonly #kept = new Map<string, Kept>();

  constructor(deps: AiredEntriesDeps) {
    this.#deps = deps;
  }

  /** What has begun in `[from, until)`, and single ones that are to come; in no order. */
  async of(
    { from, until }: { from: EpochMillis; until: EpochMillis },
    sight: Sight,
    now: EpochMillis,
  ): Promise<CalendarEntry[]> {
    const { coverageFacts, views } = this.#deps;
    const marks = await coverageFacts.marks({ ...seenIn(sight), from, until, limit: MOST_BROADCASTS });
    const seenBy = nameOf(sight);
    const known: CalendarEntry[] = [];
    const missing = new Map<string, CoverageMark>();
    for (const each of marks) {
      const key = `${each.id} ${seenBy}`;
      const kept = this.#kept.get(key);
      if (kept?.mark === each.mark) {
        this.#keep(key, kept);
        known.push(kept.entry);
      } else missing.set(each.id, each);
    }
    const isShown = ({ startAt, occurrence }: Broadcast) => startAt <= now || occurrence === undefined;
    const rows = missing.size === 0 ? [] : await coverageFacts.byIds([...missing.keys()]);
    const viewed = await views.of(rows.filter(isShown).map((row) => asSeen(row, sight)));
    const entries = viewed.map((view) => {
      const entry = entryOfView(view);
      const mark = missing.get(view.broadcast.id)?.mark;
      // the clock alone changes no more of it
      const isSettled = view.state === 'done' && view.coverage.complete;
      if (isSettled && mark !== undefined) this.#keep(`${entry.key} ${seenBy}`, { mark, entry });
      return entry;
    });
    return [...known, ...entries];
  }

  #keep(key: string, kept: Kept): void {
    keepLatest(this.#kept, key, kept, MOST_KEPT);
  }
}

/** The same for all who see the same. */
const nameOf = (sight: Sight): string =>
  sight === 'everything' ? '*' : [sight.within, sight.line].map((ids) => [...ids].sort().join()).join('/');
