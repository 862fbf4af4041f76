/** Events, for whoever watches. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { IdSchema } from '@loa-lang/schemas/ids';
import { Type } from 'typebox';
import type { Permissions } from '../../services/people/permissions.ts';
import { Refusal } from '../../services/refusal.ts';
import type { EventStream } from '../event-stream.ts';
import type { HttpServer } from '../http-server.ts';
import { needs, sightOf } from '../right.ts';
import { type MetricsRouteDeps, metricsRoutes } from './metrics.ts';

export interface WatchingRouteDeps extends MetricsRouteDeps {
  events: EventStream;
  permissions: Pick<Permissions, 'sightAgain'>;
}

export function watchingRoutes(server: HttpServer, { events, permissions, metrics }: WatchingRouteDeps): void {
  const tags = ['watching'];
  metricsRoutes(server, { ...(metrics !== undefined && { metrics }) });
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
}
