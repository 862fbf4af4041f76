/** By what lengths of time the history is divided, so that what has had its time is dropped as a whole. */
import type { EpochMillis } from '@loa-lang/schemas/units';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** A Monday; weeks are counted from it. */
const FIRST_MONDAY = Date.UTC(1970, 0, 5);

export interface Part {
  /** of the table that it is */
  name: string;
  from: EpochMillis;
  /** not in it any more */
  until: EpochMillis;
}

interface Division {
  /** start of the part that holds the instant */
  start(at: EpochMillis): EpochMillis;
  next(start: EpochMillis): EpochMillis;
}

const DAYS: Division = {
  start: (at) => Math.floor(at / DAY_MS) * DAY_MS,
  next: (start) => start + DAY_MS,
};
const WEEKS: Division = {
  start: (at) => Math.floor((at - FIRST_MONDAY) / WEEK_MS) * WEEK_MS + FIRST_MONDAY,
  next: (start) => start + WEEK_MS,
};
const firstOfMonth = (at: EpochMillis, later: number): EpochMillis => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1);
};
const MONTHS: Division = {
  start: (at) => firstOfMonth(at, 0),
  next: (start) => firstOfMonth(start, 1),
};

export interface Kept {
  table: string;
  division: Division;
  keptMs: number;
  /** so many parts are ready besides the one in use: nothing is lost when they are not made for so long */
  ahead: number;
}

export const RAW: Kept = { table: 'device_health', division: DAYS, keptMs: 7 * DAY_MS, ahead: 3 };
export const FIVE_MINUTES: Kept = { table: 'device_health_5min', division: WEEKS, keptMs: 90 * DAY_MS, ahead: 2 };
export const DAILY: Kept = { table: 'device_health_day', division: MONTHS, keptMs: 731 * DAY_MS, ahead: 2 };
export const KEPT: readonly Kept[] = [RAW, FIVE_MINUTES, DAILY];

function partAt({ table, division }: Kept, at: EpochMillis): Part {
  const from = division.start(at);
  const day = new Date(from).toISOString().slice(0, 10).replaceAll('-', '');
  return { name: `${table}_${day}`, from, until: division.next(from) };
}

/** Of what is written from `from` on; the parts ahead count from `now`. */
export function partsNeeded(kept: Kept, from: EpochMillis, now: EpochMillis): Part[] {
  const parts = [partAt(kept, Math.min(from, now))];
  for (let ahead = 0; ahead < kept.ahead || (parts.at(-1) as Part).until <= now; ) {
    const part = partAt(kept, (parts.at(-1) as Part).until);
    parts.push(part);
    if (part.from > now) ahead++;
  }
  return parts;
}

/** Start of a part, from its name; `undefined` for another table's. */
export function startOf(name: string): EpochMillis | undefined {
  const [, year, month, day] = /_(\d{4})(\d{2})(\d{2})$/.exec(name) ?? [];
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(day));
}

/** What lies wholly before the time that is kept, and before `settledUntil`: what was not summed up yet is not dropped. */
export function partsOver(kept: Kept, names: readonly string[], now: EpochMillis, settledUntil: EpochMillis): string[] {
  const before = Math.min(now - kept.keptMs, settledUntil);
  return names.filter((name) => {
    const start = startOf(name);
    return start !== undefined && kept.division.next(start) <= before;
  });
}
