/** Lengths of time by which health is summed up. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

export const FIVE_MINUTES_MS: Millis = 5 * 60_000;
const DAY_MS: Millis = 86_400_000;
/** Vietnam has one zone and no summer time; its days begin so long before those of UTC. */
const AHEAD_OF_UTC_MS: Millis = 7 * 3_600_000;

/** What was said longer ago is not stored any more: it was dated a minute from its arrival, and waited for the database. */
export const STORED_WITHIN_MS: Millis = 2 * 60_000;
/** What was said up to then is summed up: nothing of it is still to come, with time for a slow statement. */
export const LATE_MS: Millis = 3 * 60_000;

export const fiveMinutesStart = (at: EpochMillis): EpochMillis => Math.floor(at / FIVE_MINUTES_MS) * FIVE_MINUTES_MS;

/** Midnight in Vietnam. */
export const dayStart = (at: EpochMillis): EpochMillis =>
  Math.floor((at + AHEAD_OF_UTC_MS) / DAY_MS) * DAY_MS - AHEAD_OF_UTC_MS;
