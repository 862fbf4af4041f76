/** Schedules, what is planned of them, the communes' rules and days off. */
import type { CommuneRules } from '@loa-lang/schemas/http/commune-rules';
import type { AreaId, BroadcastId, BulletinId, ClusterId, PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import type { SourceBulletin } from '../domain/schedules/content.ts';
import type { PlannedRow, RowHashes } from '../domain/schedules/reconcile.ts';
import type { Schedule, ScheduleId } from '../domain/schedules/schedule.ts';
import type { Written } from './register.ts';

export interface ScheduleQuery {
  communeId?: AreaId;
  /** of any of these */
  communeIds?: readonly AreaId[];
  /** only removed ones instead of only the others */
  removed?: boolean;
}

export interface ScheduleStore {
  /** @returns whether it is new, or its id is taken and nothing was stored */
  create(schedule: Schedule): Promise<Written>;
  /** removed ones too */
  find(id: ScheduleId): Promise<Schedule | undefined>;
  /** oldest first */
  list(query: ScheduleQuery): Promise<Schedule[]>;
  /** As the version after `schedule.version`. @returns false when it is not this version any more */
  change(schedule: Schedule): Promise<boolean>;
  /** areas that have schedules, or broadcasts planned of some that begin after the instant */
  owners(at: EpochMillis): Promise<AreaId[]>;
}

export interface OccurrenceRow extends PlannedRow {
  scheduleId: ScheduleId;
  endsAt: EpochMillis;
  planIds: PlanId[];
}

export interface NewOccurrence {
  broadcast: Broadcast & { occurrence: NonNullable<Broadcast['occurrence']> };
  clusterIds: readonly ClusterId[];
  hashes: RowHashes;
}

export interface OccurrenceStore {
  /** of all schedules of an area, ending after the instant, taken back ones left out */
  rows(communeId: AreaId, endingAfter: EpochMillis): Promise<OccurrenceRow[]>;
  /** Each occurrence once, whoever else plans it. @returns the ids of those that were */
  createAll(occurrences: readonly NewOccurrence[]): Promise<Set<BroadcastId>>;
  /** As the next version. @returns false when it is not that version any more, was stopped, or starts by the instant */
  renew(row: OccurrenceRow, wanted: NewOccurrence, startingAfter: EpochMillis): Promise<boolean>;
  /** What only people read. */
  note(row: OccurrenceRow, wanted: NewOccurrence): Promise<void>;
  /**
   * Their occurrences may be planned anew. What starts at `neverSentFrom` or later was in no plan yet, so nothing of it
   * is kept. @returns those that had not begun and that devices must be told of, as they then are
   */
  withdraw(
    ids: readonly BroadcastId[],
    at: EpochMillis,
    bounds: { startingAfter: EpochMillis; neverSentFrom: EpochMillis },
    reason: string,
  ): Promise<Broadcast[]>;
  /** begun and not over, not stopped */
  onAir(scheduleId: ScheduleId, at: EpochMillis): Promise<Broadcast[]>;
  /** `scheduleId/recurrenceId` of what was planned to start in [from, until), stopped ones included */
  taken(from: EpochMillis, until: EpochMillis): Promise<Set<string>>;
  /** single broadcasts that are not of schedules, not stopped, touching [from, until) */
  single(clusterIds: readonly ClusterId[], from: EpochMillis, until: EpochMillis): Promise<Broadcast[]>;
}

/** Bulletins as programmes see them. */
export interface ProgrammeBulletins {
  byIds(ids: readonly BulletinId[]): Promise<SourceBulletin[]>;
  /** valid at the instant, newest first, so many at most of each */
  ofCategories(
    communeId: AreaId,
    categories: readonly string[],
    validAt: EpochMillis,
  ): Promise<Map<string, SourceBulletin[]>>;
  /** the Vietnamese texts of these bulletins, where they have one */
  texts(ids: readonly BulletinId[]): Promise<Map<BulletinId, string>>;
}

export interface StoredRules {
  version: number;
  rules: CommuneRules;
  changedAt: EpochMillis;
}

export interface CommuneRulesStore {
  find(communeId: AreaId): Promise<StoredRules | undefined>;
  /** of those that have some */
  findAll(communeIds: readonly AreaId[]): Promise<Map<AreaId, CommuneRules>>;
  /** @param fromVersion 0 for the first. @returns false when it is not this version any more */
  put(communeId: AreaId, rules: CommuneRules, fromVersion: number, at: EpochMillis): Promise<boolean>;
}

export interface DayOff {
  communeId: AreaId;
  /** YYYY-MM-DD in the commune's zone */
  day: string;
  name: string;
}

export interface DayOffStore {
  of(communeId: AreaId): Promise<DayOff[]>;
  put(day: DayOff): Promise<void>;
  remove(communeId: AreaId, day: string): Promise<boolean>;
}
