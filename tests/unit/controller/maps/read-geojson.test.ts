import { readGeoJson } from '@loa-lang/controller/domain/maps/read-geojson';
import { pointInside, signedArea, simplified } from '@loa-lang/controller/domain/maps/rings';
import type { Ring } from '@loa-lang/controller/domain/maps/shape';
import { describe, expect, it } from 'vitest';

const SQUARE: Ring = [
  [106, 21],
  [106.01, 21],
  [106.01, 21.01],
  [106, 21.01],
  [106, 21],
];
const read = (value: unknown) => readGeoJson(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
const polygon = (...rings: unknown[]) => read({ type: 'Polygon', coordinates: rings });
const codeOf = (result: ReturnType<typeof read>) =>
  result.kind === 'refused' ? result.code : result.kind === 'faults' ? result.faults[0]?.code : result.kind;

describe('a map file', () => {
  it.each([
    ['map-unreadable', 'không phải'],
    ['map-not-geojson', '[]'],
    ['map-not-geojson', '{"type":"Topology"}'],
    ['map-empty', '{"type":"FeatureCollection","features":[]}'],
    ['read', `\uFEFF${JSON.stringify({ type: 'Polygon', coordinates: [SQUARE] })}`],
    ['read', { type: 'Feature', geometry: { type: 'Point', coordinates: [106, 21, 12] }, properties: null }],
    ['map-projected', { type: 'Point', coordinates: [412_000, 2_360_000] }],
    [
      'map-projected',
      { type: 'Point', crs: { properties: { name: 'urn:ogc:def:crs:EPSG::3405' } }, coordinates: [1, 2] },
    ],
    ['read', { type: 'Point', crs: { properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } }, coordinates: [1, 2] }],
    ['map-swapped', { type: 'Point', coordinates: [21.35, 106.02] }],
    ['map-position-wrong', { type: 'Point', coordinates: [200, 21] }],
    ['map-geometry-wrong', { type: 'Point', coordinates: ['106', '21'] }],
    ['map-geometry-wrong', { type: 'Feature', geometry: null, properties: {} }],
    ['map-geometry-wrong', { type: 'LineString', coordinates: [[106, 21]] }],
    ['map-not-geojson', { type: 'Circle', radius: 3 }],
  ])('is %s: %j', (code, value) => {
    expect(codeOf(read(value))).toBe(code);
  });

  it('has outlines that are closed, have three points and enclose something', () => {
    expect(codeOf(polygon(SQUARE.slice(0, 4)))).toBe('map-ring-open');
    expect(codeOf(polygon([SQUARE[0], SQUARE[1], SQUARE[0]]))).toBe('map-ring-short');
    expect(
      codeOf(
        polygon([
          [106, 21],
          [106.01, 21],
          [106.02, 21],
          [106, 21],
        ]),
      ),
    ).toBe('map-ring-flat');
  });

  it('names each faulty feature by its number and its name', () => {
    const features = [SQUARE, SQUARE.slice(0, 4)].map((ring, i) => ({
      ...{ type: 'Feature', properties: { TEN_THON: `Thôn ${i}` } },
      geometry: { type: 'Polygon', coordinates: [ring] },
    }));
    const result = read({ type: 'FeatureCollection', features });
    expect(result).toMatchObject({ kind: 'faults', features: 2, faults: [{ feature: 2, name: 'Thôn 1' }] });
  });

  it('is turned as the RFC says, whichever way it was drawn', () => {
    const hole: Ring = SQUARE.map(([x, y]) => [106.004 + (x - 106) / 10, 21.004 + (y - 21) / 10]);
    for (const rings of [
      [SQUARE, hole],
      [[...SQUARE].reverse(), [...hole].reverse()],
    ]) {
      const result = polygon(...rings);
      const [outer = [], inner = []] = (result.kind === 'read' && result.features[0]?.polygons?.[0]) || [];
      expect(signedArea(outer)).toBeGreaterThan(0);
      expect(signedArea(inner)).toBeLessThan(0);
    }
  });

  it('keeps no points that nobody sees, and those of a corner', () => {
    const many = Array.from({ length: 10_000 }, (_, i): [number, number] => [106 + i / 1e6, 21 + (i % 2) / 1e6]);
    expect(simplified(many)).toEqual([many[0], many.at(-1)]);
    expect(simplified(SQUARE)).toEqual(SQUARE);
  });
});

describe('the place of a name', () => {
  it('lies inside of a bent hamlet, where the centre of mass does not', () => {
    const bent: Ring = [
      [0, 0],
      [10, 0],
      [10, 10],
      [8, 10],
      [8, 1],
      [2, 1],
      [2, 10],
      [0, 10],
      [0, 0],
    ];
    const [x, y] = pointInside([[bent]]);
    expect(y).toBeGreaterThan(0);
    expect(x > 8 || x < 2 || y < 1).toBe(true);
  });
});
