/** Routes of relay sources. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  RelayCheckSchema,
  RelaySourceChangeSchema,
  RelaySourceCreateSchema,
  RelaySourceListQuerySchema,
  RelaySourceListSchema,
  RelaySourceSchema,
} from '@loa-lang/schemas/http/relay-sources';
import type { Clock } from '../../ports/clock.ts';
import type { RelaySources } from '../../services/relay/relay-sources.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { checkBody, relaySourceBody } from '../present-relay-source.ts';
import { needs, sightOf } from '../right.ts';

export interface RelaySourceRouteDeps {
  relaySources: RelaySources;
  clock: Clock;
}

const tags = ['relay'];
const path = `${API_ROOT}/relay-sources`;
const one = answers(200, RelaySourceSchema);

export function relaySourceRoutes(server: HttpServer, { relaySources, clock }: RelaySourceRouteDeps): void {
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: {
        tags,
        description: 'Of an area: those that may be used there, its own and those of the areas above it.',
        querystring: RelaySourceListQuerySchema,
        response: answers(200, RelaySourceListSchema),
      },
    },
    async (request) => {
      const sources = await relaySources.list(request.query.areaId, sightOf(request));
      return { relaySources: sources.map((source) => relaySourceBody(source, clock.now())) };
    },
  );
  server.post(
    path,
    {
      ...needs('schedule'),
      schema: { tags, body: RelaySourceCreateSchema, response: answers(201, RelaySourceSchema) },
    },
    async ({ body: { areaId, name, addresses, enabled = true } }, reply) => {
      const source = await relaySources.create(areaId, { name, addresses, enabled });
      return reply.status(201).send(relaySourceBody(source, clock.now()));
    },
  );
  server.get(
    `${path}/:id`,
    {
      ...needs('see', { of: 'relay-source' }),
      schema: {
        tags,
        description: 'With what was found when it was tried last, and what comes from it while it is on air.',
        params: IdParamsSchema,
        response: one,
      },
    },
    async ({ params: { id } }) => relaySourceBody(await relaySources.get(id), clock.now()),
  );
  server.patch(
    `${path}/:id`,
    {
      ...needs('schedule', { of: 'relay-source' }),
      schema: {
        tags,
        description: 'Counts at once, also for what is on air.',
        params: IdParamsSchema,
        body: RelaySourceChangeSchema,
        response: one,
      },
    },
    async ({ params: { id }, body }) => relaySourceBody(await relaySources.change(id, body), clock.now()),
  );
  server.delete(
    `${path}/:id`,
    {
      ...needs('schedule', { of: 'relay-source' }),
      schema: {
        tags,
        description: 'What is planned with it keeps its time, and tells that the source is gone.',
        params: IdParamsSchema,
        response: one,
      },
    },
    async ({ params: { id } }) => relaySourceBody(await relaySources.remove(id), clock.now()),
  );
  server.post(
    `${path}/:id/check`,
    {
      ...needs('schedule', { of: 'relay-source' }),
      schema: {
        tags,
        description: 'Tries the addresses in order until one can be heard, and says what was found; within 12 s.',
        params: IdParamsSchema,
        response: answers(200, RelayCheckSchema),
      },
    },
    async ({ params: { id } }) => checkBody(await relaySources.check(id)),
  );
}
