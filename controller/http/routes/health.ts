/** Health of the controller: for people, for whoever restarts it, and for whoever gives it work. */
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { HealthAnswerSchema, LiveAnswerSchema, ReadyAnswerSchema } from '@loa-lang/schemas/http/health';
import type { Caller } from '../../domain/people/person.ts';
import type { HealthProbe } from '../../ports/health-probe.ts';
import { controllerHealth, controllerReadiness } from '../../services/watch/controller-health.ts';
import type { HttpServer } from '../http-server.ts';
import { needs } from '../right.ts';

export interface HealthRouteDeps {
  probes: readonly HealthProbe[];
}

type Told = Awaited<ReturnType<typeof controllerHealth>>['probes'];

/** Details name hosts and folders: they are for whoever is known. */
const toldTo = (caller: Caller | null, probes: Told): Told =>
  caller !== null ? probes : probes.map(({ name, ok }) => ({ name, ok }));

export function healthRoutes(server: HttpServer, { probes }: HealthRouteDeps): void {
  const tags = ['watching'];
  const security: [] = [];
  server.get(
    `${API_ROOT}/health`,
    {
      ...needs('open', { more: 'for the known' }),
      schema: {
        ...{ tags, security },
        description: '503 when nothing can be stored. Whoever is not known is told states alone, without details.',
        response: { 200: HealthAnswerSchema, 503: HealthAnswerSchema },
      },
    },
    async ({ caller }, reply) => {
      const { status, probes: found } = await controllerHealth(probes);
      const told = toldTo(caller as Caller | null, found);
      return reply.status(status === 'down' ? 503 : 200).send({ status, probes: told });
    },
  );
  server.get(
    `${API_ROOT}/health/live`,
    {
      ...needs('open'),
      schema: {
        ...{ tags, security },
        description: 'The process serves. It asks nothing of anybody: without an answer restart it.',
        response: { 200: LiveAnswerSchema },
      },
    },
    async () => ({ status: 'ok' as const }),
  );
  server.get(
    `${API_ROOT}/health/ready`,
    {
      ...needs('open', { more: 'for the known' }),
      schema: {
        ...{ tags, security },
        description:
          '503 while database, migrations, keys or broker are missing: give requests to another controller. No reason for a restart.',
        response: { 200: ReadyAnswerSchema, 503: ReadyAnswerSchema },
      },
    },
    async ({ caller }, reply) => {
      const { ready, probes: found } = await controllerReadiness(probes);
      return reply.status(ready ? 200 : 503).send({ ready, probes: toldTo(caller as Caller | null, found) });
    },
  );
}
