/** Routes of source bulletins (bản tin nguồn): from their systems, and in the commune's inbox. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  MAX_SOURCE_AUDIO_BYTES,
  MAX_SOURCE_FILE_BYTES,
  SourceBulletinCreateSchema,
  SourceDeclineSchema,
  SourceDeliveredSchema,
  SourceEntrySchema,
  SourceListQuerySchema,
  SourceListSchema,
  SourceRankSchema,
  SourceWithdrawSchema,
} from '@loa-lang/schemas/http/source-bulletins';
import { Refusal } from '../../services/refusal.ts';
import type { Sources } from '../../services/sources/sources.ts';
import { answers } from '../answers.ts';
import { nextOf, pageEndOf } from '../cursors.ts';
import type { HttpServer } from '../http-server.ts';
import { deliveredBody, sourceEntryBody, sourceNoticeOf } from '../present-source-bulletin.ts';
import { readUpload } from '../read-upload.ts';
import { needs, sightOf } from '../right.ts';
import { readSourceFields } from '../upload-fields.ts';

const PAGE = 50;
const MB = 1024 * 1024;

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
    `${path}/upload`,
    {
      ...needs('deliver', { place: 'by use case' }),
      bodyLimit: MAX_SOURCE_FILE_BYTES + MB,
      schema: {
        tags,
        description:
          'The same as a form: one file, up to 32 MB, and the field notice, which is the JSON without text and audio.',
        consumes: ['multipart/form-data'],
        response: { ...answers(201, SourceDeliveredSchema), 200: SourceDeliveredSchema },
      },
    },
    async (request, reply) => {
      const { notice, requested } = await readUpload(
        request,
        MAX_SOURCE_FILE_BYTES,
        readSourceFields,
        async (bytes, tooLarge, describe) => {
          const pieces: Uint8Array[] = [];
          for await (const piece of bytes) pieces.push(piece);
          if (tooLarge()) throw new Refusal('upload-too-large', { limitMb: String(MAX_SOURCE_FILE_BYTES / MB) });
          const { body, fileName } = await describe();
          return sourceNoticeOf(body, { fileName, audio: Buffer.concat(pieces) });
        },
      );
      const delivered = await sources.deliver(notice, requested, request.caller);
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
      const { limit = PAGE, before, ...query } = request.query;
      const listed = await sources.list({ limit, ...query, ...pageEndOf(before) }, sightOf(request));
      const next = nextOf(listed, limit, ({ source, delivery: { id } }) => ({ at: source.receivedAt, id }));
      return { sourceBulletins: listed.map(sourceEntryBody), ...next };
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
