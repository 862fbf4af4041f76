/** Hamlets out of GeoJSON (RFC 7946): a row of the table for each figure, and the figures for the commune's map. */

export type OutlineFaultCode = 'no-name' | 'name-twice' | 'no-area';

export interface OutlineFault {
  /** from 1, as people count rows */
  row: number;
  name: string;
  code: OutlineFaultCode;
}

interface Feature {
  name: string;
  isArea: boolean;
  geometry: unknown;
}

export interface HamletOutlines {
  /** name, households, kind, code: the columns of the table of hamlets */
  rows: string[][];
  faults: OutlineFault[];
  features: Feature[];
}

/** As surveyors and offices name them; compared without case. */
const NAMES = ['name', 'ten', 'tên', 'tên thôn', 'ten_thon', 'tenthon', 'thon', 'thôn'];
const HOUSEHOLDS = ['households', 'so_ho', 'soho', 'số hộ'];
const KINDS = ['kind', 'loai', 'loại'];
const CODES = ['code', 'ma', 'mã', 'mã thôn', 'ma_thon'];

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** @returns `undefined` where it is no collection of figures */
export function readOutlines(text: string): HamletOutlines | undefined {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(root) || root.type !== 'FeatureCollection' || !Array.isArray(root.features)) return undefined;
  const seen = new Set<string>();
  const read: HamletOutlines = { rows: [], faults: [], features: [] };
  for (const [index, feature] of (root.features as unknown[]).entries()) {
    const { properties, geometry } = isRecord(feature) ? feature : { properties: undefined, geometry: undefined };
    const cell = (names: readonly string[]) => textOf(isRecord(properties) ? properties : {}, names);
    const name = cell(NAMES);
    const key = name.toLocaleLowerCase('vi').normalize('NFC');
    const isArea = isRecord(geometry) && (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon');
    const fault = (code: OutlineFaultCode) => read.faults.push({ row: index + 1, name, code });
    if (name === '') fault('no-name');
    else if (seen.has(key)) fault('name-twice');
    if (!isArea) fault('no-area');
    seen.add(key);
    read.rows.push([name, cell(HOUSEHOLDS), cell(KINDS), cell(CODES)]);
    read.features.push({ name, isArea, geometry });
  }
  return read;
}

function textOf(properties: Record<string, unknown>, names: readonly string[]): string {
  const [, value] = Object.entries(properties).find(([key]) => names.includes(key.trim().toLowerCase())) ?? [];
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/**
 * For the map: outlines alone, under the names that stand in the table now.
 * @param rows as long as they are those of the file a changed name goes along; else the file's own name counts
 */
export function outlinesFor({ features }: HamletOutlines, rows: readonly (readonly string[])[]): Blob {
  const isSame = rows.length === features.length;
  const named = features
    .map((feature, index) => ({ ...feature, name: isSame ? (rows[index]?.[0] ?? '') : feature.name }))
    .filter(({ isArea, name }) => isArea && name !== '');
  const collection = {
    type: 'FeatureCollection',
    features: named.map(({ name, geometry }) => ({ type: 'Feature', properties: { name }, geometry })),
  };
  return new Blob([JSON.stringify(collection)], { type: 'application/geo+json' });
}

/** To be filled in: one hamlet, with the names of its properties. */
export const outlineTemplate = (): Blob => {
  const ring = [
    [106.04, 21.35],
    [106.05, 21.35],
    [106.05, 21.36],
    [106.04, 21.35],
  ];
  const properties = { 'Tên thôn': 'Thôn Trại', 'Số hộ': 150, Loại: 'thôn', 'Mã thôn': '' };
  const geometry = { type: 'Polygon', coordinates: [ring] };
  const collection = { type: 'FeatureCollection', features: [{ type: 'Feature', properties, geometry }] };
  return new Blob([JSON.stringify(collection, null, 2)], { type: 'application/geo+json' });
};
