/** Routes for watching: events, health. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { HealthAnswerSchema } from '@loa-lang/schemas/http/health';
import { IdSchema } from '@loa-lang/schemas/ids';
import { Type } from 'typebox';
import type { Caller } from '../../domain/people/person.ts';
import type { HealthProbe } from '../../ports/health-probe.ts';
import type { Permissions } from '../../services/people/permissions.ts';
import { Refusal } from '../../services/refusal.ts';
import { controllerHealth } from '../../services/watch/controller-health.ts';
import type { EventStream } from '../event-stream.ts';
import type { HttpServer } from '../http-server.ts';
import { needs, sightOf } from '../right.ts';

export interface WatchingRouteDeps {
  events: EventStream;
  probes: readonly HealthProbe[];
  permissions: Pick<Permissions, 'sightAgain'>;
}

export function watchingRoutes(server: HttpServer, { events, probes, permissions }: WatchingRouteDeps): void {
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
    `${API_ROOT}/health`,
    {
      ...needs('open', { more: 'for the known' }),
      schema: {
        tags,
        security: [],
        description: '503 when nothing can be stored. Whoever is not known is told states alone, without details.',
        response: { 200: HealthAnswerSchema, 503: HealthAnswerSchema },
      },
    },
    async ({ caller }, reply) => {
      const { status, probes: found } = await controllerHealth(probes);
      const isKnown = (caller as Caller | null) !== null;
      const told = isKnown ? found : found.map(({ name, ok }) => ({ name, ok }));
      return reply.status(status === 'down' ? 503 : 200).send({ status, probes: told });
    },
  );
}
