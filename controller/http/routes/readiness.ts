/** Routes of readiness before the fact, and of planned outages. */
import { API_ROOT, EmptySchema, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  ComingReadinessSchema,
  OutageCreateSchema,
  OutageListSchema,
  OutageQuerySchema,
  ReadinessQuerySchema,
  ReadinessSchema,
} from '@loa-lang/schemas/http/readiness';
import type { Outages } from '../../services/readiness/outages.ts';
import type { BroadcastReadiness } from '../../services/readiness/readiness.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant } from '../instants.ts';
import { outageBody, readinessBody, readinessCounts } from '../present-readiness.ts';
import { needs, sightOf } from '../right.ts';

export interface ReadinessRouteDeps {
  readiness: BroadcastReadiness;
  outages: Outages;
}

const HOURS_AHEAD = 24;

export function readinessRoutes(server: HttpServer, { readiness, outages }: ReadinessRouteDeps): void {
  const tags = ['readiness'];
  server.get(
    `${API_ROOT}/readiness`,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: {
        tags,
        description: 'How ready the clusters are for each coming broadcast, soonest first.',
        querystring: ReadinessQuerySchema,
        response: answers(200, ComingReadinessSchema),
      },
    },
    async (request) => {
      const { hours = HOURS_AHEAD, communeId } = request.query;
      return { broadcasts: (await readiness.coming(hours, communeId, sightOf(request))).map(readinessCounts) };
    },
  );
  server.get(
    `${API_ROOT}/broadcasts/:id/readiness`,
    {
      ...needs('see', { of: 'broadcast', whole: true }),
      schema: { tags, params: IdParamsSchema, response: answers(200, ReadinessSchema) },
    },
    async ({ params: { id } }) => readinessBody(await readiness.get(id)),
  );
  const path = `${API_ROOT}/outages`;
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, querystring: OutageQuerySchema, response: answers(200, OutageListSchema) },
    },
    async (request) => ({
      outages: (await outages.list(request.query.communeId, sightOf(request))).map(outageBody),
    }),
  );
  server.post(
    path,
    { ...needs('schedule'), schema: { tags, body: OutageCreateSchema, response: answers(201, OutageListSchema) } },
    async ({ body: { from, until, ...rest } }, reply) => {
      const made = await outages.add({ ...rest, fromAt: inInstant(from), untilAt: inInstant(until) });
      return reply.status(201).send({ outages: made.map(outageBody) });
    },
  );
  server.delete(
    `${path}/:id`,
    {
      ...needs('schedule', { of: 'outage' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, EmptySchema) },
    },
    async ({ params: { id } }) => {
      await outages.remove(id);
      return {};
    },
  );
}
