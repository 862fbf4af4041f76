import { baseKindOf } from '@loa-lang/controller/domain/maps/base-kind';
import { type HamletToMatch, matchHamlets } from '@loa-lang/controller/domain/maps/match-hamlets';
import { type RawFeature, readGeoJson } from '@loa-lang/controller/domain/maps/read-geojson';
import { describe, expect, it } from 'vitest';

const square = [
  [
    [106, 21],
    [106.01, 21],
    [106.01, 21.01],
    [106, 21.01],
    [106, 21],
  ],
];
const LINE = {
  type: 'LineString',
  coordinates: [
    [106, 21],
    [106.1, 21],
  ],
};
const featuresOf = (...all: object[]): RawFeature[] => {
  const features = all.map((properties) => ({
    ...{ type: 'Feature', properties },
    geometry: 'line' in properties ? LINE : { type: 'Polygon', coordinates: square },
  }));
  const read = readGeoJson(Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })));
  return read.kind === 'read' ? read.features : [];
};
const hamlet = (id: string, name: string, code?: string): HamletToMatch => ({ id, name, code, hamletKind: 'thôn' });
const HAMLETS = [hamlet('a', 'Thôn Trại', '12'), hamlet('b', 'Đồng Gai'), hamlet('c', 'Thôn Trái')];
const match = (...properties: object[]) => matchHamlets(featuresOf(...properties), HAMLETS);

describe('an outline finds its hamlet', () => {
  it.each([
    ['by its code, text or number', { ma: 12 }, 'a', 'code'],
    ['by its name', { name: 'Thôn Trại' }, 'a', 'name'],
    ['by its name in another spelling', { name: 'THÔN  TRẠI' }, 'a', 'name'],
    ['without the kind in front', { ten: 'Trại' }, 'a', 'name'],
    ['with another kind in front', { ten: 'Làng Đồng Gai' }, 'b', 'name'],
    ['without diacritics, in a field of any name', { TEN_TDP_20: 'dong gai' }, 'b', 'plain-name'],
  ])('%s', (_, properties, hamletId, by) => {
    expect(match(properties)).toMatchObject({ matched: [{ hamletId, by }], faults: [], unmatched: [] });
  });

  it('is told where it might be of two', () => {
    expect(match({ name: 'Thon Trai' }).faults[0]).toMatchObject({ code: 'map-hamlet-ambiguous', feature: 1 });
  });

  it('is told where a hamlet has one already, where it is no outline, and where it has no hamlet', () => {
    const { faults, unmatched, without } = match({ name: 'Trại' }, { ma: '12' }, { line: 1 }, { name: 'Sao Hoả' });
    expect(faults.map(({ feature, code }) => [feature, code])).toEqual([
      [2, 'map-hamlet-twice'],
      [3, 'map-not-an-outline'],
    ]);
    expect(unmatched).toEqual([{ feature: 4, name: 'Sao Hoả' }]);
    expect(without.map(({ hamletName }) => hamletName)).toEqual(['Đồng Gai', 'Thôn Trái']);
  });
});

describe('what lies beneath', () => {
  it.each([
    ['road', { line: 1, highway: 'secondary' }],
    ['path', { line: 1, highway: 'track' }],
    ['water', { loai: 'Sông' }],
    ['water', { natural: 'water' }],
    ['green', { landuse: 'forest' }],
    ['other', { line: 1 }],
    ['boundary', {}],
  ])('is %s for %j', (kind, properties) => {
    expect(featuresOf(properties).map(baseKindOf)).toEqual([kind]);
  });
});
