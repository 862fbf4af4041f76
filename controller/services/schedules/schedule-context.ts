/** Everything that decides what the schedules of an area are to play, read together. */
import type { AreaId, BulletinId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type Binding, type BoundTimes, covers } from '../../domain/approval/binding.ts';
import { communeOf, lineage, type Territory } from '../../domain/areas/territory.ts';
import { canonicalText } from '../../domain/calendar/canonical-text.ts';
import { occurrences } from '../../domain/calendar/occurrences.ts';
import { type PlacedWithin, placingWithin } from '../../domain/placement/placement.ts';
import type { ProgrammeSources, SourceBulletin } from '../../domain/schedules/content.ts';
import type { OccurrenceContext } from '../../domain/schedules/plan-occurrence.ts';
import { isActive, occurrenceSubject, type Schedule } from '../../domain/schedules/schedule.ts';
import { type Slot, slotsOf } from '../../domain/schedules/slots.ts';
import { stationSoundId, stationSoundOf } from '../../domain/schedules/station-sound.ts';
import type { RelaySource } from '../../domain/streams/relay-source.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Register } from '../../ports/register.ts';
import type { RelaySourceStore } from '../../ports/relay-source-store.ts';
import type { CommuneRulesStore, DayOffStore, ProgrammeBulletins } from '../../ports/schedule-store.ts';
import type { Approvals } from '../approval/approvals.ts';
import { found } from '../refusal.ts';
import { type AreaRules, rulesOfArea } from '../rules/rules-of-area.ts';
import { sourcesNamed } from './relay-parts.ts';

export interface ContextDeps {
  register: Register;
  programmeBulletins: ProgrammeBulletins;
  relaySources: Pick<RelaySourceStore, 'find'>;
  communeRules: CommuneRulesStore;
  daysOff: DayOffStore;
  approvals: Pick<Approvals, 'effectiveOf'>;
  clock: Clock;
}

/** Nothing is planned of it any more. */
function isLongPast(recurrenceId: string, startAt: EpochMillis | undefined, now: EpochMillis): boolean {
  const day = recurrenceId.replace(/^(\d{4})(\d{2})(\d{2}).*$/, '$1-$2-$3');
  return (startAt ?? Date.parse(`${day}T00:00:00Z`)) < now - 3 * 24 * 3600_000;
}

/** Programmes of a schedule: its own, and those of single occurrences. */
const programmesOf = ({ programme, changes }: Schedule) => [
  programme,
  ...Object.values(changes).flatMap((change) => (change.programme === undefined ? [] : [change.programme])),
];

export class ScheduleContexts {
  readonly #deps: ContextDeps;

  constructor(deps: ContextDeps) {
    this.#deps = deps;
  }

  /**
   * @param schedules of this area; only what they name is read
   * @param clusterIds of other places, that are asked for as well
   */
  async read(
    communeId: AreaId,
    schedules: readonly Schedule[],
    clusterIds: readonly ClusterId[] = [],
  ): Promise<ScheduleContext> {
    const { register, programmeBulletins, relaySources, communeRules, daysOff, approvals, clock } = this.#deps;
    const now = clock.now();
    const parts = schedules.flatMap(programmesOf).flat();
    const ids = new Set<BulletinId>();
    const categories = new Set<string>();
    for (const part of parts) {
      const sound = stationSoundOf(part);
      if (part.kind === 'bulletin') ids.add(part.bulletinId);
      if (part.kind === 'playlist') categories.add(part.category);
      if (sound !== undefined) ids.add(stationSoundId(communeId, sound));
    }
    const asked = {
      clusterIds: [...clusterIds, ...schedules.flatMap(({ requested }) => requested.clusterIds)],
      groupIds: schedules.flatMap(({ requested }) => requested.groupIds),
    };
    const territory = await register.reader.near(communeId, asked);
    const [area, rules, off, named, playlists, relays] = await Promise.all([
      register.areas.find(communeId),
      rulesOfArea(communeId, territory, communeRules),
      daysOff.of(communeOf(territory.areas, communeId) ?? communeId),
      programmeBulletins.byIds([...ids]),
      programmeBulletins.ofCategories(communeId, [...categories], now),
      relaySources.find(schedules.flatMap(sourcesNamed)),
    ]);
    const subjects = schedules
      .filter(isActive)
      .flatMap(({ id, changes }) => [
        id,
        ...Object.entries(changes).flatMap(([recurrenceId, change]) =>
          change.skip === true || isLongPast(recurrenceId, change.startAt, now)
            ? []
            : [occurrenceSubject(id, recurrenceId)],
        ),
      ]);
    return new ScheduleContext({
      communeId,
      territory,
      zone: found(area, 'area-unknown').timeZone,
      rules,
      daysOff: new Set(off.map(({ day }) => day)),
      bulletins: new Map(named.map((bulletin) => [bulletin.id, bulletin])),
      playlists,
      relays: relays.filter(isUsableIn(lineage(territory.areas, communeId))),
      bindings: await approvals.effectiveOf('schedule', subjects),
      now,
    });
  }
}

/** Of the own area, or of one above it. */
const isUsableIn =
  (line: readonly AreaId[]) =>
  ({ areaId, removedAt }: RelaySource): boolean =>
    removedAt === undefined && line.includes(areaId);

interface Read {
  communeId: AreaId;
  territory: Territory;
  zone: string;
  rules: AreaRules;
  daysOff: ReadonlySet<string>;
  bulletins: ReadonlyMap<BulletinId, SourceBulletin>;
  playlists: ReadonlyMap<string, readonly SourceBulletin[]>;
  relays: readonly RelaySource[];
  bindings: ReadonlyMap<string, readonly Binding[]>;
  now: EpochMillis;
}

/** Of a playlist more is bound than it plays: what follows when one of them expires is approved as well. */
const SPARE_ITEMS = 20;

export class ScheduleContext {
  readonly #read: Read;
  readonly place: (requested: Schedule['requested']) => PlacedWithin;

  constructor(read: Read) {
    this.#read = read;
    this.place = placingWithin(read.territory, read.communeId);
  }

  get territory(): Territory {
    return this.#read.territory;
  }
  get zone(): string {
    return this.#read.zone;
  }
  get rules(): AreaRules {
    return this.#read.rules;
  }
  get daysOff(): ReadonlySet<string> {
    return this.#read.daysOff;
  }
  /** those that the schedules name and that may be used there */
  get relays(): readonly RelaySource[] {
    return this.#read.relays;
  }
  get now(): EpochMillis {
    return this.#read.now;
  }

  slots(schedule: Schedule, from: EpochMillis, aheadMs: Millis): Slot[] {
    const until = from + aheadMs;
    return slotsOf(schedule, occurrences(schedule.recurrence, { from, until }, this.#read.daysOff), from, until);
  }

  /** For one occurrence: what is approved for it, by the schedule or by itself. */
  occurrence(schedule: Schedule, slot: Slot): OccurrenceContext {
    const approved = [
      ...(this.#read.bindings.get(schedule.id) ?? []),
      ...(this.#read.bindings.get(occurrenceSubject(schedule.id, slot.recurrenceId)) ?? []),
    ];
    const times = timesOf(schedule, slot);
    const targets = schedule.requested;
    // by asset: a programme may have hundreds, a schedule thousands of occurrences
    const covering = approved.filter((binding) => covers(binding, { assets: [], targets, times }));
    const allowed = new Set(covering.flatMap((binding) => [...binding.assets]));
    const isApproved = (assets: readonly string[]) => covering.length > 0 && assets.every((id) => allowed.has(id));
    return this.#occurrenceContext(isApproved);
  }

  /** As if everything were approved: for conflicts, which are told before anybody approves. */
  unrestricted(): OccurrenceContext {
    return this.#occurrenceContext(() => true);
  }

  #occurrenceContext(isApproved: ProgrammeSources['isApproved']): OccurrenceContext {
    const { communeId, territory, zone, rules, bulletins, playlists, relays } = this.#read;
    const ofCategory = (category: string) => playlists.get(category) ?? [];
    return {
      territory,
      place: this.place,
      zone,
      quiet: rules.quiet,
      sources: { communeId, bulletins, ofCategory, isApproved, relays: new Map(relays.map((each) => [each.id, each])) },
    };
  }

  bulletin(id: BulletinId): SourceBulletin | undefined {
    return this.#read.bulletins.get(id);
  }

  /** What somebody has to approve so that a programme plays whole; `undefined` while none of it is ready. */
  wantedBinding(schedule: Schedule, programme: Schedule['programme'], times: BoundTimes): Binding | undefined {
    const { communeId, bulletins, playlists, now } = this.#read;
    const valid = ({ validUntil }: SourceBulletin) => validUntil === undefined || validUntil > now;
    const sources = programme.flatMap((part): SourceBulletin[] => {
      if (part.kind === 'relay') return [];
      if (part.kind === 'playlist') {
        return (playlists.get(part.category) ?? []).slice(0, (part.maxItems ?? 0) + SPARE_ITEMS);
      }
      const sound = stationSoundOf(part);
      const id = part.kind === 'bulletin' ? part.bulletinId : stationSoundId(communeId, sound ?? 'words');
      const bulletin = bulletins.get(id);
      return bulletin === undefined ? [] : [bulletin];
    });
    const assets = sources.filter(valid).flatMap(({ versions }) => versions.map((version) => version.assetId));
    const isRelay = programme.some((part) => part.kind === 'relay');
    if (assets.length === 0 && !isRelay) return undefined;
    return { assets: [...new Set(assets)].sort(), targets: schedule.requested, times };
  }

  /** Whether all of a binding is approved already. */
  isCovered(subject: string, wanted: Binding): boolean {
    const approved = (this.#read.bindings.get(subject) ?? []).filter((each) => covers(each, { ...wanted, assets: [] }));
    return (
      approved.length > 0 && wanted.assets.every((assetId) => approved.some(({ assets }) => assets.includes(assetId)))
    );
  }
}

/** A moved occurrence is not at the time that the rule was approved for. */
export const timesOf = (schedule: Pick<Schedule, 'recurrence'>, slot: Pick<Slot, 'moved' | 'startAt'>): BoundTimes =>
  slot.moved ? { once: slot.startAt } : { rule: canonicalText(schedule.recurrence) };
