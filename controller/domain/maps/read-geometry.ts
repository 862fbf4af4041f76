/** One geometry of an uploaded map, checked and tidied: six decimals, two dimensions, rings closed and wound. */
import type { ErrorCode, ErrorParameters } from '@loa-lang/schemas/errors/codes';
import { GEOMETRY_TYPES, type GeometryType, type Position } from '@loa-lang/schemas/http/map';
import { rounded, signedArea, simplified, simplifiedRing, wound } from './rings.ts';
import type { MapGeometry, PolygonRings, Ring } from './shape.ts';

/** Thrown and caught within this folder. */
export class GeometryFault extends Error {
  readonly code: ErrorCode;
  readonly parameters: ErrorParameters;

  constructor(code: ErrorCode, parameters: ErrorParameters = {}) {
    super(code);
    this.code = code;
    this.parameters = parameters;
  }
}

export interface Read {
  geometry: MapGeometry;
  /** of Polygon and MultiPolygon */
  polygons: PolygonRings[] | undefined;
  /** how many are kept */
  positions: number;
}

const wrong = (vi: string, en: string): GeometryFault =>
  new GeometryFault('map-geometry-wrong', { detail: { vi, en } });

/** @throws GeometryFault */
export function readGeometry(value: unknown): Read {
  if (typeof value !== 'object' || value === null) throw wrong('không có hình', 'there is none');
  const { type, coordinates } = value as { type?: unknown; coordinates?: unknown };
  const known = GEOMETRY_TYPES.find((each) => each === type);
  if (known === undefined) throw wrong(`kiểu "${String(type).slice(0, 40)}"`, `type “${String(type).slice(0, 40)}”`);
  if (!Array.isArray(coordinates) || coordinates.length === 0) throw wrong('không có toạ độ', 'it has no coordinates');
  return READERS[known](coordinates, known);
}

type GeometryReader = (coordinates: unknown[], type: GeometryType) => Read;

const lines = (given: Position[][], type: GeometryType): Read => {
  const kept = given.map((line) => simplified(line));
  return {
    geometry: { type, coordinates: type === 'LineString' ? kept[0] : kept },
    polygons: undefined,
    positions: kept.reduce((sum, line) => sum + line.length, 0),
  };
};
const areas = (polygons: PolygonRings[], type: GeometryType): Read => ({
  geometry: { type, coordinates: type === 'Polygon' ? polygons[0] : polygons },
  polygons,
  positions: polygons.flat().reduce((sum, ring) => sum + ring.length, 0),
});

const READERS: Record<GeometryType, GeometryReader> = {
  Point: (coordinates, type) => ({
    geometry: { type, coordinates: readPosition(coordinates) },
    polygons: undefined,
    positions: 1,
  }),
  MultiPoint: (coordinates, type) => {
    const points = coordinates.map(readPosition);
    return { geometry: { type, coordinates: points }, polygons: undefined, positions: points.length };
  },
  LineString: (coordinates, type) => lines([readLine(coordinates)], type),
  MultiLineString: (coordinates, type) => lines(coordinates.map(readLine), type),
  Polygon: (coordinates, type) => areas([readPolygon(coordinates)], type),
  MultiPolygon: (coordinates, type) => areas(coordinates.map(readPolygon), type),
};

/** A third number is a height, which no one needs here (3.1.1). */
function readPosition(value: unknown): Position {
  const [x, y] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof x !== 'number' || typeof y !== 'number')
    throw wrong('có điểm không phải hai số', 'a point is not two numbers');
  // metres of a projection: VN-2000 has hundreds of thousands of them
  if (Math.abs(x) > 1000 || Math.abs(y) > 1000) throw new GeometryFault('map-projected');
  if (Math.abs(x) <= 90 && Math.abs(y) > 90 && Math.abs(y) <= 180) throw new GeometryFault('map-swapped');
  if (Math.abs(x) > 180 || Math.abs(y) > 90) throw new GeometryFault('map-position-wrong', { value: `${x}, ${y}` });
  return [rounded(x), rounded(y)];
}

function readLine(value: unknown): Position[] {
  if (!Array.isArray(value) || value.length < 2) throw wrong('đường cần ít nhất hai điểm', 'a line needs two points');
  return value.map(readPosition);
}

function readPolygon(value: unknown): PolygonRings {
  if (!Array.isArray(value) || value.length === 0) throw wrong('không có đường ranh giới', 'it has no outline');
  return wound(value.map((ring) => simplifiedRing(readRing(ring))));
}

function readRing(value: unknown): Ring {
  const ring = readLine(value);
  const [first, last] = [ring[0], ring.at(-1)];
  if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) throw new GeometryFault('map-ring-open');
  if (new Set(ring.map(String)).size < 3) throw new GeometryFault('map-ring-short');
  if (signedArea(ring) === 0) throw new GeometryFault('map-ring-flat');
  return ring;
}
