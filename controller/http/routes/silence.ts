/** Routes of the two ways to be quiet. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  SilenceCreateSchema,
  SilenceDoneSchema,
  SilenceLiftSchema,
  SilenceListSchema,
  StopDoneSchema,
  StopSchema,
} from '@loa-lang/schemas/http/silence';
import type { Silence } from '../../services/silence/silence.ts';
import type { BroadcastStopping } from '../../services/silence/stop.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { silenceBody, silenceDoneBody, stopNotices, stoppedBody } from '../present-silence.ts';
import { needs } from '../right.ts';

export interface SilenceRouteDeps {
  silence: Silence;
  stopping: BroadcastStopping;
}

export function silenceRoutes(server: HttpServer, { silence, stopping }: SilenceRouteDeps): void {
  const tags = ['silence'];
  const path = `${API_ROOT}/silence`;
  server.post(
    path,
    {
      ...needs('lock', { place: 'by use case' }),
      schema: {
        tags,
        description:
          'Khoá im lặng: everything under the area falls silent, live included, until it is lifted. Answers within 3 s, also while the database does not.',
        body: SilenceCreateSchema,
        response: { ...answers(201, SilenceDoneSchema), 200: SilenceDoneSchema },
      },
    },
    async (request, reply) => {
      const done = await silence.latch(request.body, request.caller);
      return reply.status(done.repeated ? 200 : 201).send(silenceDoneBody(done));
    },
  );
  server.get(
    path,
    { ...needs('see', { place: 'by use case' }), schema: { tags, response: answers(200, SilenceListSchema) } },
    async (request) => {
      const { views, complete } = await silence.list(request.caller);
      const bodies = views.map(silenceBody);
      const inState = (state: 'open' | 'lifted') => bodies.filter((body) => body.state === state);
      return { open: inState('open'), lifted: inState('lifted'), complete };
    },
  );
  server.post(
    `${path}/:id/lift`,
    {
      ...needs('lift', { place: 'by use case' }),
      schema: {
        tags,
        description: 'Its own level or a higher one lifts it. What was silenced is not made up for.',
        params: IdParamsSchema,
        body: SilenceLiftSchema,
        response: answers(200, SilenceDoneSchema),
      },
    },
    async (request) => silenceDoneBody(await silence.lift(request.params.id, request.body?.level, request.caller)),
  );
  server.post(
    `${API_ROOT}/stop`,
    {
      ...needs('stop', { place: 'by use case' }),
      schema: {
        tags,
        description:
          'Dừng: what sounds at the place falls silent, or the named broadcast; what comes later plays. A broadcast that is meant for more than the place plays on elsewhere.',
        body: StopSchema,
        response: answers(200, StopDoneSchema),
      },
    },
    async (request) => {
      const { stopped, delivery, shared } = await stopping.stop(request.body, request.caller);
      return { broadcasts: stopped.map(stoppedBody), delivery, notices: stopNotices(stopped, shared) };
    },
  );
}
