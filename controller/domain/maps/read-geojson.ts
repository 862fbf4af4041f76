/** An uploaded map → its features, checked against RFC 7946. */
import { type ErrorCode, type ErrorParameters, errorText, type Words } from '@loa-lang/schemas/errors/codes';
import { MAX_MAP_FEATURES, type MapFault } from '@loa-lang/schemas/http/map';
import { GeometryFault, type Read, readGeometry } from './read-geometry.ts';

export interface RawFeature extends Read {
  /** as the file counts them, from 1 */
  feature: number;
  name: string | undefined;
  properties: Record<string, unknown>;
}

export type ReadMap =
  | { kind: 'read'; features: RawFeature[] }
  | { kind: 'faults'; features: number; faults: MapFault[] }
  | { kind: 'refused'; code: ErrorCode; parameters: ErrorParameters };

/** More are no help to anybody. */
const MOST_FAULTS = 100;

const refused = (code: ErrorCode, parameters: ErrorParameters = {}): ReadMap => ({ kind: 'refused', code, parameters });
const notGeoJson = (vi: string, en: string) => refused('map-not-geojson', { detail: { vi, en } as Words });

/** Names of the reference system that RFC 7946 fixes, as files of the older rules write them. */
const WGS_84 = /CRS84|EPSG:{1,2}4326|EPSG::4326|WGS ?84/i;

export function readGeoJson(bytes: Uint8Array): ReadMap {
  let root: unknown;
  try {
    // a byte order mark is forbidden by the RFC and written by Windows
    root = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refused('map-unreadable');
  }
  if (!isRecord(root) || typeof root.type !== 'string') return notGeoJson('thiếu "type"', 'it has no “type”');
  if (isRecord(root.crs) && !WGS_84.test(JSON.stringify(root.crs).slice(0, 500))) return refused('map-projected');
  const raw = rawFeatures(root);
  if (raw === undefined) return notGeoJson('"type" không dùng được', 'its “type” cannot be used');
  if (raw.length === 0) return refused('map-empty');
  if (raw.length > MAX_MAP_FEATURES) return refused('map-too-many', { limit: MAX_MAP_FEATURES });
  const features: RawFeature[] = [];
  const faults: MapFault[] = [];
  for (const [index, { geometry, properties }] of raw.entries()) {
    const about = { feature: index + 1, name: nameIn(properties) };
    try {
      features.push({ ...about, properties, ...readGeometry(geometry) });
    } catch (error) {
      if (!(error instanceof GeometryFault)) throw error;
      // what is wrong with one is wrong with all
      if (error.code === 'map-projected' || error.code === 'map-swapped') return refused(error.code);
      faults.push(mapFault(about, error.code, error.parameters));
    }
  }
  return faults.length === 0
    ? { kind: 'read', features }
    : { kind: 'faults', features: raw.length, faults: faults.slice(0, MOST_FAULTS) };
}

export const mapFault = (
  { feature, name }: { feature: number; name: string | undefined },
  code: ErrorCode,
  parameters: ErrorParameters,
): MapFault => ({ feature, ...(name !== undefined && { name }), code, message: errorText(code, parameters) });

interface Raw {
  geometry: unknown;
  properties: Record<string, unknown>;
}

function rawFeatures(root: Record<string, unknown>): Raw[] | undefined {
  if (root.type === 'FeatureCollection')
    return Array.isArray(root.features) ? root.features.map(rawFeature) : undefined;
  if (root.type === 'Feature') return [rawFeature(root)];
  if (root.type === 'GeometryCollection') {
    if (!Array.isArray(root.geometries)) return undefined;
    return root.geometries.map((geometry) => ({ geometry, properties: {} }));
  }
  return 'coordinates' in root ? [{ geometry: root, properties: {} }] : undefined;
}

const rawFeature = (value: unknown): Raw => {
  if (!isRecord(value) || value.type !== 'Feature') return { geometry: undefined, properties: {} };
  const properties = isRecord(value.properties) ? value.properties : {};
  return { geometry: value.geometry, properties };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How maps of Vietnam call a name: OpenStreetMap, QGIS, the land register. */
const NAME_KEYS = ['name:vi', 'name', 'ten', 'tên', 'ten_thon', 'tenthon', 'tên thôn', 'ten thon', 'fullname', 'label'];
/** Of what is shown; longer ones are no names. */
const MOST_NAME_CHARACTERS = 200;

function nameIn(properties: Record<string, unknown>): string | undefined {
  const byKey = new Map(Object.entries(properties).map(([key, value]) => [key.toLowerCase(), value]));
  for (const key of NAME_KEYS) {
    const value = byKey.get(key);
    if (typeof value !== 'string') continue;
    const text = value.normalize('NFC').replace(/\s+/gu, ' ').trim();
    if (text !== '' && text.length <= MOST_NAME_CHARACTERS && !/\0|\p{Surrogate}/u.test(text)) return text;
  }
  return undefined;
}
