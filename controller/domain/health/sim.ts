/** The card in a device: what it will have used by the end of the month, and when it is to be renewed. */
import type { Sim } from '@loa-lang/schemas/http/clusters';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { dayStart } from './slots.ts';

const DAY_MS: Millis = 86_400_000;
const AHEAD_OF_UTC_MS: Millis = 7 * 3_600_000;
const MEGABYTE = 1_000_000;

/**
 * An idle cluster with TLS, keepalive of 30 s, sync and health: the budget of 25 MB a month, which is kept (bench
 * `wire-cost`).
 */
export const IDLE_BYTES_PER_DAY = (25 * MEGABYTE) / 30;
/** Opus of 24 kbit/s in packets of 100 ms with their heads and signature: 3.93 kB a second (bench `live`). */
export const STREAM_BYTES_PER_SECOND = 4000;
/** A month is projected from what was measured when this many of its days were; from the programme before. */
const MEASURED_DAYS = 5;
/** Days before a card ends at which somebody is told. */
export const RENEWAL_DAYS = { first: 14, again: 3 } as const;

/** Whether there is such a day. */
export function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

export interface Month {
  from: EpochMillis;
  until: EpochMillis;
  /** in it until now, fractional */
  days: number;
  daysInAll: number;
}

/** The calendar month in Vietnam that an instant lies in. */
export function monthOf(at: EpochMillis): Month {
  const local = new Date(at + AHEAD_OF_UTC_MS);
  const first = (later: number) => Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + later, 1) - AHEAD_OF_UTC_MS;
  const [from, until] = [first(0), first(1)];
  return { from, until, days: (at - from) / DAY_MS, daysInAll: Math.round((until - from) / DAY_MS) };
}

export interface Programme {
  /** of audio that is planned in the coming days, each piece once */
  audioBytes: number;
  /** of live and relay in them */
  streamSeconds: number;
  /** as many as it was looked ahead */
  days: number;
}

export interface Use {
  /** over a mobile network in this month; absent where nothing was measured */
  measuredBytes: number | undefined;
  /** in this month of which something is known */
  measuredDays: number;
  programme: Programme;
}

export interface DataEstimate {
  /** by the end of the month */
  projectedBytes: number;
  basis: 'measured' | 'programme';
}

const programmeBytesPerDay = ({ audioBytes, streamSeconds, days }: Programme): number =>
  IDLE_BYTES_PER_DAY + (audioBytes + streamSeconds * STREAM_BYTES_PER_SECOND) / Math.max(1, days);

export function estimate({ measuredBytes, measuredDays, programme }: Use, month: Month): DataEstimate {
  if (measuredBytes !== undefined && measuredDays >= MEASURED_DAYS) {
    return { projectedBytes: Math.round((measuredBytes / measuredDays) * month.daysInAll), basis: 'measured' };
  }
  const rest = programmeBytesPerDay(programme) * (month.daysInAll - measuredDays);
  return { projectedBytes: Math.round((measuredBytes ?? 0) + rest), basis: 'programme' };
}

/** Of what is paid for, by the end of the month; `undefined` when nobody has said how much that is. */
export const shareUsed = ({ monthlyMegabytes }: Sim, { projectedBytes }: DataEstimate): number | undefined =>
  monthlyMegabytes === undefined ? undefined : projectedBytes / (monthlyMegabytes * MEGABYTE);

/** Days left of which the last is `renewsOn`; negative when it is over. `undefined` when nobody has said. */
export function daysLeft({ renewsOn }: Sim, now: EpochMillis): number | undefined {
  if (renewsOn === undefined) return undefined;
  return Math.round((Date.parse(`${renewsOn}T00:00:00Z`) - AHEAD_OF_UTC_MS - dayStart(now)) / DAY_MS);
}
