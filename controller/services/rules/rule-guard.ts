/** Holds what is to be planned against the commune's rules. */
import { type ErrorCode, errorText } from '@loa-lang/schemas/errors/codes';
import type { DailyHours } from '@loa-lang/schemas/http/commune-rules';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { formatRfc3339 } from '../../domain/broadcasts/rfc3339.ts';
import type { Window } from '../../domain/broadcasts/window.ts';
import type { Caller } from '../../domain/people/person.ts';
import { firstWithin } from '../../domain/rules/daily-hours.ts';
import type { SessionBreach } from '../../domain/rules/session-rules.ts';
import type { Permissions } from '../people/permissions.ts';
import { Refusal } from '../refusal.ts';

const clockTime = (instant: EpochMillis, zone: string): string => formatRfc3339(instant, zone).slice(0, 16);

/** Hard for everything but emergencies. @throws Refusal `quiet-hours` */
export function refuseQuiet(
  quiet: readonly DailyHours[],
  zone: string,
  startAt: EpochMillis,
  endsAt: EpochMillis,
): void {
  const hours = quiet.find((each) => firstWithin(each, zone, startAt, endsAt) !== undefined);
  if (hours === undefined) return;
  const [start, end] = [clockTime(startAt, zone), clockTime(endsAt, zone)];
  throw new Refusal('quiet-hours', { ...hours, start: start.replace('T', ' '), end: end.replace('T', ' ') });
}

/** A start that may be postponed must not run into the quiet hours: its window ends where they begin. */
export function endingBeforeQuiet(
  quiet: readonly DailyHours[],
  zone: string,
  window: Window,
  durationMs: Millis,
): Window {
  const { startAt, endsAt } = window;
  const quietAt = Math.min(...quiet.map((hours) => firstWithin(hours, zone, startAt, endsAt) ?? endsAt));
  if (quietAt >= endsAt || startAt + durationMs > quietAt) return window;
  return {
    startAt,
    endsAt: quietAt,
    latestStartAt: Math.min(window.latestStartAt, quietAt - durationMs),
    joinUntilAt: Math.min(window.joinUntilAt, quietAt),
  };
}

const BREACHES: Record<SessionBreach['rule'], ErrorCode> = {
  'sessions-a-day': 'breach-sessions-a-day',
  'session-minutes': 'breach-session-minutes',
  'midday-rest': 'breach-midday-rest',
};
const wordsOf = ({ rule, ...values }: SessionBreach) => errorText(BREACHES[rule], values);
/** Named in a refusal; the rest follow from them. */
const MOST_NAMED = 3;

/**
 * @param known a reason that was given before for the same
 * @returns the reason under which it goes on; `undefined` when none is needed
 * @throws Refusal `session-rules` without one, `rule-reason-not-yours` from somebody who may not give it
 */
export async function requireReason(
  breaches: readonly SessionBreach[],
  given: { reason: string | undefined; known: { reason: string; by: string } | undefined },
  by: Caller,
  communeId: AreaId,
  permissions: Permissions,
): Promise<{ reason: string; by: string } | undefined> {
  if (breaches.length === 0) return undefined;
  const { reason, known } = given;
  if (reason === undefined && known !== undefined) return known;
  const words = breaches.slice(0, MOST_NAMED).map(wordsOf);
  const inLanguage = (reader: 'vi' | 'en') => words.map((each) => each[reader]).join(' ');
  if (reason === undefined) {
    const details = breaches.map((breach) => ({ path: breach.day, problem: breach.rule, message: wordsOf(breach) }));
    throw new Refusal('session-rules', { breaches: inLanguage('vi'), 'breaches.en': inLanguage('en') }, { details });
  }
  if (!(await permissions.may(by, 'approve', communeId))) throw new Refusal('rule-reason-not-yours');
  return { reason, by: by.name };
}
