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
 * The latest start, rounded down to five minutes, at which all of it is over before the next outage in its way, and no
 * other one is in its way then.
 * @param outages where its poles stand
 * @returns `undefined` when there is none any more, or nothing is in the way
 */
export function earlierStart(
  outages: readonly PlannedOutage[],
  broadcast: Window,
  durationMs: Millis,
  now: EpochMillis,
): EpochMillis | undefined {
  let found: EpochMillis | undefined;
  for (let window = broadcast; ; window = { startAt: found, endsAt: found + durationMs }) {
    const { startAt, endsAt } = window;
    const inTheWay = outages.filter((each) => each.fromAt < endsAt && startAt < each.untilAt);
    if (inTheWay.length === 0) return found;
    const first = Math.min(...inTheWay.map((outage) => outage.fromAt));
    found = Math.floor((first - MARGIN_MS - durationMs) / ROUND_MS) * ROUND_MS;
    if (found <= now || found >= startAt) return undefined;
  }
}
