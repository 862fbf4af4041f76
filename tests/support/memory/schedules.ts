/** Schedules, what is planned of them, the communes' rules and days off, in memory. */
import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
import type { Schedule } from '@loa-lang/controller/domain/schedules/schedule';
import type { Written } from '@loa-lang/controller/ports/register';
import type {
  CommuneRulesStore,
  DayOff,
  DayOffStore,
  NewOccurrence,
  OccurrenceRow,
  OccurrenceStore,
  ScheduleQuery,
  ScheduleStore,
  StoredRules,
} from '@loa-lang/controller/ports/schedule-store';
import type { CommuneRules } from '@loa-lang/schemas/http/commune-rules';
import { stored } from './broadcasts.ts';
import { type BroadcastRow, by, kept, type Tables } from './tables.ts';

export class MemorySchedules implements ScheduleStore {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  async create(schedule: Schedule): Promise<Written> {
    if (this.#tables.schedules.has(schedule.id)) return 'taken';
    this.#tables.schedules.set(schedule.id, kept(schedule));
    return 'written';
  }

  async find(id: string): Promise<Schedule | undefined> {
    return this.#tables.schedules.get(id);
  }

  async list({ communeId, removed = false }: ScheduleQuery): Promise<Schedule[]> {
    return [...this.#tables.schedules.values()]
      .filter((each) => (each.removedAt !== undefined) === removed)
      .filter((each) => communeId === undefined || each.communeId === communeId)
      .sort(by((each) => each.id));
  }

  async change(schedule: Schedule): Promise<boolean> {
    const { id, version } = schedule;
    if (this.#tables.schedules.get(id)?.version !== version) return false;
    this.#tables.schedules.set(id, kept({ ...schedule, version: version + 1 }));
    return true;
  }

  async owners(at: number): Promise<string[]> {
    const planned = [...this.#tables.broadcasts.values()]
      .filter((row) => row.withdrawn !== true && row.broadcast.cancelledAt === undefined && row.broadcast.startAt > at)
      .map((row) => row.broadcast.occurrence?.scheduleId);
    const owned = [...this.#tables.schedules.values()].filter(
      (each) => each.removedAt === undefined || planned.includes(each.id),
    );
    return [...new Set(owned.map((each) => each.communeId))].sort();
  }
}

export class MemoryOccurrences implements OccurrenceStore {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  async rows(communeId: string, endingAfter: number): Promise<OccurrenceRow[]> {
    return this.#planned(({ broadcast: { endsAt }, hashes }, { scheduleId }) => {
      const own = this.#tables.schedules.get(scheduleId)?.communeId === communeId;
      return own && hashes !== undefined && endsAt > endingAfter;
    }).map(
      ({ broadcast: { id, version, startAt, endsAt, cancelledAt, placements }, hashes, scheduleId, recurrenceId }) => ({
        ...{ id, version, startAt, endsAt, cancelledAt, scheduleId, recurrenceId },
        hashes: hashes ?? { wire: '', notes: '' },
        planIds: placements.map((placement) => placement.planId),
      }),
    );
  }

  async createAll(occurrences: readonly NewOccurrence[]): Promise<Set<string>> {
    const made = new Set<string>();
    for (const { broadcast, clusterIds, hashes } of occurrences) {
      const { scheduleId, recurrenceId } = broadcast.occurrence;
      const isTaken = this.#planned((_, of) => of.scheduleId === scheduleId && of.recurrenceId === recurrenceId);
      if (isTaken.length > 0) continue;
      const row = { broadcast: stored(broadcast), clusterIds: [...clusterIds], once: undefined, hashes };
      this.#tables.broadcasts.set(broadcast.id, row);
      made.add(broadcast.id);
    }
    return made;
  }

  async renew({ id, version }: OccurrenceRow, wanted: NewOccurrence, startingAfter: number): Promise<boolean> {
    const row = this.#tables.broadcasts.get(id);
    if (row === undefined || row.withdrawn || row.broadcast.version !== version) return false;
    if (row.broadcast.cancelledAt !== undefined || row.broadcast.startAt <= startingAfter) return false;
    const { createdAt } = row.broadcast;
    row.broadcast = stored({ ...wanted.broadcast, id, createdAt, version: version + 1 });
    row.clusterIds = [...wanted.clusterIds];
    row.hashes = wanted.hashes;
    return true;
  }

  async note({ id, version }: OccurrenceRow, { broadcast, hashes }: NewOccurrence): Promise<void> {
    const row = this.#tables.broadcasts.get(id);
    if (row?.broadcast.version !== version) return;
    const { skipped, leftOut, audience, title } = broadcast;
    row.broadcast = stored({ ...row.broadcast, skipped, leftOut, audience, title });
    row.hashes = hashes;
  }

  async withdraw(
    ids: readonly string[],
    at: number,
    { startingAfter, neverSentFrom }: { startingAfter: number; neverSentFrom: number },
    reason: string,
  ): Promise<Broadcast[]> {
    const gone: Broadcast[] = [];
    for (const id of ids) {
      const row = this.#tables.broadcasts.get(id);
      if (row === undefined || row.broadcast.cancelledAt !== undefined) continue;
      if (row.broadcast.startAt >= neverSentFrom) this.#tables.broadcasts.delete(id);
      else if (row.broadcast.startAt > startingAfter) {
        row.broadcast = kept({ ...row.broadcast, cancelledAt: at, cancelReason: reason });
        row.withdrawn = true;
        gone.push(row.broadcast);
      }
    }
    return gone;
  }

  async onAir(scheduleId: string, at: number): Promise<Broadcast[]> {
    const isOn = ({ cancelledAt, startAt, endsAt }: Broadcast) =>
      cancelledAt === undefined && startAt <= at && endsAt > at;
    return this.#planned((row, of) => of.scheduleId === scheduleId && isOn(row.broadcast)).map((row) => row.broadcast);
  }

  async taken(from: number, until: number): Promise<Set<string>> {
    const rows = this.#planned(({ broadcast }) => broadcast.startAt >= from && broadcast.startAt < until);
    return new Set(rows.map(({ scheduleId, recurrenceId }) => `${scheduleId}/${recurrenceId}`));
  }

  async single(clusterIds: readonly string[], from: number, until: number): Promise<Broadcast[]> {
    return [...this.#tables.broadcasts.values()]
      .filter(({ broadcast: b }) => b.occurrence === undefined && b.cancelledAt === undefined)
      .filter(({ broadcast: b }) => b.startAt < until && b.endsAt > from)
      .filter((row) => row.clusterIds.some((id) => clusterIds.includes(id)))
      .map((row) => row.broadcast)
      .sort(by((b) => b.startAt))
      .slice(0, 500);
  }

  /** Occurrences that were not taken back, soonest first. */
  #planned(wanted: (row: BroadcastRow, of: { scheduleId: string; recurrenceId: string }) => boolean) {
    const found: (BroadcastRow & { scheduleId: string; recurrenceId: string })[] = [];
    for (const row of this.#tables.broadcasts.values()) {
      const of = row.broadcast.occurrence;
      if (of !== undefined && row.withdrawn !== true && wanted(row, of)) found.push({ ...row, ...of });
    }
    return found.sort(by(({ broadcast }) => broadcast.startAt));
  }
}

export class MemoryRules implements CommuneRulesStore {
  readonly #rows = new Map<string, StoredRules>();

  async find(communeId: string): Promise<StoredRules | undefined> {
    return this.#rows.get(communeId);
  }

  async findAll(communeIds: readonly string[]): Promise<Map<string, CommuneRules>> {
    return new Map(
      communeIds.flatMap((id) => {
        const row = this.#rows.get(id);
        return row === undefined ? [] : [[id, row.rules] as const];
      }),
    );
  }

  async put(communeId: string, rules: CommuneRules, fromVersion: number, at: number): Promise<boolean> {
    if ((this.#rows.get(communeId)?.version ?? 0) !== fromVersion) return false;
    this.#rows.set(communeId, kept({ version: fromVersion + 1, rules, changedAt: at }));
    return true;
  }
}

export class MemoryDaysOff implements DayOffStore {
  readonly #rows = new Map<string, DayOff>();

  async of(communeId: string): Promise<DayOff[]> {
    return [...this.#rows.values()].filter((each) => each.communeId === communeId).sort(by((each) => each.day));
  }

  async put(day: DayOff): Promise<void> {
    this.#rows.set(`${day.communeId}/${day.day}`, kept(day));
  }

  async remove(communeId: string, day: string): Promise<boolean> {
    return this.#rows.delete(`${communeId}/${day}`);
  }
}
