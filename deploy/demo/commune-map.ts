/** The demonstration's own map, drawn for it: outlines of its hamlets that fit together, a road, a stream, a few places. */
import type { DemoHamlet } from './area.ts';
import { COLUMNS, ROW_DEGREES, SOUTH_WEST, STEP_DEGREES } from './area.ts';

type Position = [longitude: number, latitude: number];
interface Feature {
  type: 'Feature';
  properties: Record<string, string>;
  geometry: { type: 'Point' | 'LineString' | 'Polygon'; coordinates: unknown };
}
export interface FeatureCollection {
  type: 'FeatureCollection';
  features: Feature[];
}

/** Of a border that nobody has drawn with a ruler: 0 to 1, the same for the same place. */
function uneven(x: number, y: number): number {
  const mixed = Math.sin(x * 127.1 + y * 311.7) * 43_758.5453;
  return mixed - Math.floor(mixed);
}

/** How far a border bends, in parts of a field. */
const BEND = 0.16;

/** @param x in fields from the west @param y in fields from the south */
function at(x: number, y: number): Position {
  const bent = (value: number, of: number) => value + (of - 0.5) * 2 * BEND;
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  return [
    round(SOUTH_WEST.longitude + STEP_DEGREES * bent(x, uneven(x, y))),
    round(SOUTH_WEST.latitude + ROW_DEGREES * bent(y, uneven(y + 17, x))),
  ];
}

/** Pieces of each side of a field. */
const PIECES = 3;
const alongOf = (from: Position, to: Position): Position[] =>
  Array.from({ length: PIECES }, (_, piece) => {
    const part = (a: number, b: number) => a + ((b - a) * piece) / PIECES;
    return at(part(from[0], to[0]), part(from[1], to[1]));
  });

function field(place: number): Position[] {
  const [x, y] = [place % COLUMNS, Math.floor(place / COLUMNS)];
  const corners: Position[] = [
    [x, y],
    [x + 1, y],
    [x + 1, y + 1],
    [x, y + 1],
  ];
  const ring = corners.flatMap((corner, side) => alongOf(corner, corners[(side + 1) % 4] as Position));
  return [...ring, ring[0] as Position];
}

export const hamletOutlines = (hamlets: readonly DemoHamlet[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features: hamlets.map(({ name }, place) => ({
    type: 'Feature',
    properties: { name },
    geometry: { type: 'Polygon', coordinates: [field(place)] },
  })),
});

const line = (kind: string, name: string, ...points: Position[]): Feature => ({
  type: 'Feature',
  properties: { kind, name },
  geometry: { type: 'LineString', coordinates: points.map(([x, y]) => at(x, y)) },
});
const spot = (name: string, x: number, y: number): Feature => ({
  type: 'Feature',
  properties: { kind: 'place', name },
  geometry: { type: 'Point', coordinates: at(x, y) },
});

export const baseOfMap = (): FeatureCollection => ({
  type: 'FeatureCollection',
  features: [
    line('road', 'Đường liên xã', [-0.3, 1.4], [0.6, 1.5], [1.5, 1.6], [2.4, 1.5], [3.3, 1.6], [4.3, 1.8]),
    line('road', 'Đường trục thôn', [1.6, -0.2], [1.7, 0.7], [1.5, 1.6], [1.6, 2.4], [1.4, 3.2]),
    line('path', 'Đường nội đồng', [3.3, 1.6], [3.4, 0.8], [3.2, 0.1]),
    line('water', 'Ngòi Đa Mai', [-0.2, 2.6], [0.7, 2.3], [1.3, 2.1], [2.2, 2.2], [2.8, 1.1], [2.6, 0.3], [2.9, -0.2]),
    spot('Uỷ ban nhân dân', 1.55, 1.8),
    spot('Trạm y tế', 1.85, 1.35),
    spot('Trường tiểu học', 2.2, 1.75),
  ],
});
