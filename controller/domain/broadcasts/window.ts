/** The four instants of a broadcast. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

/** A planned start may be postponed this long by what is on air: a quarter of an hour, the length of a usual session. */
export const POSTPONE_SCHEDULED_MS: Millis = 15 * 60_000;
/** Somebody who pressed "now" is waiting: sound at once or say that it did not. */
export const POSTPONE_NOW_MS: Millis = 2_000;
/** Latest start of what is planned ahead: a year. */
export const MAX_AHEAD_MS: Millis = 366 * 24 * 3600_000;
/** From the start to the end of the last repetition: a year, the longest that devices take. */
const MAX_WINDOW_MS: Millis = MAX_AHEAD_MS;
const JOIN_AFTER_START_MS: Millis = 5_000;
const JOIN_BEFORE_END_MS: Millis = 10_000;

export interface WindowRequest {
  start: 'now' | EpochMillis;
  /** of one run */
  durationMs: Millis;
  /** when "now" can be heard: audio and plan must have arrived */
  leadMs: Millis;
  latestStartAt?: EpochMillis;
  joinUntilAt?: EpochMillis;
  endsAt?: EpochMillis;
  repeat?: { everyMs: Millis; until: EpochMillis };
  /** bounds that move with the start: how long it may be postponed, and when it ends after it */
  postponeMs?: Millis;
  lastsMs?: Millis;
}

export interface Window {
  startAt: EpochMillis;
  latestStartAt: EpochMillis;
  joinUntilAt: EpochMillis;
  endsAt: EpochMillis;
}

export type WindowFault =
  | 'nothing-to-play'
  | 'start-in-past'
  | 'start-too-far'
  | 'ends-too-far'
  | 'times-out-of-order'
  | 'window-too-short'
  | 'repeat-too-dense';

/**
 * Defaults: a postponed start still fits whole, so the end is the latest start plus the content; with repetitions the
 * last of them may begin at `repeat.until`. Joining ends at the later of start + 5 s and end − 10 s, never past the end.
 */
export function planWindow(
  request: WindowRequest,
  now: EpochMillis,
): { ok: true; window: Window } | { ok: false; fault: WindowFault } {
  const { durationMs, repeat } = request;
  const refuse = (fault: WindowFault) => ({ ok: false, fault }) as const;
  if (durationMs <= 0) return refuse('nothing-to-play');
  const startAt = request.start === 'now' ? now + request.leadMs : request.start;
  if (startAt < now) return refuse('start-in-past');
  if (startAt > now + MAX_AHEAD_MS) return refuse('start-too-far');
  if (repeat !== undefined && repeat.until < startAt) return refuse('times-out-of-order');
  if (repeat !== undefined && repeat.everyMs < durationMs) return refuse('repeat-too-dense');

  const postponeMs = request.postponeMs ?? (request.start === 'now' ? POSTPONE_NOW_MS : POSTPONE_SCHEDULED_MS);
  const wishedLatest = request.latestStartAt ?? startAt + postponeMs;
  const lastInstant = request.lastsMs === undefined ? undefined : startAt + request.lastsMs;
  const endsAt = request.endsAt ?? lastInstant ?? Math.max(wishedLatest, repeat?.until ?? startAt) + durationMs;
  if (endsAt <= startAt) return refuse('times-out-of-order');
  if (endsAt - startAt < durationMs) return refuse('window-too-short');
  if (endsAt - startAt > MAX_WINDOW_MS) return refuse('ends-too-far');

  const latestStartAt = request.latestStartAt ?? Math.min(wishedLatest, endsAt - durationMs);
  const usualJoin = Math.max(startAt + JOIN_AFTER_START_MS, endsAt - JOIN_BEFORE_END_MS);
  const joinUntilAt = request.joinUntilAt ?? Math.min(usualJoin, endsAt);
  const between = (instant: EpochMillis) => instant >= startAt && instant <= endsAt;
  if (!between(latestStartAt) || !between(joinUntilAt)) return refuse('times-out-of-order');
  return { ok: true, window: { startAt, latestStartAt, joinUntilAt, endsAt } };
}
