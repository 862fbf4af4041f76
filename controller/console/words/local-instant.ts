/** What fields for dates and times hold, as instants in the commune's zone. */
import { timeWords } from './time.ts';

const DAY_MS = 86_400_000;

/** `2026-12-05T19:30` as the clocks of the zone show it → RFC 3339. @returns `undefined` for what is no date */
export function instantOf(local: string, zone: string): string | undefined {
  const digits = Date.parse(`${local}Z`);
  if (Number.isNaN(digits)) return undefined;
  let at = digits;
  // twice: the offset is that of the instant, which is not known before
  for (let turn = 0; turn < 2; turn++) at = digits - (Date.parse(`${localOf(at, zone)}Z`) - at);
  return new Date(at).toISOString();
}

/** An instant as such a field shows it, with seconds. */
export function localOf(at: number | string, zone: string): string {
  const { isoDay, seconds } = timeWords('vi', zone);
  return `${isoDay(at)}T${seconds(at)}`;
}

/** As a field of type `datetime-local` shows it, to the minute. */
export const minuteOf = (at: number | string, zone: string): string =>
  localOf(at, zone).slice(0, 'YYYY-MM-DDTHH:MM'.length);

/** The end of that day: the first instant of the next one. @param date YYYY-MM-DD */
export function endOfDay(date: string, zone: string): string | undefined {
  const noon = Date.parse(`${date}T12:00:00Z`);
  if (Number.isNaN(noon)) return undefined;
  return instantOf(`${new Date(noon + DAY_MS).toISOString().slice(0, 10)}T00:00`, zone);
}
