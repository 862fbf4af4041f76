/** The commune's own map over HTTP: outlines of its hamlets, and a plain base of roads, water and places. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { InstantSchema } from './common.ts';

/** Bytes of an uploaded file, at most: outlines of 80 hamlets as surveyed are about 2 MB. */
export const MAX_MAP_BYTES = 8 * 1024 * 1024;
/** Features of a layer, at most; a commune has some hundreds of roads. */
export const MAX_MAP_FEATURES = 5_000;
/** Positions of a layer that are kept, at most: what an old laptop draws without a pause. */
export const MAX_MAP_POSITIONS = 100_000;

/** `hamlets`: one outline a hamlet; `base`: what lies beneath, for the eye alone. */
export const MAP_LAYERS = ['hamlets', 'base'] as const;
export type MapLayer = (typeof MAP_LAYERS)[number];
const LayerSchema = Type.Enum([...MAP_LAYERS], {
  description: 'hamlets: outlines, each of one hamlet; base: roads, water, places and other lines, for the eye alone',
});

export const BASE_KINDS = ['road', 'path', 'water', 'boundary', 'green', 'building', 'place', 'other'] as const;
export type BaseKind = (typeof BASE_KINDS)[number];

export const GEOMETRY_TYPES = [
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
] as const;
export type GeometryType = (typeof GEOMETRY_TYPES)[number];

/** RFC 7946, 3.1: longitude before latitude, WGS 84; rings closed, outer ones counterclockwise. */
export const MapGeometrySchema = Type.Object({
  type: Type.Enum([...GEOMETRY_TYPES]),
  coordinates: Type.Unknown({ description: 'as RFC 7946 says for the type' }),
});
/** Longitude, latitude: degrees of WGS 84. */
export const PositionSchema = Type.Array(Type.Number(), { minItems: 2, maxItems: 2 });
export type Position = [number, number];
/** West, south, east, north: degrees of WGS 84, as RFC 7946, 5. */
export const BoundsSchema = Type.Array(Type.Number(), { minItems: 4, maxItems: 4 });

export const HamletOutlineSchema = Type.Object({
  hamletId: IdSchema,
  geometry: MapGeometrySchema,
  labelAt: Type.Unsafe<Position>({ ...PositionSchema, description: 'a point inside, where its name fits' }),
});
export type HamletOutlineBody = Static<typeof HamletOutlineSchema>;

export const BaseFeatureSchema = Type.Object({
  kind: Type.Enum([...BASE_KINDS]),
  name: Type.Optional(Type.String()),
  geometry: MapGeometrySchema,
});
export type BaseFeatureBody = Static<typeof BaseFeatureSchema>;

export const CommuneMapSchema = Type.Object({
  communeId: IdSchema,
  bounds: Type.Optional(
    Type.Array(Type.Number(), {
      minItems: 4,
      maxItems: 4,
      description: 'west, south, east, north; absent: no map yet',
    }),
  ),
  hamlets: Type.Array(HamletOutlineSchema),
  base: Type.Array(BaseFeatureSchema),
  changedAt: Type.Optional(InstantSchema),
});
export type CommuneMapBody = Static<typeof CommuneMapSchema>;

export const MapAnswerSchema = Type.Object({
  communes: Type.Array(CommuneMapSchema, { description: 'those in sight that have a map' }),
  tiles: Type.Optional(
    Type.Object(
      { url: Type.String(), attribution: Type.String() },
      {
        description:
          'pictures of an outside map server, where the operator has set one; {z}, {x} and {y} are to be filled',
      },
    ),
  ),
});
export type MapAnswer = Static<typeof MapAnswerSchema>;

export const MapQuerySchema = Type.Object({
  communeId: Type.Optional(IdSchema),
});
export const MapImportQuerySchema = Type.Object({
  communeId: IdSchema,
  layer: LayerSchema,
  dryRun: Type.Optional(Type.Boolean({ description: 'report what would happen, change nothing' })),
});
export const MapLayerParamsSchema = Type.Object({ communeId: IdSchema, layer: LayerSchema });

/** Which one, as the file counts them, from 1, and what it is called there. */
const Feature = { feature: Type.Integer({ minimum: 1 }), name: Type.Optional(Type.String()) };
export const MapFaultSchema = Type.Object({ ...Feature, code: Type.String(), message: WordsSchema });
export type MapFault = Static<typeof MapFaultSchema>;

/** All or nothing: with a fault in any feature nothing is stored. */
export const MapReportSchema = Type.Object({
  applied: Type.Boolean(),
  features: Type.Integer(),
  matched: Type.Array(
    Type.Object({ hamletId: IdSchema, hamletName: Type.String(), by: Type.Enum(['code', 'name', 'plain-name']) }),
    { description: 'outlines that found their hamlet; plain-name: when diacritics are left out' },
  ),
  unmatched: Type.Array(Type.Object(Feature), { description: 'left out: the commune has no such hamlet' }),
  without: Type.Array(Type.Object({ hamletId: IdSchema, hamletName: Type.String() }), {
    description: 'hamlets that this file has no outline for',
  }),
  kinds: Type.Array(Type.Object({ kind: Type.Enum([...BASE_KINDS]), count: Type.Integer() })),
  faults: Type.Array(MapFaultSchema, { description: 'the first hundred' }),
});
export type MapReport = Static<typeof MapReportSchema>;
