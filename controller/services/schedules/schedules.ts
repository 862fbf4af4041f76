import type { AreaId } from '@loa-lang/schemas/ids';
import { changed } from '../../domain/audit/changed.ts';
import { MAX_AHEAD_MS } from '../../domain/broadcasts/window.ts';
import type { RecurrenceNotice } from '../../domain/calendar/check/notice.ts';
import { withLocalMoments } from '../../domain/calendar/local-moments.ts';
import type { RecurrenceSpec } from '../../domain/calendar/recurrence-spec.ts';
import type { Caller } from '../../domain/people/person.ts';
import { inFolders, type Sight } from '../../domain/permissions/sight.ts';
import { sameDemand, sameSound, sameWish } from '../../domain/schedules/same.ts';
import { FREEZE_MS, type OccurrenceChange, type Schedule, type ScheduleId } from '../../domain/schedules/schedule.ts';
import { occurrenceOf, onceIn, withCarriedChanges } from '../../domain/schedules/times.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { Register } from '../../ports/register.ts';
import type { ScheduleQuery } from '../../ports/schedule-store.ts';
import { noteChange, unnoted } from '../audit/note-change.ts';
import type { BroadcastCancelling } from '../broadcasts/cancel-broadcast.ts';
import { refuseAbove } from '../people/caller.ts';
import type { Permissions } from '../people/permissions.ts';
import { found, Refusal, unless } from '../refusal.ts';
import type { Collisions, ScheduleCheck } from './check-schedule.ts';
import { followSaved, type SavingDeps } from './follow-saved.ts';
import { noteSchedule } from './note-schedule.ts';
import { refuseRecurrence, refuseRepeating } from './refuse-recurrence.ts';
import type { AskedConsent, NotSaved, Saved, ScheduleFields, WishedSchedule } from './schedule-asks.ts';

export interface ScheduleDeps extends SavingDeps {
  register: Register;
  check: ScheduleCheck;
  cancelling: BroadcastCancelling;
  permissions: Permissions;
  newId: () => string;
}

export class Schedules {
  readonly #deps: ScheduleDeps;

  constructor(deps: ScheduleDeps) {
    this.#deps = deps;
  }

  list = (query: Omit<ScheduleQuery, 'communeIds'>, sight: Sight): Promise<Schedule[]> =>
    this.#deps.schedules.list({ ...query, ...inFolders(sight) });

  async get(id: ScheduleId): Promise<Schedule> {
    return found(await this.#deps.schedules.find(id), 'schedule-unknown');
  }

  async create(wished: WishedSchedule, consent: AskedConsent, by: Caller): Promise<Saved | NotSaved> {
    const { communeId, kind, times, fields } = wished;
    const { newId, clock } = this.#deps;
    const zone = await this.#zoneOf(communeId);
    await this.#deps.permissions.require(by, 'schedule', [communeId]);
    refuseAbove(fields, by);
    const now = clock.now();
    if (times === undefined) throw new Refusal('schedule-start-missing');
    const recurrence =
      'inMs' in times ? onceIn(times.inMs, zone, now) : withLocalMoments({ ...times.recurrence, zone });
    refuseRepeating(kind, recurrence);
    const warnings = refuseRecurrence(recurrence);
    const schedule: Schedule = {
      ...fields,
      ...{ id: wished.id ?? newId(), communeId, kind, recurrence, name: tidyName(fields.name), version: 1 },
      ...{ changes: {}, paused: false, ruleReason: undefined, savedBy: by.personId },
      ...{ removedAt: undefined, createdAt: now, changedAt: now },
    };
    const made = wished.id === undefined ? undefined : await this.#deps.schedules.find(wished.id);
    if (made !== undefined) return this.#again(made, schedule);
    const checked = await this.#deps.check.check(schedule, { ...consent, knownReason: undefined }, by);
    if (checked.conflicts.length > 0 && !consent.acceptConflicts) return { saved: false, collisions: checked };
    const stored = await this.#deps.schedules.create({ ...schedule, ruleReason: checked.ruleReason });
    if (stored === 'taken') return this.#again(await this.get(schedule.id), schedule);
    noteSchedule(schedule);
    return this.#saved(schedule.id, checked, warnings);
  }

  /** What was asked for already: the answer had got lost. @throws Refusal when the same name stands for another wish */
  #again(made: Schedule, wished: Schedule): Promise<Saved> {
    noteChange({ areaId: made.communeId });
    if (made.version === 1 && !sameWish(made, wished)) throw new Refusal('idempotency-conflict');
    return this.#saved(made.id, undefined);
  }

  /** From the next occurrence on. @param version the one that was changed */
  async change(
    id: ScheduleId,
    version: number | undefined,
    fields: Partial<ScheduleFields> & { recurrence?: Omit<RecurrenceSpec, 'zone'> },
    consent: AskedConsent,
    by: Caller,
  ): Promise<Saved | NotSaved> {
    const before = await this.#changeable(id, version, by, 'must-say');
    const { recurrence: given, ...rest } = fields;
    const zone = await this.#zoneOf(before.communeId);
    const recurrence = given === undefined ? before.recurrence : withLocalMoments({ ...given, zone });
    refuseRepeating(before.kind, recurrence);
    const warnings = given === undefined ? [] : refuseRecurrence(recurrence);
    if (rest.level !== undefined || rest.class !== undefined) refuseAbove({ ...before, ...rest }, by);
    const next: Schedule = {
      ...{ ...before, ...rest, recurrence },
      ...(rest.name !== undefined && { name: tidyName(rest.name) }),
    };
    const saved = await this.#save(given === undefined ? next : withCarriedChanges(next), before, consent, by);
    return saved.saved ? { ...saved, warnings } : saved;
  }

  /** One occurrence otherwise than its rule has it; an empty change undoes that. */
  async changeOccurrence(
    id: ScheduleId,
    recurrenceId: string,
    version: number | undefined,
    change: OccurrenceChange,
    consent: AskedConsent,
    by: Caller,
  ): Promise<Saved | NotSaved> {
    const before = await this.#changeable(id, version, by, 'may-say');
    const now = this.#deps.clock.now();
    const byRule = found(occurrenceOf(before.recurrence, recurrenceId), 'occurrence-unknown');
    const startAt = before.changes[recurrenceId]?.startAt ?? byRule.startAt;
    if (startAt <= now + FREEZE_MS) throw new Refusal('occurrence-begun');
    if (change.startAt !== undefined && change.startAt <= now + FREEZE_MS) throw new Refusal('start-in-past');
    if (change.startAt !== undefined && change.startAt > now + MAX_AHEAD_MS) throw new Refusal('start-too-far');
    const { [recurrenceId]: _, ...others } = before.changes;
    const changes = Object.keys(change).length === 0 ? others : { ...others, [recurrenceId]: change };
    const next = { ...before, changes };
    if (change.skip === true) return this.#store(next, before, by, undefined);
    return this.#save(next, before, consent, by, recurrenceId);
  }

  /** Its coming occurrences are taken back. */
  async pause(id: ScheduleId, version: number | undefined, stop: boolean, by: Caller): Promise<Saved> {
    const before = await this.#changeable(id, version, by, 'may-say');
    return this.#stopped(before, { ...before, paused: true }, stop, by);
  }

  async resume(id: ScheduleId, version: number | undefined, consent: AskedConsent, by: Caller) {
    const before = await this.#changeable(id, version, by, 'may-say');
    return this.#save({ ...before, paused: false }, before, consent, by);
  }

  /** It can be brought back. */
  async remove(id: ScheduleId, version: number | undefined, stop: boolean, by: Caller): Promise<Saved> {
    const before = await this.#changeable(id, version, by, 'may-say');
    return this.#stopped(before, { ...before, removedAt: this.#deps.clock.now() }, stop, by);
  }

  /** As it was, whatever has come in its place meanwhile, which is told; twice is once. */
  async restore(id: ScheduleId, by: Caller): Promise<Saved> {
    const before = await this.get(id);
    await this.#deps.permissions.require(by, 'schedule', [before.communeId]);
    noteChange({ areaId: before.communeId });
    if (before.removedAt === undefined) return this.#saved(id, undefined);
    const next = { ...before, removedAt: undefined };
    const collisions = next.paused ? undefined : await this.#deps.check.told(next);
    return this.#store(next, before, by, collisions);
  }

  /** Paused: it would collide with what it is a copy of until somebody has changed it. */
  async copy(id: ScheduleId, name: string | undefined, by: Caller): Promise<Saved> {
    const { schedules, newId, clock } = this.#deps;
    const original = await this.get(id);
    await this.#deps.permissions.require(by, 'schedule', [original.communeId]);
    const now = clock.now();
    const copy: Schedule = {
      ...original,
      ...{ id: newId(), version: 1, paused: true, changes: {}, removedAt: undefined, createdAt: now, changedAt: now },
      ...{ name: tidyName(name ?? `${original.name} (bản sao)`), savedBy: by.personId, ruleReason: undefined },
    };
    await schedules.create(copy);
    noteSchedule(copy, { copyOf: id });
    return this.#saved(copy.id, undefined);
  }

  async #save(
    next: Schedule,
    before: Schedule,
    consent: AskedConsent,
    by: Caller,
    only?: string,
  ): Promise<Saved | NotSaved> {
    // what is only renamed need not be allowed anew, whatever the rules have become
    const isRenamed =
      only === undefined && !before.paused && consent.ruleReason === undefined && sameSound(next, before);
    if (next.paused || isRenamed) return this.#store(next, before, by, undefined);
    // a reason was given for what was asked then
    const knownReason = only === undefined && sameDemand(next, before) ? before.ruleReason : undefined;
    const checked = await this.#deps.check.check(next, { ...consent, knownReason }, by, only);
    if (checked.conflicts.length > 0 && !consent.acceptConflicts) return { saved: false, collisions: checked };
    const ruleReason = checked.ruleReason ?? (only === undefined ? undefined : before.ruleReason);
    return this.#store({ ...next, ruleReason }, before, by, checked);
  }

  async #store(next: Schedule, before: Schedule, by: Caller, collisions: Collisions | undefined): Promise<Saved> {
    const { schedules, clock } = this.#deps;
    const stored = { ...next, version: before.version, savedBy: by.personId, changedAt: clock.now() };
    if (!(await schedules.change(stored))) {
      throw new Refusal('schedule-changed', { version: (await this.get(next.id)).version });
    }
    noteChange({ areaId: next.communeId, ...changed(before, next, ['name']) });
    return this.#saved(next.id, collisions);
  }

  async #stopped(before: Schedule, next: Schedule, stop: boolean, by: Caller): Promise<Saved> {
    const saved = await this.#store(next, before, by, undefined);
    if (!stop || saved.onAir === undefined) return saved;
    // it may come to its end meanwhile
    const { id } = saved.onAir.broadcast;
    // the act is the schedule's, and says by itself that what sounds is to stop
    const stopped = await unnoted(() => unless('broadcast-over', this.#deps.cancelling.cancel(id, next.name)));
    const { broadcast } = stopped ?? saved.onAir;
    return { ...saved, onAir: { broadcast, outcome: stopped === undefined ? 'over' : 'stopped' } };
  }

  #saved = (id: ScheduleId, collisions: Collisions | undefined, warnings?: RecurrenceNotice[]): Promise<Saved> =>
    followSaved(this.#deps, id, collisions, warnings);

  async #changeable(
    id: ScheduleId,
    version: number | undefined,
    by: Caller,
    needed: 'must-say' | 'may-say',
  ): Promise<Schedule> {
    const schedule = await this.get(id);
    await this.#deps.permissions.require(by, 'schedule', [schedule.communeId]);
    if (schedule.removedAt !== undefined) throw new Refusal('schedule-removed');
    if (version === undefined && needed === 'must-say') throw new Refusal('schedule-version-missing');
    if (version !== undefined && version !== schedule.version) {
      throw new Refusal('schedule-changed', { version: schedule.version });
    }
    return schedule;
  }

  #zoneOf = async (communeId: AreaId): Promise<string> =>
    found(await this.#deps.register.areas.find(communeId), 'area-unknown').timeZone;
}
