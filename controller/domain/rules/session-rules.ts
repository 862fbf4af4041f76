/** The session rules: how many a day, how long each, not at noon. They yield to the approver's written reason. */
import type { SessionRules } from '@loa-lang/schemas/http/commune-rules';
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { civilDay } from '../broadcasts/civil-time.ts';
import { isSessionClass } from './commune-rules.ts';
import { firstWithin } from './daily-hours.ts';

/** Something that counts, or is asked for. */
export interface CountedSession {
  class: string;
  startAt: EpochMillis;
  /** what sounds, at most */
  durationMs: Millis;
  clusterIds: ReadonlySet<ClusterId> | readonly ClusterId[];
}

export type SessionBreach =
  | { rule: 'sessions-a-day'; day: string; count: number; limit: number }
  | { rule: 'session-minutes'; day: string; minutes: number; limit: number }
  | { rule: 'midday-rest'; day: string; from: string; until: string };

const MINUTE_MS = 60_000;
const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/**
 * What the asked ones break, each rule once a day, in order of time. Sessions are counted per cluster: two hamlets may
 * each have their own.
 */
export function sessionBreaches(
  sessions: SessionRules | null,
  zone: string,
  asked: readonly CountedSession[],
  others: readonly CountedSession[],
): SessionBreach[] {
  if (sessions === null) return [];
  const counting = (session: CountedSession) => isSessionClass(session.class);
  const wanted = [...asked].filter(counting).sort((a, b) => a.startAt - b.startAt);
  const dayOf = (session: CountedSession) => civilDay(session.startAt, zone);
  const days = new Map<string, CountedSession[]>();
  for (const session of wanted) days.set(dayOf(session), [...(days.get(dayOf(session)) ?? []), session]);
  const perDay = new Map<string, CountedSession[]>();
  for (const other of others.filter(counting)) {
    const day = dayOf(other);
    if (days.has(day)) perDay.set(day, [...(perDay.get(day) ?? []), other]);
  }
  return [...days].flatMap(([day, own]) => {
    const limits = (isWeekend(day) ? sessions.weekend : undefined) ?? sessions;
    const breaches: SessionBreach[] = [];
    const count = mostPerCluster(own, perDay.get(day) ?? []);
    if (count > limits.maxPerDay) breaches.push({ rule: 'sessions-a-day', day, count, limit: limits.maxPerDay });
    const minutes = Math.ceil(Math.max(...own.map((session) => session.durationMs)) / MINUTE_MS);
    if (minutes > limits.maxMinutes) breaches.push({ rule: 'session-minutes', day, minutes, limit: limits.maxMinutes });
    const rest = sessions.middayRest;
    const disturbs = ({ startAt, durationMs }: CountedSession) =>
      rest !== undefined && firstWithin(rest, zone, startAt, startAt + durationMs) !== undefined;
    if (rest !== undefined && own.some(disturbs)) breaches.push({ rule: 'midday-rest', day, ...rest });
    return breaches;
  });
}

/** Of the clusters that the asked sessions reach, what the busiest would play that day. */
function mostPerCluster(own: readonly CountedSession[], others: readonly CountedSession[]): number {
  const counts = new Map<ClusterId, number>();
  for (const { clusterIds } of own) for (const id of clusterIds) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const { clusterIds } of others) {
    for (const id of clusterIds) {
      const count = counts.get(id);
      if (count !== undefined) counts.set(id, count + 1);
    }
  }
  return Math.max(0, ...counts.values());
}
