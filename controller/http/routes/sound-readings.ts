/** Routes of measured levels. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  type SoundReadingBody,
  SoundReadingCreateSchema,
  SoundReadingListSchema,
  SoundReadingQuerySchema,
  SoundReadingSchema,
} from '@loa-lang/schemas/http/complaints';
import type { SoundReading } from '../../ports/complaint-store.ts';
import type { SoundReadings } from '../../services/complaints/sound-readings.ts';
import { answers } from '../answers.ts';
import { nextOf, pageEndOf } from '../cursors.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant, outInstant } from '../instants.ts';
import { needs, sightOf } from '../right.ts';

export interface SoundReadingRouteDeps {
  soundReadings: SoundReadings;
}

const tags = ['sound-readings'];
const path = `${API_ROOT}/sound-readings`;
const USUAL_LIMIT = 50;

export function soundReadingRoutes(server: HttpServer, { soundReadings }: SoundReadingRouteDeps): void {
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, querystring: SoundReadingQuerySchema, response: answers(200, SoundReadingListSchema) },
    },
    async (request) => {
      const { limit = USUAL_LIMIT, before, clusterId } = request.query;
      const filter = { limit, ...pageEndOf(before), ...(clusterId !== undefined && { clusterId }) };
      const rows = await soundReadings.list(filter, sightOf(request));
      return { readings: rows.map(readingBody), ...nextOf(rows, limit, ({ at, id }) => ({ at, id })) };
    },
  );
  server.post(
    path,
    {
      ...needs('manage'),
      schema: { tags, body: SoundReadingCreateSchema, response: answers(201, SoundReadingSchema) },
    },
    async ({ body, caller }, reply) =>
      reply.status(201).send(readingBody(await soundReadings.add({ ...body, at: inInstant(body.at) }, caller))),
  );
  server.get(
    `${path}/:id`,
    {
      ...needs('see', { of: 'sound-reading' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, SoundReadingSchema) },
    },
    async ({ params: { id } }) => readingBody(await soundReadings.get(id)),
  );
  server.delete(
    `${path}/:id`,
    {
      ...needs('manage', { of: 'sound-reading' }),
      schema: {
        tags,
        description: 'What was measured is not changed: what was written down wrongly is removed and written anew.',
        params: IdParamsSchema,
        response: answers(200, SoundReadingSchema),
      },
    },
    async ({ params: { id } }) => readingBody(await soundReadings.remove(id)),
  );
}

const readingBody = ({ at, takenBy, broadcastId, createdAt: _, ...reading }: SoundReading): SoundReadingBody => ({
  ...reading,
  ...{ at: outInstant(at), takenBy: takenBy.name },
  ...(broadcastId !== undefined && { broadcastId }),
});
