/** How the map is drawn: the look's own colours, no glyphs and no pictures from outside. */
import type { CommuneMapBody, MapAnswer } from '@loa-lang/schemas/http/map';
import type { ExpressionSpecification, GeoJSONSource, StyleSpecification } from 'maplibre-gl';
import type { MapHamlet } from './map-data.ts';

type Collection = Extract<Parameters<GeoJSONSource['setData']>[0], { type: 'FeatureCollection' }>;
type Feature = Collection['features'][number];
const collection = (features: Feature[]): Collection => ({ type: 'FeatureCollection', features });

export const baseOf = (map: CommuneMapBody | undefined): Collection =>
  collection(
    (map?.base ?? []).map(({ kind, geometry }) => ({
      ...{ type: 'Feature', properties: { kind } },
      geometry: geometry as Feature['geometry'],
    })),
  );

export function hamletsOf(
  map: CommuneMapBody | undefined,
  hamlets: readonly MapHamlet[],
  chosen: ReadonlySet<string>,
): Collection {
  const byId = new Map(hamlets.map((hamlet) => [hamlet.id, hamlet]));
  return collection(
    (map?.hamlets ?? []).map(({ hamletId, geometry }) => ({
      ...{ type: 'Feature', geometry: geometry as Feature['geometry'] },
      properties: {
        hamletId,
        tone: chosen.has(hamletId) ? 'chosen' : (byId.get(hamletId)?.tone ?? 'plain'),
      },
    })),
  );
}

/** The colours of the look as it is now. */
export function coloursOf(element: Element): (name: string) => string {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(`--${name}`).trim() || '#888888';
}

const byProperty = (property: string, values: Record<string, unknown>, other: unknown) =>
  ['match', ['get', property], ...Object.entries(values).flat(), other] as unknown as ExpressionSpecification;

export function mapStyle(colour: (name: string) => string, tiles: MapAnswer['tiles']): StyleSpecification {
  const empty = { type: 'geojson' as const, data: collection([]) };
  const lines = { road: 2.5, path: 1, water: 1.5, boundary: 2, other: 1 };
  return {
    version: 8,
    sources: {
      base: empty,
      hamlets: empty,
      ...(tiles !== undefined && { tiles: { type: 'raster', tiles: [tiles.url], tileSize: 256, maxzoom: 19 } }),
    },
    layers: [
      { id: 'paper', type: 'background', paint: { 'background-color': colour('paper') } },
      ...(tiles === undefined
        ? []
        : [{ id: 'tiles', type: 'raster' as const, source: 'tiles', paint: { 'raster-saturation': -0.4 } }]),
      {
        ...{ id: 'base-areas', type: 'fill', source: 'base' },
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: {
          'fill-color': byProperty(
            'kind',
            { water: colour('sounding-tint'), green: colour('ready-tint'), building: colour('line') },
            colour('card'),
          ),
        },
      },
      {
        ...{ id: 'hamlet-areas', type: 'fill', source: 'hamlets' },
        paint: {
          'fill-color': byProperty(
            'tone',
            {
              chosen: colour('act'),
              full: colour('bar-full'),
              part: colour('bar-part'),
              none: colour('bar-none'),
            },
            colour('tint'),
          ),
          'fill-opacity': byProperty('tone', { chosen: 0.45, full: 0.45, part: 0.5, none: 0.5 }, 0.55),
        },
      },
      {
        ...{ id: 'base-lines', type: 'line', source: 'base' },
        filter: ['!=', ['geometry-type'], 'Point'],
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          'line-color': byProperty(
            'kind',
            { water: colour('sounding'), boundary: colour('soft') },
            colour('strong-line'),
          ),
          'line-width': byProperty('kind', lines, 1),
          'line-opacity': 0.7,
        },
      },
      {
        ...{ id: 'hamlet-lines', type: 'line', source: 'hamlets' },
        paint: {
          'line-color': byProperty('tone', { chosen: colour('act') }, colour('soft')),
          'line-width': byProperty('tone', { chosen: 3.5 }, 1.5),
        },
      },
    ],
  };
}
