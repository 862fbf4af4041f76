/** Whose turn it is: one cluster of a commune after the other within the hours it has chosen, who waited longest first. */
import type { SelfTestScheduleBody } from '@loa-lang/schemas/http/self-tests';
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { offsetMs } from '../calendar/zone-clock.ts';
import { metersBetween, type Position } from '../make-up/neighbours.ts';
import { firstWithin } from '../rules/daily-hours.ts';

/** A pilot, its recording and the answer take some ten seconds; then the next one in the commune. */
export const SLOT_MS: Millis = 20_000;
/** A test that sounds within such reach would be heard by the other's microphone: horns carry some 400 m with speech, further without. */
export const APART_METERS = 1_500;

export interface Candidate {
  clusterId: ClusterId;
  position: Position | undefined;
  /** of the last test that was ordered there, by whomever */
  testedAt: EpochMillis | undefined;
}

export interface Recent {
  at: EpochMillis;
  position: Position | undefined;
  communeId: string;
}

/** YYYY-MM-DD in the zone, when tests may begin at this instant; `undefined` when they may not. */
export function testDay(schedule: SelfTestScheduleBody, zone: string, now: EpochMillis): string | undefined {
  const { enabled, weekdays, hours } = schedule;
  if (!enabled || firstWithin(hours, zone, now, now + 1) === undefined) return undefined;
  const local = new Date(now + offsetMs(now, zone));
  // 0 is Sunday there, 7 here (ISO 8601)
  return weekdays.includes(local.getUTCDay() === 0 ? 7 : local.getUTCDay())
    ? local.toISOString().slice(0, 10)
    : undefined;
}

/** @param candidates who may sound now and has not been tested on this day */
export function nextToTest(
  candidates: readonly Candidate[],
  communeId: string,
  recent: readonly Recent[],
  now: EpochMillis,
): ClusterId | undefined {
  const sounding = recent.filter(({ at }) => now - at < SLOT_MS);
  if (sounding.some((each) => each.communeId === communeId)) return undefined;
  const isApart = ({ position }: Candidate) =>
    sounding.every(
      (other) =>
        position === undefined ||
        other.position === undefined ||
        metersBetween(position, other.position) > APART_METERS,
    );
  return candidates
    .filter(isApart)
    .toSorted((a, b) => (a.testedAt ?? 0) - (b.testedAt ?? 0) || (a.clusterId < b.clusterId ? -1 : 1))[0]?.clusterId;
}

/** How many a window has room for. */
export const roomFor = (windowMs: Millis): number => Math.floor(windowMs / SLOT_MS);
