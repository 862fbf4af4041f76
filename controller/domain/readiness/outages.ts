/** Power cuts and the like that are known ahead, and when a broadcast would still be heard. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

export interface PlannedOutage {
  id: string;
  hamletId: AreaId;
  fromAt: EpochMillis;
  untilAt: EpochMillis;
  reason: string;
}

interface Window {
  startAt: EpochMillis;
  endsAt: EpochMillis;
}

/** An outage is felt where the pole stands: that is where its power comes from. */
export const outageOver = (
  outages: readonly PlannedOutage[],
  hamletId: AreaId,
  { startAt, endsAt }: Window,
): PlannedOutage | undefined =>
  outages.find((each) => each.hamletId === hamletId && each.fromAt < endsAt && startAt < each.untilAt);

/** Power is seldom cut on the minute: be done so long before. */
const MARGIN_MS: Millis = 10 * 60_000;
const ROUND_MS: Millis = 5 * 60_000;

/**
 * The latest start, rounded down to five minutes, at which all of it is over before every one of these outages.
 * @returns `undefined` when that has passed, or is not earlier than the start
 */
export function earlierStart(
  outages: readonly PlannedOutage[],
  startAt: EpochMillis,
  durationMs: Millis,
  now: EpochMillis,
): EpochMillis | undefined {
  if (outages.length === 0) return undefined;
  const first = Math.min(...outages.map((outage) => outage.fromAt));
  const latest = Math.floor((first - MARGIN_MS - durationMs) / ROUND_MS) * ROUND_MS;
  return latest > now && latest < startAt ? latest : undefined;
}
