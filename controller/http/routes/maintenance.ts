/** Routes of maintenance windows. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  MaintenanceAnswerSchema,
  MaintenanceCreateSchema,
  MaintenanceListSchema,
} from '@loa-lang/schemas/http/incidents';
import type { Maintenance } from '../../services/incidents/maintenance.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant, inOptional } from '../instants.ts';
import { presentWindow } from '../present-incident.ts';
import { needs, sightOf } from '../right.ts';

export interface MaintenanceRouteDeps {
  maintenance: Maintenance;
}

export function maintenanceRoutes(server: HttpServer, { maintenance }: MaintenanceRouteDeps): void {
  const tags = ['incidents'];
  const path = `${API_ROOT}/maintenance-windows`;
  server.get(
    path,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, description: 'Those that are not over.', response: answers(200, MaintenanceListSchema) },
    },
    async (request) => ({ windows: (await maintenance.list(sightOf(request))).map(presentWindow) }),
  );
  server.post(
    path,
    {
      ...needs('manage'),
      schema: {
        tags,
        description: 'Faults of one cluster, or of all of an area, call nobody until it is over.',
        body: MaintenanceCreateSchema,
        response: answers(201, MaintenanceAnswerSchema),
      },
    },
    async ({ body: { from, until, ...rest }, caller }, reply) => {
      const times = { ...inOptional('fromAt', from), untilAt: inInstant(until) };
      const window = await maintenance.begin({ ...rest, ...times }, caller);
      return reply.status(201).send({ window: presentWindow(window) });
    },
  );
  server.post(
    `${path}/:id/end`,
    {
      ...needs('manage', { of: 'maintenance' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, MaintenanceAnswerSchema) },
    },
    async ({ params: { id } }) => ({ window: presentWindow(await maintenance.end(id)) }),
  );
}
