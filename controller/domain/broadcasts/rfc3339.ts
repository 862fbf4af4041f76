/** Instants as text, RFC 3339. */
import { type EpochMillis, LAST_INSTANT } from '@loa-lang/schemas/units';
import { offsetAt } from '../calendar/zone-clock.ts';

const FORM = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** `undefined` for what is no instant: a 30 February, an hour 25, a missing offset. */
export function parseRfc3339(text: string): EpochMillis | undefined {
  const [, day, time, fraction = '', offset] = FORM.exec(text) ?? [];
  if (day === undefined || time === undefined || offset === undefined) return undefined;
  const local = Date.parse(`${day}T${time}Z`);
  // Date.parse rolls 30 February over into March
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 19) !== `${day}T${time}`) return undefined;
  const instant = Date.parse(`${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`);
  return Number.isNaN(instant) || instant < 0 || instant > LAST_INSTANT ? undefined : instant;
}

/** In the given zone, with milliseconds only where there are some: `2026-03-01T17:00:00+07:00`. */
export function formatRfc3339(instant: EpochMillis, zone: string): string {
  const ahead = offsetAt(instant, zone);
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const sign = ahead < 0 ? '-' : '+';
  const digits = new Date(instant + ahead)
    .toISOString()
    .slice(0, -1)
    .replace(/\.000$/, '');
  return `${digits}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
