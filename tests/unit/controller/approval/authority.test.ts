/** Who may decide in whose place. */
import { type Authority, authorityOf } from '@loa-lang/controller/domain/approval/authority';
import { type Caller, callerOf, type Person } from '@loa-lang/controller/domain/people/person';
import type { Role } from '@loa-lang/schemas/states/people';
import { describe, expect, it } from 'vitest';
import { COMMUNE, territory } from '../commune.ts';

const person = (id: string, roles: Role[]): Person => ({
  ...{ id, name: id, roles, areaIds: 'everywhere', deputyId: undefined, active: true },
});
const chief = person('chief', ['approver']);
const officer = person('officer', ['officer']);
const viewer = person('viewer', ['viewer']);

const decides = (caller: Caller, to: Person): Authority =>
  authorityOf(
    caller,
    { communeId: 'C', submittedBy: { personId: 'writer', name: 'Writer' } },
    { selfApproval: false },
    {
      people: [chief, officer, viewer],
      delegations: [
        {
          ...{ id: 'd', startsAt: 0, endsAt: 10, note: undefined, createdAt: 0, endedAt: undefined },
          from: { personId: 'chief', name: 'chief' },
          to: { personId: to.id, name: to.name },
        },
      ],
      areas: territory(COMMUNE, []).areas,
      now: 5,
    },
  );

describe('a right that was given for a time', () => {
  it('is exercised by its deputy in person', () => {
    expect(decides(callerOf(officer), officer)).toMatchObject({ ok: true, onBehalfOf: { personId: 'chief' } });
  });
  it('is exercised by no machine with a token of the deputy', () => {
    const token: Caller = { ...callerOf(officer), kind: 'token', scope: ['see', 'submit'] };
    expect(decides(token, officer)).toEqual({ ok: false, fault: 'not-permitted' });
  });
  it('is exercised by nobody who signs in with a password alone', () => {
    expect(decides(callerOf(viewer), viewer)).toEqual({ ok: false, fault: 'not-permitted' });
  });
});
