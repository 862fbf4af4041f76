/** Sessions and their timetable: made, edited, moved, paused, removed, brought back; days off; what comes of approval. */
import type { ProgrammePart } from '@loa-lang/schemas/http/schedules';
import { DAY, HOUR, type Instant, lengthOf, MINUTE, SECOND } from '../model.ts';
import {
  clockOf,
  dateOf,
  isOn,
  occurrenceId,
  type PaperPart,
  type PaperSchedule,
  type PaperTimes,
  startOn,
} from '../paper.ts';
import { APPROVER, OFFICER } from '../sim-world.ts';
import { CROWD, type Script } from './script.ts';

const CONSENT = { acceptConflicts: true, ruleReason: undefined };
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
/** Nothing is edited so close to a start: whether it still counts is then a matter of a second. */
const CLEAR = 12 * SECOND;

export class Sessions {
  readonly #script: Script;
  readonly #taken = new Set<Instant>();

  constructor(script: Script) {
    this.#script = script;
    const { every, act } = { every: script.every.bind(script), act: script.act.bind(script) };
    for (const [i, hour] of [5, 11, 17, 17, 11].entries()) {
      act((60 + 30 * i) * SECOND, 'a session is made', () => this.#create(hour));
    }
    act(10 * MINUTE, 'approvals', () => this.#decide(1));
    every(2 * HOUR, 3 * HOUR, 12 * HOUR, 'approvals', () => this.#decide(0.85));
    every(5 * HOUR, 4 * HOUR, 20 * HOUR, 'a session is edited', () => this.#edit());
    every(8 * HOUR, 6 * HOUR, 40 * HOUR, 'one occurrence is changed', () => this.#changeOne());
    every(DAY, DAY, 4 * DAY, 'paused or resumed', () => this.#pause());
    every(2 * DAY, 2 * DAY, 8 * DAY, 'removed or restored', () => this.#remove());
    every(DAY, DAY, 5 * DAY, 'a day off', () => this.#dayOff());
    every(3 * DAY, 3 * DAY, 9 * DAY, 'another session is made', () => this.#create(script.pick([6, 12, 18])));
  }

  get #schedules() {
    return this.#script.world.controller.useCases.schedules;
  }

  async #create(hour: number): Promise<void> {
    const { pick, chance, paper } = this.#script;
    const kind = pick(['scheduled', 'scheduled', 'scheduled', 'relay', 'priority', 'urgent'] as const);
    const times = this.#times(hour);
    const parts = this.#parts();
    const { requested, clusters } = this.#script.targets();
    const targets = JSON.stringify(requested);
    const window = lengthOf({ parts }) + (chance(0.5) ? this.#script.span(0, 90 * SECOND) : 20 * MINUTE);
    const draft = { class: kind, times, window, parts, targets, clusters, paused: false, removed: false };
    const isOnce = 'every' in times.on && times.endDay === times.startDay;
    const fields = { ...fieldsOf(draft), requested, name: `buổi ${hour}`, gainDb: 0 };
    const recurrence = recurrenceOf(times, isOnce);
    const { commune } = this.#script.world.places;
    const asked = isOnce ? ('one-off' as const) : ('session' as const);
    const wanted = paper.refusalOf({ ...draft, id: '', changes: new Map(), savedAt: 0 }, this.#script.now);
    const work = this.#schedules.create(
      { communeId: commune, kind: asked, times: { recurrence }, fields },
      CONSENT,
      OFFICER,
    );
    const refused = await this.#script.refusalOf(work);
    this.#script.expect('making a session', refused, wanted);
    if (refused !== undefined) return;
    const { schedule } = (await work) as Extract<Awaited<typeof work>, { saved: true }>;
    const { id } = schedule;
    paper.schedules.set(id, { ...draft, id, changes: new Map(), savedAt: this.#script.now });
    paper.settle(this.#script.now);
  }

  async #edit(): Promise<void> {
    const { pick, chance, whole } = this.#script;
    const schedule = this.#any((each) => !each.removed);
    if (schedule === undefined) return;
    const next: PaperSchedule = { ...schedule, changes: new Map(schedule.changes) };
    const what = pick(['parts', 'parts', 'parts', 'targets', 'time', 'days', 'window'] as const);
    const fields: Record<string, unknown> = {};
    const isOnce = 'every' in schedule.times.on && schedule.times.endDay === schedule.times.startDay;
    if (what === 'parts') {
      next.parts = this.#editedParts(schedule.parts);
      if (lengthOf(next) > next.window) next.window = lengthOf(next) + whole(0, 60) * SECOND;
      Object.assign(fields, { programme: programmeOf(next.parts), windowMs: next.window });
    }
    if (what === 'window') {
      next.window = lengthOf(next) + (chance(0.5) ? whole(0, 60) * SECOND : 15 * MINUTE);
      // single occurrences with a programme of their own must still fit
      const longest = Math.max(0, ...[...next.changes.values()].map((each) => lengthOf({ parts: each.parts ?? [] })));
      next.window = Math.max(next.window, longest);
      Object.assign(fields, { windowMs: next.window });
    }
    if (what === 'targets') {
      const { requested, clusters } = this.#script.targets();
      Object.assign(next, { targets: JSON.stringify(requested), clusters });
      Object.assign(fields, { requested });
    }
    if (what === 'time' || what === 'days') {
      if (isOnce || this.#wasStopped(schedule)) return;
      next.times = what === 'time' ? this.#otherTime(schedule.times) : { ...schedule.times, on: this.#days() };
      // what was said of a day holds for whatever this day now has
      next.changes = new Map([...next.changes].filter(([day]) => isOn(next.times, day)));
      Object.assign(fields, { recurrence: recurrenceOf(next.times, false) });
    }
    const wanted = isSame(schedule, next) ? undefined : this.#script.paper.refusalOf(next, this.#script.now);
    const act = (version: number) => this.#schedules.change(schedule.id, version, fields, CONSENT, OFFICER);
    await this.#save(schedule, next, act, wanted);
  }

  async #changeOne(): Promise<void> {
    const { pick, span, now } = this.#script;
    const schedule = this.#any((each) => !each.removed && !each.paused);
    if (schedule === undefined) return;
    const today = Math.floor(now / DAY);
    const days = Array.from({ length: 6 }, (_, i) => today + i).filter((day) => {
      const startAt = schedule.changes.get(day)?.startAt ?? startOn(schedule.times, day);
      return isOn(schedule.times, day) && startAt > now + CLEAR && !this.#isOff(schedule, day);
    });
    if (days.length === 0) return;
    const day = pick(days);
    const what = pick(['skip', 'move', 'programme', 'undo'] as const);
    const change: { skip?: true; startAt?: Instant; parts?: PaperPart[] } = {};
    if (what === 'skip') change.skip = true;
    if (what === 'move') change.startAt = this.#free(day * DAY + pick([5, 11, 17]) * HOUR + span(0, CROWD));
    if (change.startAt !== undefined && change.startAt <= now + CLEAR) return;
    if (what === 'programme') {
      change.parts = this.#editedParts(schedule.parts);
      if (lengthOf({ parts: change.parts }) > schedule.window) return;
    }
    if (what === 'undo' && startOn(schedule.times, day) <= now + CLEAR) return;
    const next = { ...schedule, changes: new Map(schedule.changes) };
    if (what === 'undo') next.changes.delete(day);
    else next.changes.set(day, change);
    const { skip, startAt, parts } = change;
    const asked = {
      ...(skip && { skip }),
      ...(startAt !== undefined && { startAt: this.#script.world.epoch(startAt) }),
      ...(parts && { programme: programmeOf(parts) }),
    };
    const id = occurrenceId(schedule.times, day);
    await this.#save(schedule, next, (version) =>
      this.#schedules.changeOccurrence(schedule.id, id, version, asked, CONSENT, OFFICER),
    );
  }

  async #pause(): Promise<void> {
    const schedule = this.#any((each) => !each.removed);
    if (schedule === undefined) return;
    const next = { ...schedule, paused: !schedule.paused };
    const stop = this.#script.chance(0.3);
    const act = (version: number) =>
      next.paused
        ? this.#schedules.pause(schedule.id, version, stop, OFFICER)
        : this.#schedules.resume(schedule.id, version, CONSENT, OFFICER);
    await this.#save(schedule, next, act, this.#script.paper.refusalOf(next, this.#script.now));
    if (next.paused && stop) this.#stopOnAir(schedule);
  }

  async #remove(): Promise<void> {
    const schedule = this.#any(() => true);
    if (schedule === undefined) return;
    const next = { ...schedule, removed: !schedule.removed };
    const stop = this.#script.chance(0.3);
    await this.#save(schedule, next, (version) =>
      next.removed
        ? this.#schedules.remove(schedule.id, version, stop, OFFICER)
        : this.#schedules.restore(schedule.id, OFFICER),
    );
    if (next.removed && stop) this.#stopOnAir(schedule);
  }

  async #dayOff(): Promise<void> {
    const { paper, pick, whole, now, world } = this.#script;
    const { daysOff } = world.controller.useCases;
    const known = [...paper.daysOff].filter((day) => day * DAY > now + DAY);
    const isOver = known.length > 0 && this.#script.chance(0.3);
    const day = isOver ? pick(known) : Math.floor(now / DAY) + whole(1, 5);
    if (isOver) await daysOff.remove(world.places.commune, dateOf(day), OFFICER);
    else await daysOff.put({ communeId: world.places.commune, day: dateOf(day), name: 'nghỉ' }, OFFICER);
    if (isOver) paper.daysOff.delete(day);
    else paper.daysOff.add(day);
    paper.settle(this.#script.now);
  }

  /** The approver goes through what waits; what is left over waits for the next time. */
  async #decide(share: number): Promise<void> {
    const { world, paper, chance } = this.#script;
    const { materialiser, deciding } = world.controller.useCases;
    await materialiser.run(world.places.commune);
    paper.settle(this.#script.now);
    const waiting = await world.controller.stores.approvals.list({ states: ['submitted'], limit: 1000 });
    const ofSchedules = waiting.filter((each) => each.subjectKind === 'schedule');
    this.#script.expect('waiting for approval', ofSchedules.map((each) => each.subjectId).sort(), paper.waiting);
    for (const { id, subjectId, bindingHash } of ofSchedules) {
      if (!chance(share)) continue;
      const verdict = share < 1 && chance(0.12) ? ('returned' as const) : ('approved' as const);
      await deciding.decide(id, { bindingHash, verdict, reason: 'thử' }, APPROVER);
      if (verdict === 'approved') paper.approve(subjectId);
      else paper.returnIt(subjectId, this.#script.now);
      paper.settle(this.#script.now);
    }
  }

  async #save(
    before: PaperSchedule,
    next: PaperSchedule,
    act: (version: number) => Promise<{ saved: boolean }>,
    wanted?: string,
  ): Promise<void> {
    if (this.#isNear(before)) return;
    const version = (await this.#schedules.get(before.id)).version;
    const saved: { result?: { saved: boolean } } = {};
    const refused = await this.#script.refusalOf(
      act(version).then((result) => {
        saved.result = result;
      }),
    );
    this.#script.expect(`saving ${before.id}`, [refused, saved.result?.saved], [wanted, wanted ? undefined : true]);
    // it stays as it was
    if (refused !== undefined) return;
    this.#script.paper.schedules.set(next.id, { ...next, savedAt: this.#script.now });
    this.#script.paper.settle(this.#script.now);
  }

  #stopOnAir({ id, clusters: _ }: PaperSchedule): void {
    const { paper, now } = this.#script;
    for (const { key } of paper.airings) {
      const airing = key.startsWith(`${id}/`) ? paper.now(key) : undefined;
      if (airing !== undefined && airing.startAt <= now && now < airing.endsAt) paper.stop(key, now, airing.clusters);
    }
  }

  #any(fits: (schedule: PaperSchedule) => boolean): PaperSchedule | undefined {
    const rows = [...this.#script.paper.schedules.values()].filter(fits);
    return rows.length === 0 ? undefined : this.#script.pick(rows);
  }

  #isNear({ id }: PaperSchedule): boolean {
    const { paper, now } = this.#script;
    return paper.airings.some(({ key }) => {
      const startAt = key.startsWith(`${id}/`) ? paper.now(key)?.startAt : undefined;
      return startAt !== undefined && Math.abs(startAt - now) < CLEAR;
    });
  }

  #wasStopped({ id }: PaperSchedule): boolean {
    const since = Math.floor(this.#script.now / DAY) * DAY;
    return this.#script.paper.airings.some(
      ({ key, stops, versions }) =>
        key.startsWith(`${id}/`) && stops.length > 0 && versions.some(({ airing }) => (airing?.endsAt ?? 0) >= since),
    );
  }

  #isOff({ times }: PaperSchedule, day: number): boolean {
    return times.skipDaysOff && this.#script.paper.daysOff.has(day);
  }

  #times(hour: number): PaperTimes {
    const { chance, whole, now } = this.#script;
    const startDay = Math.floor(now / DAY) + whole(0, 1);
    const time = this.#time(hour);
    if (chance(0.12)) {
      const day = startDay + whole(1, 3);
      return { startDay: day, endDay: day, time, on: { every: 1 }, except: [], skipDaysOff: false };
    }
    const seasonFrom = startDay + whole(3, 12);
    const season = { from: seasonFrom, to: seasonFrom + whole(2, 8), time: this.#time(hour + 1) };
    const on = this.#days();
    return {
      ...{ startDay, time, on, skipDaysOff: chance(0.6) },
      endDay: chance(0.3) ? startDay + whole(5, 25) : undefined,
      except: chance(0.2) && 'every' in on && on.every === 1 ? [startDay + whole(2, 9)] : [],
      season: chance(0.25) && season.to <= 30 ? season : undefined,
    };
  }

  #days(): PaperTimes['on'] {
    const { chance, pick, whole } = this.#script;
    if (chance(0.5)) return { every: 1 };
    if (chance(0.3)) return { every: whole(2, 3) };
    if (chance(0.15)) return { lunar: [1, 15] };
    return {
      weekdays: pick([
        [1, 2, 3, 4, 5],
        [1, 3, 5],
        [0, 6],
        [2, 4, 6],
      ]),
    };
  }

  #otherTime(times: PaperTimes): PaperTimes {
    // also to a later one of the same day, when it has been heard already
    const hour = this.#script.pick([Math.floor(times.time / HOUR), 11, 17]);
    return { ...times, time: this.#time(hour), season: undefined, except: [] };
  }

  #time = (hour: number): Instant => this.#free(hour * HOUR + this.#script.span(0, CROWD)) % DAY;

  /** A second of the day at which nothing else of a timetable begins. */
  #free(at: Instant): Instant {
    let free = at;
    while (this.#taken.has(free % DAY)) free += SECOND;
    this.#taken.add(free % DAY);
    return free;
  }

  #parts(): PaperPart[] {
    const { whole } = this.#script;
    return Array.from({ length: whole(1, 4) }, () => this.#part());
  }

  #part(): PaperPart {
    const { chance, whole, now, world } = this.#script;
    const validUntil = chance(0.15) ? now + whole(1, 6) * DAY : undefined;
    // some long enough for a device that comes back in the middle to be heard
    const length = chance(0.15) ? whole(60, 240) : whole(5, 30);
    return { ...world.bulletin(length * SECOND, validUntil), validUntil };
  }

  #editedParts(parts: readonly PaperPart[]): PaperPart[] {
    const { pick, whole } = this.#script;
    const rest = parts.filter((_, i) => i !== whole(0, parts.length - 1));
    return pick([[...parts, this.#part()], [...rest, this.#part()], rest.length > 0 ? rest : [this.#part()]]).slice(-6);
  }
}

/** What is only saved again is taken, whatever has become of its days. */
const isSame = (a: PaperSchedule, b: PaperSchedule): boolean => {
  const text = ({ times, window, parts, targets }: PaperSchedule) => JSON.stringify([times, window, parts, targets]);
  return text(a) === text(b);
};

const programmeOf = (parts: readonly PaperPart[]): ProgrammePart[] =>
  parts.map(({ bulletinId }) => ({ kind: 'bulletin', bulletinId }));

const fieldsOf = ({ class: kind, window, parts }: Pick<PaperSchedule, 'class' | 'window' | 'parts'>) => ({
  ...{ class: kind, level: 'commune' as const, rank: undefined },
  windowMs: window,
  programme: programmeOf(parts),
});

const monthDay = (day: number): string => dateOf(day).slice(5);

function recurrenceOf({ startDay, endDay, time, on, except, season, skipDaysOff }: PaperTimes, isOnce: boolean) {
  const ruled = 'every' in on ? { rrule: `FREQ=DAILY;INTERVAL=${on.every}` } : undefined;
  const weekly =
    'weekdays' in on ? { rrule: `FREQ=WEEKLY;BYDAY=${on.weekdays.map((day) => WEEKDAYS[day]).join()}` } : undefined;
  const lunar = 'lunar' in on ? { lunar: on.lunar.map((day) => ({ every: 'month' as const, day })) } : undefined;
  return {
    ...{ startDate: dateOf(startDay), time: clockOf(time) },
    ...(!isOnce && { ...ruled, ...weekly, ...lunar, skipDaysOff }),
    ...(!isOnce && endDay !== undefined && { endDate: dateOf(endDay) }),
    ...(except.length > 0 && { exdate: except.map((day) => occurrenceId({ time } as PaperTimes, day)) }),
    ...(season && { seasons: [{ from: monthDay(season.from), to: monthDay(season.to), time: clockOf(season.time) }] }),
  };
}
