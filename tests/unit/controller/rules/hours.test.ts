import { firstWithin, liesWithin } from '@loa-lang/controller/domain/rules/daily-hours';
import { type CountedSession, sessionBreaches } from '@loa-lang/controller/domain/rules/session-rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const ZONE = 'Asia/Ho_Chi_Minh';
const MINUTE = 60_000;
const DAY = 24 * 60;
const at = (text: string) => Date.parse(`${text}:00+07:00`);
const time = fc.integer({ min: 0, max: DAY - 1 });
const shown = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
/** The same in the plainest way: minute by minute. */
const minutesOf = (from: number, until: number): Set<number> => {
  const minutes = new Set<number>();
  for (let minute = from; ; minute = (minute + 1) % DAY) {
    minutes.add(minute);
    if ((minute + 1) % DAY === until % DAY) return minutes;
  }
};

describe('daily hours', () => {
  it('over midnight: 20:59 is out, 21:00 in, 04:59 in, 05:00 out', () => {
    const quiet = { from: '21:00', until: '05:00' };
    const touches = (from: string, until: string) => firstWithin(quiet, ZONE, at(from), at(until)) !== undefined;
    expect(touches('2026-03-02T20:30', '2026-03-02T21:00')).toBe(false);
    expect(touches('2026-03-02T20:30', '2026-03-02T21:01')).toBe(true);
    expect(touches('2026-03-02T04:30', '2026-03-02T04:45')).toBe(true);
    expect(touches('2026-03-02T05:00', '2026-03-02T05:30')).toBe(false);
    expect(touches('2026-03-02T19:00', '2026-03-03T19:00')).toBe(true);
    expect(touches('2026-03-02T21:00', '2026-03-02T21:00')).toBe(false);
  });

  it('agree with a walk through the minutes', () => {
    fc.assert(
      fc.property(
        time,
        time,
        fc.integer({ min: 0, max: 3 * DAY }),
        fc.integer({ min: 1, max: 2 * DAY }),
        (f, u, s, l) => {
          const quiet = minutesOf(f, u);
          const start = at('2026-03-02T00:00') + s * MINUTE;
          const first = Array.from({ length: l }, (_, i) => i).find((i) => quiet.has((s + i) % DAY));
          const hours = { from: shown(f), until: shown(u) };
          const end = start + l * MINUTE;
          expect(firstWithin(hours, ZONE, start, end)).toBe(first === undefined ? undefined : start + first * MINUTE);
          const inside =
            quiet.size === DAY || Array.from({ length: l }, (_, i) => i).every((i) => quiet.has((s + i) % DAY));
          // a stretch that runs out of the hours and in again the next day is not inside either
          expect(liesWithin(hours, ZONE, start, end)).toBe(inside && (quiet.size === DAY || l <= quiet.size));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('session rules', () => {
  const rules = { maxPerDay: 2, maxMinutes: 30, middayRest: { from: '12:00', until: '13:30' } };
  const session = (start: string, minutes: number, clusterIds = ['a'], kind = 'scheduled'): CountedSession => ({
    class: kind,
    startAt: at(start),
    durationMs: minutes * MINUTE,
    clusterIds,
  });
  const breaches = (asked: CountedSession[], others: CountedSession[] = []) =>
    sessionBreaches(rules, ZONE, asked, others).map(({ rule, day }) => `${rule} ${day}`);

  it('the third session of a day, the day being that of the commune', () => {
    const two = [session('2026-03-02T05:30', 20), session('2026-03-02T17:00', 20)];
    expect(breaches([session('2026-03-02T19:00', 20)], two)).toEqual(['sessions-a-day 2026-03-02']);
    expect(breaches([session('2026-03-03T05:30', 20)], two)).toEqual([]);
  });
  it('clusters count for themselves, and only sessions count', () => {
    const other = [session('2026-03-02T05:30', 20, ['b']), session('2026-03-02T17:00', 20, ['b'])];
    expect(breaches([session('2026-03-02T19:00', 20, ['a'])], other)).toEqual([]);
    expect(breaches([session('2026-03-02T19:00', 20, ['a', 'b'])], other)).toEqual(['sessions-a-day 2026-03-02']);
    const urgent = other.map((each) => ({ ...each, class: 'urgent' }));
    expect(breaches([session('2026-03-02T19:00', 20, ['b'])], urgent)).toEqual([]);
    expect(breaches([session('2026-03-02T19:00', 20, ['b'], 'priority')], other)).toEqual([]);
  });
  it('too long, and at noon', () => {
    expect(breaches([session('2026-03-02T11:30', 30)])).toEqual([]);
    expect(breaches([session('2026-03-02T11:30', 31)])).toEqual([
      'session-minutes 2026-03-02',
      'midday-rest 2026-03-02',
    ]);
  });
  it('other limits at the weekend', () => {
    const weekend = { ...rules, weekend: { maxPerDay: 0, maxMinutes: 10 } };
    const on = (day: string) => sessionBreaches(weekend, ZONE, [session(`${day}T08:00`, 5)], []).length;
    expect([on('2026-03-06'), on('2026-03-07'), on('2026-03-08')]).toEqual([0, 1, 1]);
  });
  it('are broken exactly when some cluster plays more than the limit', () => {
    const any = fc.record({
      hour: fc.integer({ min: 5, max: 10 }),
      clusters: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
      kind: fc.constantFrom('scheduled', 'relay', 'urgent', 'priority'),
    });
    const made = (list: { hour: number; clusters: string[]; kind: string }[]) =>
      list.map(({ hour, clusters, kind }) =>
        session(`2026-03-02T${String(hour).padStart(2, '0')}:00`, 5, clusters, kind),
      );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 4 }), fc.array(any, { maxLength: 4 }), (asked, others) => {
        const counts = (list: { kind: string; clusters: string[] }[], id: string) =>
          list.filter(({ kind, clusters }) => ['scheduled', 'relay'].includes(kind) && clusters.includes(id)).length;
        const broken = ['a', 'b', 'c'].some(
          (id) => counts(asked, id) > 0 && counts(asked, id) + counts(others, id) > rules.maxPerDay,
        );
        expect(breaches(made(asked), made(others)).length > 0).toBe(broken);
      }),
    );
  });
});
