/** Routes of the communes' own maps. */
import { API_ROOT, EmptySchema } from '@loa-lang/schemas/http/common';
import {
  MAX_MAP_BYTES,
  MapAnswerSchema,
  MapImportQuerySchema,
  MapLayerParamsSchema,
  MapQuerySchema,
  MapReportSchema,
} from '@loa-lang/schemas/http/map';
import type { CommuneMaps } from '../../services/maps/commune-maps.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { mapBody } from '../present-map.ts';
import { readFileField } from '../read-file-field.ts';
import { needs, sightOf } from '../right.ts';

export interface MapRouteDeps {
  communeMaps: CommuneMaps;
  /** pictures of an outside map server, where the operator has set one */
  mapTiles?: { url: string; attribution: string } | undefined;
}

export function mapRoutes(server: HttpServer, { communeMaps, mapTiles }: MapRouteDeps): void {
  const tags = ['map'];
  server.get(
    `${API_ROOT}/map`,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, querystring: MapQuerySchema, response: answers(200, MapAnswerSchema) },
    },
    async (request) => ({
      communes: (await communeMaps.of(request.query.communeId, sightOf(request))).map(mapBody),
      ...(mapTiles !== undefined && { tiles: mapTiles }),
    }),
  );
  server.post(
    `${API_ROOT}/import/map`,
    {
      ...needs('manage'),
      schema: {
        tags: ['import'],
        description:
          'A form with one file, GeoJSON (RFC 7946); it replaces the layer. Nothing is stored when a feature has a fault; outlines of what is no hamlet of the commune are left out and named.',
        consumes: ['multipart/form-data'],
        querystring: MapImportQuerySchema,
        response: answers(200, MapReportSchema),
      },
    },
    async (request) => {
      const { communeId, layer, dryRun = false } = request.query;
      return communeMaps.bringIn({ communeId, layer, dryRun, bytes: await readFileField(request, MAX_MAP_BYTES) });
    },
  );
  server.delete(
    `${API_ROOT}/map/:communeId/:layer`,
    { ...needs('manage'), schema: { tags, params: MapLayerParamsSchema, response: answers(200, EmptySchema) } },
    async ({ params: { communeId, layer } }) => {
      await communeMaps.remove(communeId, layer);
      return {};
    },
  );
}
