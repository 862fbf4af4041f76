import { FIRST_ROLES, mayAdminister, mayAdministerPerson } from '@loa-lang/controller/domain/identity/granting';
import { needsSecondFactor } from '@loa-lang/controller/domain/identity/second-factor';
import { callerOf, OPERATOR, STATION } from '@loa-lang/controller/domain/people/person';
import type { Role } from '@loa-lang/schemas/states/people';
import { ROLES } from '@loa-lang/schemas/states/people';
import { describe, expect, it } from 'vitest';
import { person } from '../../../support/people.ts';
import { territoryOf } from './territory.ts';

const areas = territoryOf();
const everywhere = callerOf(person('a', 'A', [...FIRST_ROLES]));

describe('whoever makes accounts', () => {
  it('is an administrator who has signed in, and no technician, machine or trial', () => {
    const who = person('x', 'X', ['officer']);
    expect(mayAdministerPerson(everywhere, who, areas)).toBe(true);
    for (const caller of [STATION, OPERATOR, { ...everywhere, kind: 'token' as const }]) {
      expect(mayAdministerPerson(caller, who, areas)).toBe(false);
    }
    const plain: Role[] = ['officer', 'approver', 'technician', 'hamlet-head', 'viewer', 'source'];
    for (const role of plain) expect(mayAdminister({ roles: [role] }), role).toBe(false);
  });

  it('of a commune gives no role of the province, nor that of an upstream system', () => {
    const commune = { ...everywhere, roles: ['commune-administrator'] as const, areaIds: ['xa-1'] };
    const of = (role: Role) => mayAdministerPerson(commune, person('x', 'X', [role], { areaIds: ['xa-1'] }), areas);
    expect(ROLES.filter((role) => !of(role))).toEqual(['province-administrator', 'source']);
    const both = person('x', 'X', ['officer', 'province-administrator'], { areaIds: ['xa-1'] });
    expect(mayAdministerPerson(commune, both, areas)).toBe(false);
  });

  it('the first account gives every role', () => {
    for (const role of ROLES) expect(mayAdministerPerson(everywhere, person('x', 'X', [role]), areas), role).toBe(true);
  });

  it('reaches no further than the own areas', () => {
    const within = { ...everywhere, areaIds: ['xa-1'] };
    const of = (areaIds: string[] | 'everywhere') =>
      mayAdministerPerson(within, person('x', 'X', ['officer'], { areaIds }), areas);
    expect([of(['xa-1']), of(['thon-1']), of(['xa-1', 'thon-1'])]).toEqual([true, true, true]);
    expect([of(['xa-2']), of(['tinh']), of(['thon-1', 'xa-2']), of('everywhere')]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

it('a second factor is for who approves, sends emergencies, or makes somebody who may', () => {
  const needs = (role: Role) => needsSecondFactor({ roles: [role] });
  expect((['approver', 'officer', 'hamlet-head', 'commune-administrator'] as const).map(needs)).toEqual(
    Array(4).fill(true),
  );
  expect((['technician', 'viewer', 'source'] as const).map(needs)).toEqual(Array(3).fill(false));
  expect(needsSecondFactor({ roles: FIRST_ROLES })).toBe(true);
});
