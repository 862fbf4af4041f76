/** Routes of bulletins. */

import {
  BulletinChangeSchema,
  BulletinCreateSchema,
  BulletinListQuerySchema,
  BulletinListSchema,
  BulletinSchema,
} from '@loa-lang/schemas/http/bulletins';
import { API_ROOT, EmptySchema, IdParamsSchema } from '@loa-lang/schemas/http/common';
import type { AssetStore } from '../../ports/audio.ts';
import type { Bulletins } from '../../services/bulletins.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant, inOptional } from '../instants.ts';
import { bulletinBody } from '../present-bulletin.ts';
import { readUpload } from '../read-upload.ts';
import { sendAudio } from '../send-audio.ts';

const PAGE = 50;

export interface BulletinRouteDeps {
  bulletins: Bulletins;
  assets: AssetStore;
  uploadLimitBytes: number;
}

export function bulletinRoutes(server: HttpServer, { bulletins, assets, uploadLimitBytes }: BulletinRouteDeps): void {
  const tags = ['bulletins'];
  const path = `${API_ROOT}/bulletins`;
  server.get(
    path,
    { schema: { tags, querystring: BulletinListQuerySchema, response: answers(200, BulletinListSchema) } },
    async ({ query: { q, limit = PAGE, communeId, before } }) => {
      const found = await bulletins.list({
        limit,
        ...(q !== undefined && { search: q }),
        ...(communeId !== undefined && { communeId }),
        ...(before !== undefined && { before }),
      });
      return { bulletins: found.map(bulletinBody) };
    },
  );
  server.post(
    path,
    { schema: { tags, body: BulletinCreateSchema, response: answers(202, BulletinSchema) } },
    async ({ body: { validUntil, ...body } }, reply) => {
      const bulletin = await bulletins.fromText({ ...body, ...inOptional('validUntil', validUntil) });
      return reply.status(202).send(bulletinBody(bulletin));
    },
  );
  server.post(
    `${path}/upload`,
    {
      bodyLimit: uploadLimitBytes + 1024 * 1024,
      schema: {
        tags,
        description: 'A form with one file and the fields communeId, title, language, keep, validUntil.',
        consumes: ['multipart/form-data'],
        response: answers(202, BulletinSchema),
      },
    },
    async (request, reply) => {
      const bulletin = await readUpload(request, uploadLimitBytes, (...upload) => bulletins.fromUpload(...upload));
      return reply.status(202).send(bulletinBody(bulletin));
    },
  );
  server.get(
    `${path}/:id`,
    { schema: { tags, params: IdParamsSchema, response: answers(200, BulletinSchema) } },
    async ({ params: { id } }) => bulletinBody(await bulletins.get(id)),
  );
  server.patch(
    `${path}/:id`,
    { schema: { tags, params: IdParamsSchema, body: BulletinChangeSchema, response: answers(200, BulletinSchema) } },
    async ({ params: { id }, body: { validUntil, ...body } }) => {
      const until = typeof validUntil === 'string' ? inInstant(validUntil) : validUntil;
      return bulletinBody(await bulletins.change(id, { ...body, validUntil: until }));
    },
  );
  server.delete(
    `${path}/:id`,
    { schema: { tags, params: IdParamsSchema, response: answers(200, EmptySchema) } },
    async ({ params: { id } }) => {
      await bulletins.remove(id);
      return {};
    },
  );
  server.get(
    `${path}/:id/audio`,
    { schema: { tags, description: 'Ogg Opus, in whole or by range.', params: IdParamsSchema } },
    async (request, reply) => sendAudio(await bulletins.get(request.params.id), assets, request, reply),
  );
}
