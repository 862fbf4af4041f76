/** Routes for watching: events, incidents. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { IncidentListQuerySchema, IncidentListSchema } from '@loa-lang/schemas/http/incidents';
import { IdSchema } from '@loa-lang/schemas/ids';
import { Type } from 'typebox';
import type { IncidentReader } from '../../ports/incident-reader.ts';
import type { Permissions } from '../../services/people/permissions.ts';
import { Refusal } from '../../services/refusal.ts';
import { answers } from '../answers.ts';
import type { EventStream } from '../event-stream.ts';
import type { HttpServer } from '../http-server.ts';
import { presentIncident } from '../present-incident.ts';
import { needs, sightOf } from '../right.ts';

export interface WatchingRouteDeps {
  events: EventStream;
  incidents: IncidentReader;
  permissions: Pick<Permissions, 'sightAgain'>;
}

export function watchingRoutes(server: HttpServer, { events, incidents, permissions }: WatchingRouteDeps): void {
  const tags = ['watching'];
  server.get(
    `${API_ROOT}/events`,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: {
        tags,
        description: 'Server-sent events. Losing one loses nothing but the view: read the state again.',
        querystring: Type.Object({ broadcastId: Type.Optional(IdSchema) }),
      },
    },
    (request, reply) => {
      const { broadcastId } = request.query;
      const { caller, stillKnown } = request;
      if (events.full) throw new Refusal('too-many-watchers');
      reply.hijack();
      // headers that hooks have set would be lost with the hijack
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value);
      }
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      events.watch(reply.raw, broadcastId, {
        sight: sightOf(request),
        again: async () => ((await stillKnown()) ? permissions.sightAgain(caller) : undefined),
      });
    },
  );
  server.get(
    `${API_ROOT}/incidents`,
    {
      ...needs('see', { place: 'anywhere' }),
      schema: { tags, querystring: IncidentListQuerySchema, response: answers(200, IncidentListSchema) },
    },
    async (request) => ({
      incidents: (await incidents.list(request.query.all ?? false, sightOf(request))).map(presentIncident),
    }),
  );
}
