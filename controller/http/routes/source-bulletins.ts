/** Routes of source bulletins (bản tin nguồn): from their systems, and in the commune's inbox. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  MAX_SOURCE_AUDIO_BYTES,
  SourceBulletinCreateSchema,
  SourceDeclineSchema,
  SourceDeliveredSchema,
  SourceEntrySchema,
  SourceListQuerySchema,
  SourceListSchema,
  SourceRankSchema,
  SourceWithdrawSchema,
} from '@loa-lang/schemas/http/source-bulletins';
import type { Sources } from '../../services/sources/sources.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { deliveredBody, sourceEntryBody, sourceNoticeOf } from '../present-source-bulletin.ts';
import { needs, sightOf } from '../right.ts';

const PAGE = 50;

export interface SourceBulletinRouteDeps {
  sources: Sources;
}

export function sourceBulletinRoutes(server: HttpServer, { sources }: SourceBulletinRouteDeps): void {
  const tags = ['source-bulletins'];
  const path = `${API_ROOT}/source-bulletins`;
  server.post(
    path,
    {
      ...needs('deliver', { place: 'by use case' }),
      // a third more than the recording, and the rest of the request
      bodyLimit: Math.ceil(MAX_SOURCE_AUDIO_BYTES * 1.4),
      schema: {
        tags,
        description:
          'Known by sourceId and externalId: the same again is answered as it was (200); another content is a new version of the bulletin (200), which takes the place of what has not begun, and of an emergency that sounds.',
        body: SourceBulletinCreateSchema,
        response: { ...answers(201, SourceDeliveredSchema), 200: SourceDeliveredSchema },
      },
    },
    async ({ body, caller }, reply) => {
      const { notice, requested } = sourceNoticeOf(body);
      const delivered = await sources.deliver(notice, requested, caller);
      return reply.status(delivered.outcome === 'new' ? 201 : 200).send(deliveredBody(delivered));
    },
  );
  server.post(
    `${path}/withdraw`,
    {
      ...needs('deliver', { place: 'by use case' }),
      schema: {
        tags,
        description: 'What of it has not begun never starts, and what sounds stops.',
        body: SourceWithdrawSchema,
        response: answers(200, SourceDeliveredSchema),
      },
    },
    async ({ body: { sourceId, externalId, reason }, caller }) =>
      deliveredBody(await sources.withdraw(sourceId, externalId, reason, caller)),
  );
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, querystring: SourceListQuerySchema, response: answers(200, SourceListSchema) },
    },
    async (request) => {
      const { limit = PAGE, ...query } = request.query;
      return { sourceBulletins: (await sources.list({ limit, ...query }, sightOf(request))).map(sourceEntryBody) };
    },
  );
  server.get(
    `${path}/:id`,
    {
      ...needs('see', { of: 'source-delivery' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, SourceEntrySchema) },
    },
    async ({ params: { id } }) => sourceEntryBody(await sources.get(id)),
  );
  server.post(
    `${path}/:id/take`,
    {
      ...needs('submit', { of: 'source-delivery' }),
      schema: {
        tags,
        description: 'From the inbox into the commune’s bulletins: any programme may name it from now on.',
        params: IdParamsSchema,
        response: answers(200, SourceEntrySchema),
      },
    },
    async ({ params: { id }, caller }) => sourceEntryBody(await sources.take(id, caller)),
  );
  server.post(
    `${path}/:id/decline`,
    {
      ...needs('submit', { of: 'source-delivery' }),
      schema: { tags, params: IdParamsSchema, body: SourceDeclineSchema, response: answers(200, SourceEntrySchema) },
    },
    async ({ params: { id }, body: { reason }, caller }) => sourceEntryBody(await sources.decline(id, reason, caller)),
  );
  server.post(
    `${path}/:id/rank`,
    {
      ...needs('submit', { of: 'source-delivery' }),
      schema: {
        tags,
        description: 'Which goes first when it meets a priority bulletin of the commune: the commune’s user says.',
        params: IdParamsSchema,
        body: SourceRankSchema,
        response: answers(200, SourceEntrySchema),
      },
    },
    async ({ params: { id }, body: { rank }, caller }) => sourceEntryBody(await sources.order(id, rank, caller)),
  );
}
