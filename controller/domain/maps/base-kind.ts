/** What a feature of the base is, from the tags of OpenStreetMap or a plain word. */
import type { BaseKind } from '@loa-lang/schemas/http/map';
import { searchName } from '../text/names.ts';
import type { RawFeature } from './read-geojson.ts';

/** Words of a property `kind`, `type` or `loai`, without diacritics. */
const WORDS: Readonly<Record<string, BaseKind>> = {
  road: 'road',
  duong: 'road',
  'giao thong': 'road',
  path: 'path',
  'duong mon': 'path',
  ngo: 'path',
  water: 'water',
  song: 'water',
  suoi: 'water',
  ho: 'water',
  ao: 'water',
  kenh: 'water',
  muong: 'water',
  'thuy he': 'water',
  boundary: 'boundary',
  'ranh gioi': 'boundary',
  'ranh gioi xa': 'boundary',
  'dia gioi': 'boundary',
  green: 'green',
  rung: 'green',
  building: 'building',
  nha: 'building',
  place: 'place',
  'dia diem': 'place',
};
/** Ways that no car takes: https://wiki.openstreetmap.org/wiki/Key:highway */
const PATHS = new Set(['path', 'track', 'footway', 'cycleway', 'steps', 'bridleway', 'pedestrian', 'service']);

export function baseKindOf({ properties, geometry, polygons }: RawFeature): BaseKind {
  const text = (key: string) => (typeof properties[key] === 'string' ? (properties[key] as string) : undefined);
  for (const key of ['kind', 'loai', 'type', 'loại', 'LOAI', 'KIND']) {
    const kind = WORDS[searchName(text(key) ?? '')];
    if (kind !== undefined) return kind;
  }
  const highway = text('highway');
  if (highway !== undefined) return PATHS.has(highway) ? 'path' : 'road';
  if (text('railway') !== undefined) return 'road';
  if (text('waterway') !== undefined || text('natural') === 'water' || text('landuse') === 'reservoir') return 'water';
  if (text('boundary') !== undefined) return 'boundary';
  if (text('building') !== undefined) return 'building';
  if (text('natural') === 'wood' || text('landuse') === 'forest' || text('leisure') === 'park') return 'green';
  if (geometry.type === 'Point' || geometry.type === 'MultiPoint') return 'place';
  return polygons === undefined ? 'other' : 'boundary';
}
