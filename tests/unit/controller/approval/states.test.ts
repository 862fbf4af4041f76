import {
  GOES_FIRST_REASON,
  isEffective,
  isFlagged,
  newRequest,
  TRIAL_REASON,
} from '@loa-lang/controller/domain/approval/approval-request';
import { pictureType } from '@loa-lang/controller/domain/approval/picture';
import { actingFirst, type Caller, OPERATOR, STATION } from '@loa-lang/controller/domain/people/person';
import { APPROVAL_ACTS, APPROVAL_STATES, APPROVAL_TABLE, statesBefore } from '@loa-lang/schemas/states/approval';
import { describe, expect, it } from 'vitest';

describe('the states of a request', () => {
  it('go from draft to submitted to a decision to the archive, and no other way', () => {
    const moves = APPROVAL_STATES.flatMap((from) =>
      APPROVAL_ACTS.flatMap((act) => {
        const to = APPROVAL_TABLE[from][act];
        return to === undefined ? [] : [`${from} -${act}> ${to}`];
      }),
    );
    expect(moves).toEqual([
      'draft -submit> submitted',
      'draft -archive> archived',
      'submitted -approve> approved',
      'submitted -return> returned',
      'submitted -archive> archived',
      'approved -archive> archived',
      'returned -archive> archived',
    ]);
    expect(statesBefore('approve')).toEqual(['submitted']);
  });

  it('no decision is followed by another one, and nothing leaves the archive', () => {
    for (const state of ['approved', 'returned', 'archived'] as const) {
      expect([APPROVAL_TABLE[state].approve, APPROVAL_TABLE[state].return]).toEqual([undefined, undefined]);
    }
    expect(APPROVAL_TABLE.archived).toEqual({});
  });
});

const submission = {
  communeId: 'C',
  subjectKind: 'broadcast' as const,
  subjectId: 'b',
  title: 'T',
  binding: { assets: ['a'], targets: { areaIds: ['C'], groupIds: [], clusterIds: [] }, times: { once: 5 } },
  startAt: 5,
};

describe('a new request', () => {
  const person: Caller = { kind: 'person', personId: 'p', name: 'P', roles: [], areaIds: 'everywhere' };
  const state = (by: Caller, maySubmit: boolean, mayApprove: boolean, selfApproval: boolean) =>
    newRequest(submission, { id: 'r', by, at: 1, standing: { maySubmit, mayApprove }, settings: { selfApproval } })
      .state;

  it.each([
    [person, false, false, false, 'draft'],
    [person, true, false, false, 'submitted'],
    [person, true, true, false, 'submitted'],
    [person, true, true, true, 'approved'],
    [person, true, false, true, 'submitted'],
    [person, false, false, true, 'draft'],
    [STATION, true, true, false, 'approved'],
    [OPERATOR, false, false, true, 'draft'],
  ] as const)('%o, may submit %s, may approve %s, self-approval %s: %s', (by, submit, approve, self, expected) => {
    expect(state(by, submit, approve, self)).toBe(expected);
  });
});

describe('what goes first', () => {
  it('is recorded as what it is, under the name of whoever sent it', () => {
    const by = actingFirst({ personId: 'hoa', name: 'Hoa' });
    const standing = { maySubmit: true, mayApprove: true };
    const settings = { selfApproval: false };
    const request = newRequest(submission, { id: 'r', by, at: 1, standing, settings });
    expect(request).toMatchObject({
      state: 'approved',
      decision: { by: { personId: 'hoa', name: 'Hoa' }, way: 'own', reason: GOES_FIRST_REASON },
    });
    const trial = newRequest(submission, { id: 'r', by: STATION, at: 1, standing, settings });
    expect(trial.decision?.reason).toBe(TRIAL_REASON);
  });
});

describe('word of mouth', () => {
  const outside = {
    approver: { personId: 'a', name: 'A' },
    recordedBy: { personId: 'o', name: 'O' },
    saidAt: 0,
    confirmBy: 100,
  };
  it('counts at once, is flagged and lapses at its time, and counts again once confirmed', () => {
    const request = { state: 'approved' as const, outside };
    expect([99, 100].map((now) => [isFlagged(request, now), isEffective(request, now)])).toEqual([
      [false, true],
      [true, false],
    ]);
    const confirmed = { ...request, outside: { ...outside, confirmedAt: 150 } };
    expect([isFlagged(confirmed, 200), isEffective(confirmed, 200)]).toEqual([false, true]);
    expect(isEffective({ state: 'archived', outside: undefined }, 0)).toBe(false);
  });

  it('a picture is what its bytes say', () => {
    const of = (text: string) => pictureType(Buffer.from(text, 'latin1'));
    expect(of('\xff\xd8\xff\xe0')).toBe('image/jpeg');
    expect(of('\x89PNG\r\n\x1a\n....')).toBe('image/png');
    expect(of('RIFF\x01\x02\x03\x04WEBPVP8 ')).toBe('image/webp');
    for (const other of ['', '\xff\xd8', 'RIFF....WAVE', '<svg xmlns="x">', 'GIF89a', '%PDF-1.7']) {
      expect(of(other), other).toBeUndefined();
    }
  });
});
