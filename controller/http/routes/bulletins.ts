/** Routes of bulletins. */

import {
  AudioQuerySchema,
  BulletinChangedSchema,
  BulletinChangeQuerySchema,
  BulletinChangeSchema,
  BulletinCreateSchema,
  BulletinListQuerySchema,
  BulletinListSchema,
  BulletinRemovedSchema,
  BulletinSchema,
  RemovalQuerySchema,
} from '@loa-lang/schemas/http/bulletins';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import type { AssetStore } from '../../ports/audio.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Bulletins } from '../../services/bulletins/bulletins.ts';
import type { BulletinRemoval } from '../../services/bulletins/remove-bulletins.ts';
import type { Permissions } from '../../services/people/permissions.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant, inOptional } from '../instants.ts';
import { bulletinBody } from '../present-bulletin.ts';
import { changedBody, removedBody } from '../present-removal.ts';
import { readUpload } from '../read-upload.ts';
import { needs, sightOf } from '../right.ts';
import { sendAudio } from '../send-audio.ts';
import { readUploadFields } from '../upload-fields.ts';

const PAGE = 50;

export interface BulletinRouteDeps {
  bulletins: Bulletins;
  removal: BulletinRemoval;
  assets: AssetStore;
  clock: Clock;
  uploadLimitBytes: number;
  permissions: Permissions;
}

export function bulletinRoutes(server: HttpServer, deps: BulletinRouteDeps): void {
  const { bulletins, removal, assets, clock, uploadLimitBytes, permissions } = deps;
  const tags = ['bulletins'];
  const path = `${API_ROOT}/bulletins`;
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere', before: 'bulletin' }),
      schema: { tags, querystring: BulletinListQuerySchema, response: answers(200, BulletinListSchema) },
    },
    async (request) => {
      const { q, limit = PAGE, communeId, before, category, removed } = request.query;
      const query = {
        limit,
        removed: removed === 'true',
        ...(q !== undefined && { search: q }),
        ...(communeId !== undefined && { communeId }),
        ...(before !== undefined && { before }),
        ...(category !== undefined && { category }),
      };
      const found = await bulletins.list(query, sightOf(request));
      return { bulletins: found.map(bulletinBody) };
    },
  );
  server.post(
    path,
    { ...needs('draft'), schema: { tags, body: BulletinCreateSchema, response: answers(202, BulletinSchema) } },
    async ({ body: { validUntil, ...body } }, reply) => {
      const bulletin = await bulletins.fromText({ ...body, ...inOptional('validUntil', validUntil) });
      return reply.status(202).send(bulletinBody(bulletin));
    },
  );
  server.post(
    `${path}/upload`,
    {
      ...needs('draft', { place: 'by use case' }),
      bodyLimit: uploadLimitBytes + 1024 * 1024,
      schema: {
        tags,
        description:
          'A form with one file and the fields communeId, title, language, kind, recipe, keep, category, important, onPublicPage, validUntil.',
        consumes: ['multipart/form-data'],
        response: answers(202, BulletinSchema),
      },
    },
    async (request, reply) => {
      const bulletin = await readUpload(request, uploadLimitBytes, readPermitted, (...upload) =>
        bulletins.fromUpload(...upload),
      );
      async function readPermitted(...form: Parameters<typeof readUploadFields>) {
        const fields = readUploadFields(...form);
        await permissions.require(request.caller, 'draft', [fields.communeId]);
        return fields;
      }
      return reply.status(202).send(bulletinBody(bulletin));
    },
  );
  server.get(
    `${path}/:id`,
    {
      ...needs('see', { of: 'bulletin' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, BulletinSchema) },
    },
    async ({ params: { id } }) => bulletinBody(await bulletins.get(id)),
  );
  server.patch(
    `${path}/:id`,
    {
      ...needs('submit', { of: 'bulletin' }),
      schema: {
        tags,
        description: '409 with the uses while planned broadcasts begin after a new validUntil, unless confirmed.',
        params: IdParamsSchema,
        querystring: BulletinChangeQuerySchema,
        body: BulletinChangeSchema,
        response: answers(200, BulletinChangedSchema),
      },
    },
    async ({ params: { id }, query: { confirm }, body: { validUntil, ...body } }) => {
      const until = typeof validUntil === 'string' ? inInstant(validUntil) : validUntil;
      return changedBody(await bulletins.change(id, { ...body, validUntil: until }, confirm === 'true'), clock.now());
    },
  );
  server.delete(
    `${path}/:id`,
    {
      ...needs('submit', { of: 'bulletin' }),
      schema: {
        tags,
        description: '409 with the uses while planned broadcasts are made of it, unless confirmed. It can be restored.',
        params: IdParamsSchema,
        querystring: RemovalQuerySchema,
        response: answers(200, BulletinRemovedSchema),
      },
    },
    async ({ params: { id }, query: { confirm } }) =>
      removedBody(id, await removal.remove(id, confirm === 'true'), clock.now()),
  );
  server.post(
    `${path}/:id/restore`,
    {
      ...needs('submit', { of: 'bulletin' }),
      schema: {
        tags,
        description: 'Undoes a removal; harmless for what was not removed.',
        params: IdParamsSchema,
        response: answers(200, BulletinSchema),
      },
    },
    async ({ params: { id } }) => bulletinBody(await removal.restore(id)),
  );
  server.get(
    `${path}/:id/audio`,
    {
      ...needs('see', { of: 'bulletin' }),
      schema: {
        tags,
        description: 'Ogg Opus, in whole or by range.',
        params: IdParamsSchema,
        querystring: AudioQuerySchema,
      },
    },
    async ({ params, query: { language }, headers }, reply) =>
      sendAudio(await bulletins.get(params.id), language, assets, { headers }, reply),
  );
}
