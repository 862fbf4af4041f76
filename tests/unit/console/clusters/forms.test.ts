/** What is typed about clusters, and what is sent of it. */

import { changedFields } from '@loa-lang/controller/console/clusters/changed-fields';
import { drawnOf } from '@loa-lang/controller/console/clusters/plot-data';
import { changeOf, draftOf, figureOf } from '@loa-lang/controller/console/clusters/record-draft';
import { changesOf, EMPTY } from '@loa-lang/controller/console/clusters/settings-draft';
import { agrees, isComplete } from '@loa-lang/controller/console/parts/claim/candidates';
import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import { expect, it } from 'vitest';

const CLUSTER: ClusterBody = {
  ...{ id: 'cum-1', hamletId: 'thon-1', code: '01', name: 'Cụm 1', kind: 'horns', muted: false, volumeDb: -3 },
  ...{ listen: false, online: true, latitude: 21.35, longitude: 106.1, horns: [{ watts: 30, bearingDeg: 90 }] },
  ...{ details: { Điện: '220 V' }, services: [{ hamletId: 'thon-1', households: 40 }], sim: { carrier: 'Viettel' } },
};

it('sends a record that nobody has touched as it is, and takes away what is emptied', () => {
  const draft = draftOf(CLUSTER);
  expect(changeOf(draft)).toMatchObject({
    horns: CLUSTER.horns,
    services: CLUSTER.services,
    sim: CLUSTER.sim,
    model: null,
  });
  expect(changeOf({ ...draft, carrier: '', latitude: '21,5' })).toMatchObject({ sim: null, latitude: 21.5 });
  expect(changeOf({ ...draft, horns: [{ watts: '', bearing: '10' }] }).horns).toEqual([]);
});

it('reads figures with a comma or a point, and nothing as nothing', () => {
  expect([figureOf(' -3,5 '), figureOf('2.5'), figureOf(' ')]).toEqual([-3.5, 2.5, undefined]);
});

it('sets only what is chosen, and nothing where nobody has chosen a place', () => {
  expect(changesOf(EMPTY, 'xa')).toBeUndefined();
  expect(changesOf({ ...EMPTY, sound: 'muted' }, undefined)).toBeUndefined();
  expect(changesOf({ ...EMPTY, sound: 'unmuted', hours: 'always' }, 'xa')).toEqual([
    { targets: { areaIds: ['xa'] }, set: { muted: false, hours: null } },
  ]);
  expect(changesOf({ ...EMPTY, where: 'clusters', ids: ['cum-1'], volume: '-6' }, 'xa')).toEqual([
    { targets: { clusterIds: ['cum-1'] }, set: { volumeDb: -6 } },
  ]);
});

it('compares the fingerprint of a scanned label, and leaves a typed code to people', () => {
  expect(agrees('LOA:ABCDE12345:0123456789ABCDEF', 'O123-4567-89AB-CDEF')).toBe(true);
  expect(agrees('LOA:ABCDE12345:0123456789ABCDEF', '1123-4567-89AB-CDEF')).toBe(false);
  expect(agrees('ABCDE-12345', '0123-4567-89AB-CDEF')).toBeUndefined();
  expect([isComplete('AB-12'), isComplete('ABC-123')]).toEqual([false, true]);
});

it('tells which fields of an entry changed, with what was before', () => {
  const details = { before: { muted: false, name: 'Cũ' }, after: { muted: false, name: 'Mới', sim: { number: '09' } } };
  expect(changedFields(details)).toEqual([
    { name: 'name', before: 'Cũ', after: 'Mới' },
    { name: 'sim', before: undefined, after: 'number 09' },
  ]);
  expect(changedFields('lạ')).toEqual([]);
});

it('draws no line across a gap', () => {
  const at = (minute: number) => new Date(minute * 60_000).toISOString();
  const point = (minute: number) => ({ at: at(minute), mean: 2, least: 1, largest: 3 });
  const [seconds, mean] = drawnOf([point(0), point(10)], [{ from: at(2), until: at(8) }], 10);
  expect(seconds).toEqual([0, 300, 600]);
  expect(mean).toEqual([20, null, 20]);
});
