import {
  joined,
  latchesForPlan,
  mayLift,
  tellsMore,
  wireLatch,
  withLatches,
} from '@loa-lang/controller/domain/silence/latches';
import { dueReminders, nextReminderAt } from '@loa-lang/controller/domain/silence/reminders';
import { type Latch, LEVELS } from '@loa-lang/schemas/wire/plan';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const HOUR = 3600_000;
const latch = (id: string, more: Partial<Latch> = {}): Latch => ({
  ...{ id, areaId: 'xa', level: 'commune' as const, since: 1000, reason: '' },
  ...more,
});

describe('accounts of one latch', () => {
  const account = fc.record({ since: fc.nat(50), liftedAt: fc.option(fc.nat(50), { nil: undefined }) }).map((times) => {
    const { since, liftedAt } = times;
    return latch('a', { since, ...(liftedAt !== undefined && { liftedAt }) });
  });

  it('come to the same in whatever order and however often they are told', () => {
    fc.assert(
      fc.property(fc.array(account, { minLength: 1, maxLength: 6 }), (accounts) => {
        const told = (list: Latch[]) => list.reduce<Latch | undefined>((known, each) => joined(known, each), undefined);
        const once = told(accounts);
        expect(told([...accounts].reverse())).toEqual(once);
        expect(told([...accounts, ...accounts])).toEqual(once);
        // nothing is told any more to who knows it all
        if (once !== undefined) for (const each of accounts) expect(tellsMore(once, each)).toBe(false);
      }),
    );
  });

  it('that tell more are noticed', () => {
    expect(tellsMore(undefined, latch('a'))).toBe(true);
    expect(tellsMore(latch('a'), latch('a', { liftedAt: 5000 }))).toBe(true);
    expect(tellsMore(latch('a', { liftedAt: 5000 }), latch('a'))).toBe(false);
    expect(tellsMore(latch('a', { liftedAt: 5000 }), latch('a', { liftedAt: 6000 }))).toBe(false);
  });
});

describe('a plan', () => {
  it('keeps every open latch, whatever was lifted since', () => {
    const open = latch('open', { since: 0 });
    const lifted = Array.from({ length: 100 }, (_, at) => latch(`l${at}`, { since: at, liftedAt: at + 1 }));
    const kept = latchesForPlan([...lifted, open]);
    expect(kept).toHaveLength(64);
    expect(kept[0]).toEqual(open);
    expect(kept.at(1)?.id).toBe('l99');
  });

  it('takes latches in without losing its own', () => {
    const lifted = latch('b', { liftedAt: 9000 });
    expect(
      withLatches([latch('a'), latch('b')], [lifted, latch('c')]).map(({ id, liftedAt }) => [id, liftedAt]),
    ).toEqual([
      ['a', undefined],
      ['c', undefined],
      ['b', 9000],
    ]);
  });

  it('carries nothing but what the wire knows', () => {
    const record = { ...latch('a'), latchedBy: 'Nguyễn Văn A' };
    expect(Object.keys(wireLatch(record))).toEqual(['id', 'areaId', 'level', 'since', 'reason']);
  });
});

it('its own level or a higher one lifts a latch', () => {
  const table = LEVELS.map((level) => LEVELS.filter((by) => mayLift(by, { level })));
  expect(table).toEqual([
    ['central'],
    ['central', 'province'],
    ['central', 'province', 'commune'],
    ['central', 'province', 'commune', 'hamlet'],
  ]);
});

describe('reminders', () => {
  const due = (now: number, given = 0, more: Partial<Latch> = {}) =>
    dueReminders([latch('a', { since: 0, ...more })], () => given, now).map(({ count, dueAt }) => [
      count,
      dueAt / HOUR,
    ]);

  it('come after twelve hours, and the latest alone when some were missed', () => {
    expect(due(12 * HOUR - 1)).toEqual([]);
    expect(due(12 * HOUR)).toEqual([[1, 12]]);
    expect(due(13 * HOUR, 1)).toEqual([]);
    expect(due(50 * HOUR, 1)).toEqual([[4, 48]]);
    expect(due(50 * HOUR, 0, { liftedAt: 1 })).toEqual([]);
    // a clock that went back
    expect(due(-5 * HOUR)).toEqual([]);
  });

  it('know when the next one is', () => {
    expect([0, 12 * HOUR - 1, 12 * HOUR, -HOUR].map((now) => nextReminderAt({ since: 0 }, now) / HOUR)).toEqual([
      12, 12, 24, 12,
    ]);
  });
});
