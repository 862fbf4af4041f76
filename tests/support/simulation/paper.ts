/**
 * What a commune has decided, on paper: its timetable, days off, approvals, and what they come to day by day. Written
 * from the rules, without the code that plans.
 */
import {
  type Airing,
  DAY,
  type Instant,
  lengthOf,
  type ModelAiring,
  type ModelWorld,
  type Part,
  SECOND,
} from './model.ts';

/** A bulletin of a programme. */
export interface PaperPart extends Part {
  bulletinId: string;
  validUntil?: Instant | undefined;
}

/** When a session comes back. Days are counted from the first day of the simulation, a Tuesday. */
export interface PaperTimes {
  startDay: number;
  endDay?: number | undefined;
  /** since midnight */
  time: Instant;
  /** each so many days; on these days of the week (0 Sunday); on these days of the lunar month */
  on: { every: number } | { weekdays: number[] } | { lunar: number[] };
  except: number[];
  /** another time in this period */
  season?: { from: number; to: number; time: Instant } | undefined;
  skipDaysOff: boolean;
}

export interface PaperChange {
  skip?: true;
  startAt?: Instant;
  parts?: PaperPart[];
}

export interface PaperSchedule {
  id: string;
  class: 'scheduled' | 'relay' | 'priority' | 'urgent';
  times: PaperTimes;
  window: Instant;
  parts: PaperPart[];
  /** equal for equal targets */
  targets: string;
  clusters: ReadonlySet<string>;
  changes: Map<number, PaperChange>;
  paused: boolean;
  removed: boolean;
  savedAt: Instant;
}

/** What somebody asks to be approved, or has approved. */
interface Binding {
  parts: string[];
  targets: string;
  times: string;
}

interface Subject {
  approved?: Binding;
  waiting?: Binding;
  returned?: { binding: Binding; at: Instant };
}

/** What begins so soon cannot be changed any more. */
const FROZEN = 5 * SECOND;
/** So far ahead requests are made. */
const ASKED_AHEAD = 8 * DAY;
/** 1 December 2026 is a Tuesday. */
const FIRST_WEEKDAY = 2;
/** Of the calendar on the wall: the 9th is mùng một of the eleventh month, the 23rd its rằm; 8 and 22 January, and Tết. */
const LUNAR_DAYS: Record<number, number[]> = { 1: [8, 38, 67], 15: [22, 52] };
/** No timetable here has its first day later. */
const FAR = 70 * DAY;

export const weekdayOf = (day: number): number => (((day + FIRST_WEEKDAY) % 7) + 7) % 7;

export class Paper implements ModelWorld {
  readonly airings: ModelAiring[] = [];
  readonly latches: ModelWorld['latches'] = [];
  readonly controllerDown: ModelWorld['controllerDown'] = [];
  readonly schedules = new Map<string, PaperSchedule>();
  readonly daysOff = new Set<number>();
  readonly #subjects = new Map<string, Subject>();
  readonly #byKey = new Map<string, ModelAiring>();
  readonly #days: number;

  constructor(days: number) {
    this.#days = days;
  }

  airing(key: string): ModelAiring {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const fresh: ModelAiring = { key, versions: [], stops: [] };
    this.#byKey.set(key, fresh);
    this.airings.push(fresh);
    return fresh;
  }

  /** As it stands. */
  now(key: string): Airing | undefined {
    return this.#byKey.get(key)?.versions.at(-1)?.airing;
  }

  decide(key: string, at: Instant, airing: Airing | undefined): void {
    this.airing(key).versions.push({ at, airing });
  }

  stop(key: string, at: Instant, clusters: ReadonlySet<string>): void {
    this.airing(key).stops.push({ at, clusters });
  }

  /** Subjects on which somebody is to decide. */
  get waiting(): string[] {
    return [...this.#subjects].flatMap(([id, { waiting }]) => (waiting === undefined ? [] : [id])).sort();
  }

  approve(subjectId: string): void {
    const subject = this.#subject(subjectId);
    if (subject.waiting === undefined) return;
    subject.approved = subject.waiting;
    delete subject.waiting;
  }

  returnIt(subjectId: string, at: Instant): void {
    const subject = this.#subject(subjectId);
    if (subject.waiting === undefined) return;
    subject.returned = { binding: subject.waiting, at };
    delete subject.waiting;
  }

  /** Why a timetable is not taken: its rule has no day at all; it has no day left. */
  refusalOf(schedule: PaperSchedule, at: Instant): 'recurrence-wrong' | 'schedule-never' | undefined {
    const { times, paused } = schedule;
    const days = Array.from({ length: FAR / DAY }, (_, day) => day);
    if (!days.some((day) => isOn(times, day))) return 'recurrence-wrong';
    const [next] = this.#comingDays(schedule, at, FAR);
    return next === undefined && !paused ? 'schedule-never' : undefined;
  }

  /** Everything that follows from what was just decided: what is to be asked for, and what is to sound on each day. */
  settle(at: Instant): void {
    for (const schedule of this.schedules.values()) {
      if (!schedule.paused && !schedule.removed) this.#ask(schedule, at);
      for (let day = Math.floor(at / DAY) - 1; day <= this.#days + 1; day++) this.#settleDay(schedule, day, at);
    }
  }

  #settleDay(schedule: PaperSchedule, day: number, at: Instant): void {
    const key = `${schedule.id}/${day}`;
    const before = this.now(key);
    // what has begun is left alone, and what somebody stopped is not planned again
    if (before !== undefined && before.startAt <= at + FROZEN) return;
    if (this.#byKey.get(key)?.stops.length) return;
    const wanted = this.#occurrence(schedule, day);
    const next = wanted !== undefined && wanted.startAt > at + FROZEN ? wanted : undefined;
    if (textOf(before) !== textOf(next)) this.decide(key, at, next);
  }

  #occurrence(schedule: PaperSchedule, day: number): Airing | undefined {
    const { times, changes, window, clusters, class: kind } = schedule;
    if (schedule.paused || schedule.removed) return undefined;
    const change = changes.get(day);
    const startAt = change?.startAt ?? startOn(times, day);
    if (!isOn(times, day) || change?.skip) return undefined;
    if (change?.startAt === undefined && times.skipDaysOff && this.daysOff.has(day)) return undefined;
    const asked = { targets: schedule.targets, times: timesText(times, change) };
    const approved = [schedule.id, subjectOf(schedule, day)]
      .map((id) => this.#subjects.get(id)?.approved)
      .filter((each) => each?.targets === asked.targets && each.times === asked.times)
      .flatMap((each) => each?.parts ?? []);
    const parts = (change?.parts ?? schedule.parts)
      .filter(({ id }) => approved.includes(id))
      .filter(({ validUntil }) => validUntil === undefined || validUntil > startAt);
    if (parts.length === 0) return undefined;
    const endsAt = startAt + window;
    return {
      ...{ class: kind, level: 'commune', startAt, endsAt, parts, clusters },
      latestStartAt: endsAt - lengthOf({ parts }),
      joinUntilAt: joinUntil(startAt, endsAt),
    };
  }

  #ask(schedule: PaperSchedule, at: Instant): void {
    const { times, changes, parts, targets, id } = schedule;
    const coming = [...this.#comingDays(schedule, at, at + ASKED_AHEAD)];
    const bind = (programme: readonly PaperPart[], change?: PaperChange): Binding => {
      const valid = programme.filter(({ validUntil }) => validUntil === undefined || validUntil > at);
      return { parts: valid.map((part) => part.id).sort(), targets, times: timesText(times, change) };
    };
    const isSingle = (day: number) => changes.get(day)?.startAt !== undefined || changes.get(day)?.parts !== undefined;
    if (coming.some((day) => !isSingle(day))) this.#submit(id, bind(parts), schedule.savedAt, [id]);
    for (const day of coming.filter(isSingle)) {
      const change = changes.get(day);
      const subject = subjectOf(schedule, day);
      this.#submit(subject, bind(change?.parts ?? parts, change), schedule.savedAt, [subject, id]);
    }
  }

  *#comingDays({ times, changes }: PaperSchedule, at: Instant, until: Instant): Iterable<number> {
    for (let day = Math.floor(at / DAY) - 9; day <= until / DAY + 9; day++) {
      const change = changes.get(day);
      if (change?.skip || !isOn(times, day)) continue;
      if (change?.startAt === undefined && times.skipDaysOff && this.daysOff.has(day)) continue;
      const startAt = change?.startAt ?? startOn(times, day);
      if (startAt > at + FROZEN && startAt < until) yield day;
    }
  }

  #submit(subjectId: string, binding: Binding, savedAt: Instant, coveredBy: readonly string[]): void {
    if (binding.parts.length === 0) return;
    const covers = (approved: Binding | undefined) =>
      approved !== undefined &&
      approved.targets === binding.targets &&
      approved.times === binding.times &&
      binding.parts.every((part) => approved.parts.includes(part));
    if (coveredBy.some((id) => covers(this.#subjects.get(id)?.approved))) return;
    const subject = this.#subject(subjectId);
    const { returned } = subject;
    const same = returned !== undefined && JSON.stringify(returned.binding) === JSON.stringify(binding);
    // somebody has said no to just this, and nobody has saved it since
    if (same && subject.waiting === undefined && savedAt <= returned.at) return;
    subject.waiting = binding;
  }

  #subject(id: string): Subject {
    const known = this.#subjects.get(id) ?? {};
    this.#subjects.set(id, known);
    return known;
  }
}

/** Joining ends five seconds after the start or ten before the end, whichever is later. */
export const joinUntil = (startAt: Instant, endsAt: Instant): Instant =>
  Math.min(Math.max(startAt + 5 * SECOND, endsAt - 10 * SECOND), endsAt);

export function isOn({ startDay, endDay = Infinity, on, except }: PaperTimes, day: number): boolean {
  if (day < startDay || day > endDay || except.includes(day)) return false;
  if ('every' in on) return (day - startDay) % on.every === 0;
  if ('weekdays' in on) return on.weekdays.includes(weekdayOf(day));
  return on.lunar.some((lunar) => LUNAR_DAYS[lunar]?.includes(day));
}

export function startOn({ time, season }: PaperTimes, day: number): Instant {
  return day * DAY + (season !== undefined && season.from <= day && day <= season.to ? season.time : time);
}

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');
/** of the month of December 2026 and after */
export const dateOf = (day: number): string => new Date(Date.UTC(2026, 11, 1 + day)).toISOString().slice(0, 10);
export const clockOf = (time: Instant): string =>
  [time / 3_600_000, (time / 60_000) % 60, (time / 1000) % 60].map((each) => pad(Math.floor(each))).join(':');
/** RECURRENCE-ID: the date and the usual time. */
export const occurrenceId = ({ time }: PaperTimes, day: number): string =>
  `${dateOf(day)}T${clockOf(time)}`.replaceAll(/[-:]/g, '');
export const dayOf = (recurrenceId: string): number => {
  const [, year = '', month = '', date = ''] = /^(\d{4})(\d\d)(\d\d)T/.exec(recurrenceId) ?? [];
  return Math.round((Date.UTC(Number(year), Number(month) - 1, Number(date)) - Date.UTC(2026, 11, 1)) / DAY);
};

const subjectOf = (schedule: PaperSchedule, day: number): string =>
  `${schedule.id}_${occurrenceId(schedule.times, day)}`;
/** A moved occurrence is not at the times that the rule was approved for. */
const timesText = (times: PaperTimes, change?: PaperChange): string =>
  change?.startAt === undefined ? JSON.stringify(times) : `once ${change.startAt}`;
const textOf = (airing: Airing | undefined): string =>
  JSON.stringify(airing && { ...airing, clusters: [...airing.clusters].sort() }) ?? '';
