import { authorityOf } from '@loa-lang/controller/domain/approval/authority';
import type { Area } from '@loa-lang/controller/domain/areas/territory';
import { type Caller, callerOf, OPERATOR, STATION } from '@loa-lang/controller/domain/people/person';
import { may } from '@loa-lang/controller/domain/permissions/permissions';
import { ACTIONS, ROLES, type Role } from '@loa-lang/schemas/states/people';
import { describe, expect, it } from 'vitest';
import { person } from '../../../support/people.ts';

const area = (id: string, parentId: string | undefined, kind: Area['kind']): [string, Area] => [
  id,
  { id, parentId, kind, name: id, hamletKind: undefined, households: 1, languages: ['vi'] },
];
const areas = new Map([
  area('P', undefined, 'province'),
  area('C', 'P', 'commune'),
  area('H', 'C', 'hamlet'),
  area('H2', 'C', 'hamlet'),
  area('C2', 'P', 'commune'),
]);
const who = (roles: Role[], areaIds: Caller['areaIds']): Caller => ({
  kind: 'person',
  personId: 'x',
  name: 'X',
  roles,
  areaIds,
});
const rights = (caller: Caller, at: string) => ACTIONS.filter((action) => may(caller, action, at, areas)).join(' ');

describe('who may do what', () => {
  it('is a table', () => {
    expect(Object.fromEntries(ROLES.map((role) => [role, rights(who([role], ['C']), 'C')]))).toEqual({
      'province-administrator':
        'see draft submit approve return schedule emergency trigger speak stop lock lift manage settle administer',
      'commune-administrator': 'see stop lock lift manage settle administer',
      officer: 'see draft submit schedule emergency trigger speak stop lock lift',
      approver: 'see draft submit approve return schedule emergency trigger speak stop lock lift settle',
      'hamlet-head': 'see draft trigger speak',
      technician: 'see stop manage',
      viewer: 'see',
      source: 'deliver',
    });
    expect(rights(STATION, 'C')).toBe(ACTIONS.join(' '));
    expect(rights(OPERATOR, 'C')).toBe('see stop manage');
  });

  it('holds in the own areas and below them; of the commune around a hamlet only what does no harm', () => {
    const officer = who(['officer'], ['C']);
    expect(rights(officer, 'H')).toBe(rights(officer, 'C'));
    expect(rights(officer, 'P')).toBe('');
    expect(rights(officer, 'C2')).toBe('');
    expect(rights(officer, 'unknown')).toBe('');
    const head = who(['hamlet-head'], ['H']);
    expect([rights(head, 'H'), rights(head, 'C'), rights(head, 'H2')]).toEqual([
      'see draft trigger speak',
      'see draft',
      '',
    ]);
    expect(rights(who(['officer', 'technician'], ['C']), 'C')).toContain('manage');
    expect(rights(who(['province-administrator'], ['P']), 'H2')).toContain('approve');
  });
});

describe('who may decide', () => {
  const people = [
    person('a', 'A', ['approver'], { areaIds: ['C'] }),
    person('gone', 'G', ['approver'], { areaIds: ['C'], active: false }),
    person('b', 'B', ['officer'], { areaIds: ['C2'] }),
  ];
  const delegation = (from: string, to: string) => ({
    id: `${from}${to}`,
    from: { personId: from, name: from },
    to: { personId: to, name: to },
    startsAt: 0,
    endsAt: 100,
    note: undefined,
    createdAt: 0,
    endedAt: undefined,
  });
  const decide = (id: string, by: string, selfApproval = false, delegations = [delegation('a', 'b')]) => {
    const caller = callerOf(people.find((each) => each.id === id) ?? person(id, id, []));
    const request = { communeId: 'C', submittedBy: { personId: by, name: by } };
    const authority = authorityOf(caller, request, { selfApproval }, { people, delegations, areas, now: 50 });
    return authority.ok ? (authority.onBehalfOf?.personId ?? 'own') : authority.fault;
  };

  it('the approver, and the deputy for the approver', () => {
    expect([decide('a', 'o'), decide('b', 'o'), decide('c', 'o')]).toEqual(['own', 'a', 'not-permitted']);
  });
  it('nobody the own, neither through a deputy nor as one', () => {
    expect([decide('a', 'a'), decide('b', 'a'), decide('b', 'b')]).toEqual(Array(3).fill('self-approval'));
    expect([decide('a', 'a', true), decide('b', 'a', true)]).toEqual(['own', 'a']);
  });
  it('nobody for somebody who has left, and no deputy of a deputy', () => {
    expect(decide('b', 'o', false, [delegation('gone', 'b')])).toBe('not-permitted');
    expect(decide('c', 'o', false, [delegation('a', 'b'), delegation('b', 'c')])).toBe('not-permitted');
  });
});
