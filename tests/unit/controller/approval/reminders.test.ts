import { type Delegation, delegationFault, isRunning } from '@loa-lang/controller/domain/approval/delegation';
import { remindersDue } from '@loa-lang/controller/domain/approval/reminders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { person } from '../../../support/people.ts';
import { COMMUNE, territory } from '../commune.ts';

const MINUTE = 60_000;
const START = 1000 * MINUTE;
const people = [
  person('officer', 'O', ['officer']),
  person('first', 'A', ['approver'], { deputyId: 'second' }),
  person('second', 'B', ['approver'], { areaIds: ['elsewhere'] }),
  person('helper', 'H', ['officer']),
];
const { areas } = territory(COMMUNE, []);
const request = {
  id: 'r',
  communeId: 'C',
  submittedBy: { personId: 'officer', name: 'O' },
  createdAt: 0,
  startAt: START as number | undefined,
  state: 'submitted' as 'submitted' | 'approved',
};
const delegation = (more: Partial<Delegation> = {}): Delegation => ({
  id: 'd',
  from: { personId: 'first', name: 'A' },
  to: { personId: 'helper', name: 'H' },
  startsAt: 0,
  endsAt: 2000 * MINUTE,
  note: undefined,
  createdAt: 0,
  endedAt: undefined,
  ...more,
});
const due = (minutesBefore: number, more: Partial<typeof request> = {}, delegations: Delegation[] = []) =>
  remindersDue([{ ...request, ...more }], () => ({ selfApproval: false }), {
    people,
    delegations,
    areas,
    now: START - minutesBefore * MINUTE,
  }).map(({ kind, personId }) => `${kind} ${personId}`);

describe('reminders', () => {
  it('are due an hour and a quarter before, then the deputy’s, and none when it is over or decided', () => {
    expect([61, 60, 16, 15, 11, 10, 1, 0, -5].map((minutes) => due(minutes))).toEqual([
      [],
      ['hour-before first'],
      ['hour-before first'],
      ['quarter-before first'],
      ['quarter-before first'],
      ['deputy second'],
      ['deputy second'],
      [],
      [],
    ]);
    expect(due(15, { state: 'approved' })).toEqual([]);
    expect(due(15, { startAt: undefined })).toEqual([]);
  });

  it('are not for a moment before the request came', () => {
    const late = { createdAt: START - 30 * MINUTE };
    expect([30, 16].map((minutes) => due(minutes, late))).toEqual([[], []]);
    expect(due(15, late)).toEqual(['quarter-before first']);
    expect(due(9, { createdAt: START - 9 * MINUTE })).toEqual([]);
  });

  it('go to whoever stands in, while they do', () => {
    expect(due(60, {}, [delegation()])).toEqual(['hour-before helper']);
    expect(due(60, {}, [delegation({ endedAt: START - 90 * MINUTE })])).toEqual(['hour-before first']);
    expect(due(60, {}, [delegation({ startsAt: START })])).toEqual(['hour-before first']);
  });

  it('never go to whoever submitted it, and go to nobody twice at one moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 120 }), fc.constantFrom('officer', 'first', 'helper'), (minutes, who) => {
        const reminders = due(minutes, { submittedBy: { personId: who, name: who } }, [delegation()]);
        expect(new Set(reminders).size).toBe(reminders.length);
        expect(reminders.filter((each) => each.endsWith(` ${who}`))).toEqual([]);
      }),
    );
  });
});

describe('a delegation', () => {
  it('runs from its first instant to before its last, or until it is taken back', () => {
    const running = (at: number, more = {}) => isRunning(delegation({ startsAt: 10, endsAt: 20, ...more }), at);
    expect([9, 10, 19, 20].map((at) => running(at))).toEqual([false, true, true, false]);
    expect([14, 15].map((at) => running(at, { endedAt: 15 }))).toEqual([true, false]);
  });

  it('is for somebody else, ends after it begins, ahead, and within a year', () => {
    const fault = (more: Partial<Delegation>) => delegationFault(delegation({ startsAt: 10, endsAt: 20, ...more }), 5);
    expect(fault({})).toBeUndefined();
    expect(fault({ to: { personId: 'first', name: 'A' } })).toBe('delegation-to-self');
    for (const wrong of [{ endsAt: 10 }, { startsAt: 1, endsAt: 5 }, { endsAt: 400 * 24 * 3600_000 }]) {
      expect(fault(wrong)).toBe('delegation-times');
    }
  });
});
