import { emergencyOf, FIRST_WISH, lackOf, locksOver } from '@loa-lang/controller/console/emergency/wish';
import { describe, expect, it } from 'vitest';

const storm = { ...FIRST_WISH, what: 'stay-inside' };
const here = { areaIds: ['thon-a'], groupIds: [] };

describe('an emergency that is wished for', () => {
  it('lacks words, or a place, until it has both', () => {
    expect(lackOf(FIRST_WISH)).toBe('chooseFirst');
    expect(lackOf({ ...FIRST_WISH, what: 'own', text: '  ' })).toBe('chooseFirst');
    expect(lackOf({ ...storm, chosen: { areaIds: [], groupIds: [] } })).toBe('choosePlaceFirst');
    expect(lackOf(storm)).toBeUndefined();
    expect(lackOf({ ...FIRST_WISH, what: 'own', text: 'Sơ tán ngay', chosen: here })).toBeUndefined();
  });

  it('lacks what must be filled in of its template, and carries what was', () => {
    const field = { type: 'text', label: { vi: 'Nơi', en: 'Where' }, example: '' } as const;
    const fields = [
      { ...field, name: 'place', required: true },
      { ...field, name: 'road', required: false },
    ];
    const fire = { ...FIRST_WISH, what: 'fire' };
    expect(lackOf({ ...fire, values: { place: ' ', road: 'x' } }, fields)).toBe('fillFirst');
    const filled = { ...fire, values: { place: ' xưởng gỗ ', road: '' } };
    expect(lackOf(filled, fields)).toBeUndefined();
    expect(emergencyOf(filled, undefined, false)).toEqual({
      ...{ template: { id: 'fire', values: { place: 'xưởng gỗ' } }, targets: 'everywhere' },
    });
  });

  it('is sent everywhere unless places are chosen', () => {
    expect(emergencyOf(storm, 'xa', false)).toEqual({
      ...{ template: { id: 'stay-inside' }, communeId: 'xa', targets: 'everywhere' },
    });
    expect(emergencyOf({ ...storm, chosen: here }, undefined, false)).toEqual({
      ...{ template: { id: 'stay-inside' }, targets: { areaIds: ['thon-a'], groupIds: [] } },
    });
  });

  it('lifts locks only for what is no drill', () => {
    expect(emergencyOf(storm, 'xa', true)).toMatchObject({ liftAndSend: true });
    expect(emergencyOf({ ...storm, drill: true }, 'xa', true)).toEqual({
      ...{ template: { id: 'stay-inside' }, communeId: 'xa', targets: 'everywhere', drill: true },
    });
  });

  it('meets the locks of its places and of all above them', () => {
    const hamlets = [{ id: 'thon-a' }, { id: 'thon-b' }];
    const locks = [{ areaId: 'xa' }, { areaId: 'thon-a' }, { areaId: 'thon-b' }];
    expect(locksOver(storm, locks, hamlets)).toEqual(locks);
    expect(locksOver({ ...storm, chosen: here }, locks, hamlets)).toEqual([{ areaId: 'xa' }, { areaId: 'thon-a' }]);
    // a group may lie anywhere
    expect(locksOver({ ...storm, chosen: { areaIds: [], groupIds: ['g'] } }, locks, hamlets)).toEqual(locks);
  });
});
