/** Routes of areas and groups. */
import {
  AreaChangedSchema,
  AreaChangeSchema,
  AreaCreateSchema,
  AreaListQuerySchema,
  AreaListSchema,
  AreaSchema,
  GroupChangedSchema,
  GroupChangeSchema,
  GroupCreateSchema,
  GroupListSchema,
  RemovedSchema,
} from '@loa-lang/schemas/http/areas';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import type { Areas } from '../../services/register/areas.ts';
import type { Groups } from '../../services/register/groups.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { areaBody, groupBody } from '../present-register.ts';
import { needs, sightOf } from '../right.ts';

export function areaRoutes(server: HttpServer, areas: Areas, groups: Groups): void {
  const tags = ['areas'];
  const path = `${API_ROOT}/areas`;
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, querystring: AreaListQuerySchema, response: answers(200, AreaListSchema) },
    },
    async (request) => {
      const { q, under } = request.query;
      const query = { ...(q !== undefined && { search: q }), ...(under !== undefined && { under }) };
      const found = await areas.list(query, sightOf(request));
      return { areas: found.map(areaBody) };
    },
  );
  server.post(
    path,
    { ...needs('manage'), schema: { tags, body: AreaCreateSchema, response: answers(201, AreaChangedSchema) } },
    async ({ body }, reply) => {
      const { area, delivery } = await areas.create(body);
      return reply.status(201).send({ area: areaBody(area), delivery });
    },
  );
  server.get(
    `${path}/:id`,
    { ...needs('see', { of: 'area' }), schema: { tags, params: IdParamsSchema, response: answers(200, AreaSchema) } },
    async (request) => areaBody(await areas.get(request.params.id, sightOf(request))),
  );
  server.patch(
    `${path}/:id`,
    {
      ...needs('manage', { of: 'area' }),
      schema: { tags, params: IdParamsSchema, body: AreaChangeSchema, response: answers(200, AreaChangedSchema) },
    },
    async ({ params: { id }, body }) => {
      const { area, delivery } = await areas.change(id, body);
      return { area: areaBody(area), delivery };
    },
  );
  server.delete(
    `${path}/:id`,
    {
      ...needs('manage', { of: 'area' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, RemovedSchema) },
    },
    async ({ params: { id } }) => ({ removed: id, delivery: await areas.remove(id) }),
  );
  groupRoutes(server, groups);
}

function groupRoutes(server: HttpServer, groups: Groups): void {
  const tags = ['groups'];
  const path = `${API_ROOT}/groups`;
  server.get(
    path,
    { ...needs('see', { place: 'anywhere' }), schema: { tags, response: answers(200, GroupListSchema) } },
    async (request) => ({
      groups: (await groups.list(sightOf(request))).map(groupBody),
    }),
  );
  server.post(
    path,
    { ...needs('schedule'), schema: { tags, body: GroupCreateSchema, response: answers(201, GroupChangedSchema) } },
    async ({ body }, reply) => {
      const { group, delivery } = await groups.create(body);
      return reply.status(201).send({ group: groupBody(group), delivery });
    },
  );
  server.patch(
    `${path}/:id`,
    {
      ...needs('schedule', { of: 'group' }),
      schema: { tags, params: IdParamsSchema, body: GroupChangeSchema, response: answers(200, GroupChangedSchema) },
    },
    async ({ params: { id }, body }) => {
      const { group, delivery } = await groups.change(id, body);
      return { group: groupBody(group), delivery };
    },
  );
  server.delete(
    `${path}/:id`,
    {
      ...needs('schedule', { of: 'group' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, RemovedSchema) },
    },
    async ({ params: { id } }) => ({ removed: id, delivery: await groups.remove(id) }),
  );
}
