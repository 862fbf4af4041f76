/** Holds what is to be planned against the commune's rules. */
import { type ErrorCode, errorText, type Words } from '@loa-lang/schemas/errors/codes';
import type { DailyHours } from '@loa-lang/schemas/http/commune-rules';
import type { AreaId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Window } from '../../domain/broadcasts/window.ts';
import { both, dayWords, instantWords } from '../../domain/calendar/words/date-words.ts';
import type { Caller } from '../../domain/people/person.ts';
import { firstWithin } from '../../domain/rules/daily-hours.ts';
import type { SessionBreach } from '../../domain/rules/session-rules.ts';
import type { Permissions } from '../people/permissions.ts';
import { Refusal } from '../refusal.ts';

/** Hard for everything but emergencies. @throws Refusal `quiet-hours` */
export function refuseQuiet(
  quiet: readonly DailyHours[],
  zone: string,
  startAt: EpochMillis,
  endsAt: EpochMillis,
): void {
  const hours = quiet.find((each) => firstWithin(each, zone, startAt, endsAt) !== undefined);
  if (hours === undefined) return;
  throw new Refusal('quiet-hours', {
    ...hours,
    start: instantWords(startAt, zone),
    end: instantWords(endsAt, zone),
  });
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
/** One of each rule: its first day stands for the others, which are counted. */
function wordsOf(breaches: readonly SessionBreach[]): { breach: SessionBreach; words: Words }[] {
  const first = new Map<SessionBreach['rule'], SessionBreach>();
  for (const breach of breaches) if (!first.has(breach.rule)) first.set(breach.rule, breach);
  return [...first.values()].map((breach) => {
    const { rule, day, ...values } = breach;
    const others = breaches.filter((each) => each.rule === rule).length - 1;
    const words = errorText(BREACHES[rule], { ...values, day: dayWords(day) });
    const more = others === 0 ? undefined : errorText('breach-more-days', { days: others });
    return { breach, words: both(words, more) };
  });
}

/** In one sentence or some. */
export const breachWords = (breaches: readonly SessionBreach[]): Words =>
  both(...wordsOf(breaches).map(({ words }) => words));

export function beyondRules(breaches: readonly SessionBreach[]): Refusal {
  const named = wordsOf(breaches);
  const details = named.map(({ breach, words }) => ({ path: breach.day, problem: breach.rule, message: words }));
  return new Refusal('session-rules', { breaches: both(...named.map(({ words }) => words)) }, { details });
}

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
  if (reason === undefined) throw beyondRules(breaches);
  if (!(await permissions.may(by, 'approve', communeId))) throw new Refusal('rule-reason-not-yours');
  return { reason, by: by.name };
}
