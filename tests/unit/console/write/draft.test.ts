import { endOfDay, instantOf } from '@loa-lang/controller/console/words/local-instant';
import { emptyDraft, isWorthKeeping, soundKey } from '@loa-lang/controller/console/write/draft/draft';
import { DraftStore } from '@loa-lang/controller/console/write/draft/draft-store';
import { correctionOf, withCorrection } from '@loa-lang/controller/console/write/reading/correction';
import { repairOf } from '@loa-lang/controller/console/write/sound/repairs';
import { airDates, recurrenceOf, usualWhen, whenFault } from '@loa-lang/controller/console/write/when/when';
import { countTargets, hamletName } from '@loa-lang/controller/console/write/where/count-targets';
import { toggleTarget } from '@loa-lang/controller/console/write/where/toggle-target';
import { describe, expect, it } from 'vitest';

const ZONE = 'Asia/Ho_Chi_Minh';
const usual = usualWhen('2026-12-07', '10:00', '2026-12-08');

describe('a draft', () => {
  it('takes choices back and brings them again; what was typed stays', () => {
    const store = new DraftStore(emptyDraft('a', usual));
    store.choose({ kind: 'urgent' });
    store.note({ text: 'gõ thêm' });
    store.choose({ important: true });
    store.undo();
    expect(store.now()).toMatchObject({ important: false, kind: 'urgent', text: 'gõ thêm' });
    store.undo();
    expect(store.now()).toMatchObject({ kind: 'notice', text: 'gõ thêm' });
    store.undo();
    store.redo();
    expect(store.now()).toMatchObject({ kind: 'urgent' });
    store.choose({ title: 'khác' });
    expect(store.canRedo).toBe(false);
  });

  it('is worth keeping once there is something in it', () => {
    const draft = emptyDraft('a', usual);
    expect(isWorthKeeping(draft)).toBe(false);
    expect(isWorthKeeping({ ...draft, text: ' x' })).toBe(true);
    expect(soundKey(draft)).not.toBe(soundKey({ ...draft, text: 'x' }));
    expect(soundKey(draft)).toBe(soundKey({ ...draft, title: 'x' }));
  });
});

describe('when', () => {
  it('is the next usual hour that leaves time to approve', () => {
    expect(usual).toMatchObject({ mode: 'later', date: '2026-12-07', time: '11:30' });
    expect(usualWhen('2026-12-07', '11:15', '2026-12-08')).toMatchObject({ date: '2026-12-07', time: '17:00' });
    expect(usualWhen('2026-12-07', '16:50', '2026-12-08')).toMatchObject({ date: '2026-12-08', time: '05:30' });
  });

  it('repeats as a schedule takes it', () => {
    const when = { ...usual, mode: 'repeat' as const, untilDate: '2026-12-31' };
    const rule = { startDate: '2026-12-07', time: '11:30', endDate: '2026-12-31' };
    expect(recurrenceOf(when)).toEqual({ ...rule, rrule: 'FREQ=DAILY' });
    const weekly = recurrenceOf({ ...when, repeat: 'weekly', weekdays: ['FR', 'MO'] });
    expect(weekly).toEqual({ ...rule, rrule: 'FREQ=WEEKLY;BYDAY=MO,FR' });
    const lunar = recurrenceOf({ ...when, repeat: 'lunar', monthDay: 31, untilDate: '' });
    expect(lunar).toEqual({ startDate: '2026-12-07', time: '11:30', lunar: [{ every: 'month', day: 30 }] });
  });

  it('says what is missing', () => {
    expect(whenFault({ ...usual, mode: 'now', date: '' })).toBeUndefined();
    expect(whenFault({ ...usual, date: '' })).toBe('no-date');
    expect(whenFault({ ...usual, time: '' })).toBe('no-time');
    expect(whenFault({ ...usual, mode: 'repeat', repeat: 'weekly', weekdays: [] })).toBe('no-weekday');
    expect(whenFault({ ...usual, mode: 'repeat', untilDate: '2026-12-01' })).toBe('ends-before');
    expect(airDates({ ...usual, mode: 'now' }, '2026-12-06')).toEqual(['2026-12-06']);
  });

  it('is an instant by the clocks of the zone, whatever this computer has', () => {
    expect(instantOf('2026-12-07T17:00', ZONE)).toBe('2026-12-07T10:00:00.000Z');
    expect(instantOf('2026-03-29T03:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(endOfDay('2026-12-31', ZONE)).toBe('2026-12-31T17:00:00.000Z');
    expect(instantOf('T17:00', ZONE)).toBeUndefined();
  });
});

describe('targets', () => {
  const area = (id: string, kind: 'commune' | 'hamlet', households: number, parentId?: string) => ({
    ...{ id, kind, name: id, households, languages: ['vi'], timeZone: ZONE },
    ...(parentId !== undefined && { parentId }),
  });
  const cluster = (id: string, hamletId: string, ...serves: string[]) =>
    ({ id, hamletId, services: serves.map((each) => ({ hamletId: each, households: 10 })) }) as never;
  const places = {
    areas: [area('xa', 'commune', 300), area('gai', 'hamlet', 120, 'xa'), area('trai', 'hamlet', 80, 'xa')],
    groups: [{ id: 'de', communeId: 'xa', name: 'Ven đê', areaIds: ['trai'], clusterIds: ['c1'] }],
    clusters: [cluster('c1', 'gai', 'gai', 'trai'), cluster('c2', 'trai', 'trai')],
  };
  const count = (targets: object) => {
    const { hamletIds, clusterIds, households } = countTargets(places, {
      ...{ areaIds: [], groupIds: [], clusterIds: [] },
      ...targets,
    });
    return [hamletIds.size, households, clusterIds.size];
  };

  it('count all households of what is chosen, each once', () => {
    expect(count({})).toEqual([0, 0, 0]);
    expect(count({ areaIds: ['xa'] })).toEqual([2, 200, 2]);
    expect(count({ areaIds: ['xa', 'gai'] })).toEqual([2, 200, 2]);
    expect(count({ areaIds: ['trai'] })).toEqual([1, 80, 1]);
    expect(count({ clusterIds: ['c1'] })).toEqual([2, 200, 1]);
    expect(count({ groupIds: ['de'] })).toEqual([2, 200, 2]);
  });

  it('taken out of all leave the others; a group or a pole of all is meant alone', () => {
    const whole = { areaIds: ['xa'], groupIds: [], clusterIds: [] };
    const all = ['gai', 'trai'];
    expect(toggleTarget(whole, { list: 'areaIds', id: 'gai' }, 'xa', all).areaIds).toEqual(['trai']);
    const group = toggleTarget(whole, { list: 'groupIds', id: 'de' }, 'xa', all);
    expect(group).toEqual({ areaIds: [], groupIds: ['de'], clusterIds: [] });
    expect(toggleTarget(group, { list: 'groupIds', id: 'de' }, 'xa', all).groupIds).toEqual([]);
    expect(toggleTarget(group, { list: 'areaIds', id: 'gai' }, 'xa', all).areaIds).toEqual(['gai']);
  });

  it('are called by their kind', () => {
    expect(hamletName({ name: 'Trại', hamletKind: 'thôn' })).toBe('Thôn Trại');
    expect(hamletName({ name: 'Thôn Trại', hamletKind: 'thôn' })).toBe('Thôn Trại');
  });
});

it('a corrected place is found by what stands around it, and corrected once', () => {
  const text = `${'x'.repeat(30)} UBND xã ${'y'.repeat(30)}`;
  const first = correctionOf(text, { from: 31, to: 35 }, ' ủy ban ');
  expect(first).toEqual({
    written: 'UBND',
    reading: 'ủy ban',
    before: `${'x'.repeat(23)} `,
    after: ` xã ${'y'.repeat(20)}`,
  });
  const again = withCorrection([first], { ...first, reading: 'ủy ban nhân dân' });
  expect(again).toEqual([{ ...first, reading: 'ủy ban nhân dân' }]);
});

it('a repair is added to what was repaired before', () => {
  const repair = { highPassHz: 80, gainDb: 5 };
  expect(repairOf('trim', { repair })).toEqual({ repair, trimSilence: true });
  expect(repairOf('louder', { repair })).toMatchObject({ repair: { highPassHz: 80, gainDb: 6 } });
  expect(repairOf('denoise', { repair: {} })).toEqual({ repair: { denoise: { reductionDb: 12 } } });
});
