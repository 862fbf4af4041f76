/** Routes of clusters and devices. */
import { RemovedSchema } from '@loa-lang/schemas/http/areas';
import {
  ClusterChangedSchema,
  ClusterChangeSchema,
  ClusterCreateSchema,
  ClusterListQuerySchema,
  ClusterListSchema,
  ClusterSchema,
  DeviceBindSchema,
  DeviceChangedSchema,
  DeviceCreateSchema,
  DeviceListSchema,
  DeviceSchema,
} from '@loa-lang/schemas/http/clusters';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import type { Clusters } from '../../services/register/clusters.ts';
import type { Devices } from '../../services/register/devices.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { clusterBody, deviceBody } from '../present-register.ts';
import { needs, sightOf } from '../right.ts';

export function clusterRoutes(server: HttpServer, clusters: Clusters, devices: Devices): void {
  const tags = ['clusters'];
  const path = `${API_ROOT}/clusters`;
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, querystring: ClusterListQuerySchema, response: answers(200, ClusterListSchema) },
    },
    async (request) => {
      const { q, under } = request.query;
      const query = { ...(q !== undefined && { search: q }), ...(under !== undefined && { under }) };
      return { clusters: (await clusters.list(query, sightOf(request))).map(clusterBody) };
    },
  );
  server.post(
    path,
    { ...needs('manage'), schema: { tags, body: ClusterCreateSchema, response: answers(201, ClusterChangedSchema) } },
    async ({ body }, reply) => {
      const { cluster, delivery } = await clusters.create(body);
      return reply.status(201).send({ cluster: clusterBody(cluster), delivery });
    },
  );
  server.get(
    `${path}/:id`,
    {
      ...needs('see', { of: 'cluster' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, ClusterSchema) },
    },
    async ({ params: { id } }) => clusterBody(await clusters.get(id)),
  );
  server.patch(
    `${path}/:id`,
    {
      ...needs('manage', { of: 'cluster' }),
      schema: { tags, params: IdParamsSchema, body: ClusterChangeSchema, response: answers(200, ClusterChangedSchema) },
    },
    async ({ params: { id }, body }) => {
      const { cluster, delivery } = await clusters.change(id, body);
      return { cluster: clusterBody(cluster), delivery };
    },
  );
  server.delete(
    `${path}/:id`,
    {
      ...needs('manage', { of: 'cluster' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, RemovedSchema) },
    },
    async ({ params: { id } }) => ({ removed: id, delivery: await clusters.remove(id) }),
  );
  deviceRoutes(server, devices);
}

function deviceRoutes(server: HttpServer, devices: Devices): void {
  const tags = ['devices'];
  const path = `${API_ROOT}/devices`;
  server.get(
    path,
    { ...needs('see', { place: 'anywhere' }), schema: { tags, response: answers(200, DeviceListSchema) } },
    async (request) => ({
      devices: (await devices.list(sightOf(request))).map(deviceBody),
    }),
  );
  server.post(
    path,
    { ...needs('manage'), schema: { tags, body: DeviceCreateSchema, response: answers(201, DeviceChangedSchema) } },
    async ({ body }, reply) => {
      const { device, delivery } = await devices.register(body);
      return reply.status(201).send({ device: deviceBody(device), delivery });
    },
  );
  server.get(
    `${path}/:id`,
    {
      ...needs('see', { of: 'device' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, DeviceSchema) },
    },
    async ({ params: { id } }) => deviceBody(await devices.get(id)),
  );
  server.patch(
    `${path}/:id`,
    {
      ...needs('manage', { of: 'device' }),
      schema: { tags, params: IdParamsSchema, body: DeviceBindSchema, response: answers(200, DeviceChangedSchema) },
    },
    async ({ params: { id }, body }) => {
      const { device, delivery } = await devices.bind(id, body.clusterId ?? undefined);
      return { device: deviceBody(device), delivery };
    },
  );
  server.post(
    `${path}/:id/revoke`,
    {
      ...needs('manage', { of: 'device' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, DeviceChangedSchema) },
    },
    async ({ params: { id } }) => {
      const { device, delivery } = await devices.revoke(id);
      return { device: deviceBody(device), delivery };
    },
  );
}
