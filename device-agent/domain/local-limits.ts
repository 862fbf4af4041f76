/** How often and how long somebody may speak on the spot, and how long a wrong code makes everybody wait. Pure. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { MAX_SPOT_DAY_MS } from '@loa-lang/schemas/wire/on-the-spot';

const HOUR_MS: Millis = 3_600_000;
const DAY_MS: Millis = 24 * HOUR_MS;
/** Wrong codes that cost nothing: fingers slip, and the check digit has caught most of that already. */
const FREE_ATTEMPTS = 5;
const FIRST_WAIT_MS: Millis = 30_000;
/**
 * Whoever reaches the page can make it wait for everybody, so the wait stays short enough for an emergency: with 46 bits
 * nothing is won by a try every ten minutes.
 */
const LONGEST_WAIT_MS: Millis = 10 * 60_000;

export interface PastAct {
  credentialId: string;
  startAt: EpochMillis;
  /** that it took the loudspeaker, or may take */
  lengthMs: Millis;
}

/** When the credential may start again for `lengthMs`; `now` or earlier: at once. */
export function mayStartAt(
  past: readonly PastAct[],
  credential: { id: string; perHour: number },
  lengthMs: Millis,
  now: EpochMillis,
): EpochMillis {
  const own = past.filter((act) => act.credentialId === credential.id && act.startAt > now - HOUR_MS);
  const starts = own.map((act) => act.startAt).sort((a, b) => a - b);
  const oldest = starts[starts.length - credential.perHour];
  const byStarts = oldest === undefined ? now : oldest + HOUR_MS;
  return Math.max(byStarts, mayLastAt(past, lengthMs, now));
}

/** What is left of the day's time. */
export function leftOfDayMs(past: readonly PastAct[], now: EpochMillis): Millis {
  const used = past.filter((act) => act.startAt > now - DAY_MS).reduce((sum, act) => sum + act.lengthMs, 0);
  return Math.max(0, MAX_SPOT_DAY_MS - used);
}

/** The first instant from which the day has room for so much more. */
function mayLastAt(past: readonly PastAct[], lengthMs: Millis, now: EpochMillis): EpochMillis {
  const ofDay = past.filter((act) => act.startAt > now - DAY_MS).sort((a, b) => a.startAt - b.startAt);
  let used = ofDay.reduce((sum, act) => sum + act.lengthMs, 0);
  let at = now;
  for (const act of ofDay) {
    if (used + lengthMs <= MAX_SPOT_DAY_MS) break;
    used -= act.lengthMs;
    at = act.startAt + DAY_MS;
  }
  return at;
}

/** How long nobody may try again after so many wrong codes in a row. */
export const waitAfterWrong = (wrong: number): Millis =>
  wrong < FREE_ATTEMPTS ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_ATTEMPTS));
