/** What fields for dates and times hold, as instants in the commune's zone. */
import { timeWords } from './time.ts';

/** `2026-12-05T19:30` as the clocks of the zone show it → RFC 3339. @returns `undefined` for what is no date */
export function instantOf(local: string, zone: string): string | undefined {
  const digits = Date.parse(`${local}Z`);
  if (Number.isNaN(digits)) return undefined;
  let at = digits;
  // twice: the offset is that of the instant, which is not known before
  for (let turn = 0; turn < 2; turn++) at = digits - (Date.parse(`${localOf(at, zone)}Z`) - at);
  return new Date(at).toISOString();
}

/** An instant as such a field shows it. */
export function localOf(at: number | string, zone: string): string {
  const { isoDay, seconds } = timeWords('vi', zone);
  return `${isoDay(at)}T${seconds(at)}`;
}
