/** Shapes on the map as they are kept: RFC 7946, six decimals, no more points than the eye needs. */
import type { BaseKind, GeometryType, Position } from '@loa-lang/schemas/http/map';
import type { AreaId } from '@loa-lang/schemas/ids';

/** A closed line: the last position is the first. */
export type Ring = Position[];
/** The outer ring, then holes. */
export type PolygonRings = Ring[];

export interface MapGeometry {
  type: GeometryType;
  coordinates: unknown;
}

export interface HamletOutline {
  hamletId: AreaId;
  polygons: PolygonRings[];
  /** a point inside, where its name fits */
  labelAt: Position;
}

export interface BaseFeature {
  kind: BaseKind;
  name?: string;
  geometry: MapGeometry;
}

/** West, south, east, north. */
export type Bounds = [number, number, number, number];

/** The least that holds all of it; `undefined` for nothing. */
export function boundsOf(geometries: Iterable<unknown>): Bounds | undefined {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const coordinates of geometries) widen(bounds, coordinates);
  return bounds[0] === Infinity ? undefined : bounds;
}

/** Coordinates nest four levels deep at most. */
function widen(bounds: Bounds, coordinates: unknown): void {
  if (!Array.isArray(coordinates)) return;
  const [x, y] = coordinates as unknown[];
  if (typeof x !== 'number' || typeof y !== 'number') {
    for (const inner of coordinates) widen(bounds, inner);
    return;
  }
  bounds[0] = Math.min(bounds[0], x);
  bounds[1] = Math.min(bounds[1], y);
  bounds[2] = Math.max(bounds[2], x);
  bounds[3] = Math.max(bounds[3], y);
}
