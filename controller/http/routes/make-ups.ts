/** Routes of make-ups (phát bù). */
import { BroadcastPlannedSchema } from '@loa-lang/schemas/http/broadcasts';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import { MakeUpCreateSchema, MakeUpSchema } from '@loa-lang/schemas/http/make-ups';
import type { BroadcastViews } from '../../services/broadcasts/view-broadcasts.ts';
import type { MakeUps } from '../../services/make-up/make-ups.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant } from '../instants.ts';
import { makeUpBody } from '../present-make-up.ts';
import { plannedBody } from '../present-planned.ts';
import { needs, sightOf } from '../right.ts';

export interface MakeUpRouteDeps {
  makeUps: MakeUps;
  views: BroadcastViews;
}

export function makeUpRoutes(server: HttpServer, { makeUps, views }: MakeUpRouteDeps): void {
  const tags = ['make-up'];
  const path = `${API_ROOT}/broadcasts/:id/make-up`;
  server.get(
    path,
    {
      ...needs('see', { of: 'broadcast', whole: true }),
      schema: {
        tags,
        description: 'Who missed the broadcast and can be given it again, and whose households would hear it twice.',
        params: IdParamsSchema,
        response: answers(200, MakeUpSchema),
      },
    },
    async ({ params: { id } }) => makeUpBody(await makeUps.get(id)),
  );
  server.post(
    path,
    {
      ...needs('submit', { of: 'broadcast' }),
      schema: {
        tags,
        description:
          'Plays the same audio for those who missed it only. One at a time: while one is under way it is the answer (200).',
        params: IdParamsSchema,
        body: MakeUpCreateSchema,
        response: { ...answers(201, BroadcastPlannedSchema), 200: BroadcastPlannedSchema },
      },
    },
    async (request, reply) => {
      const { start } = request.body;
      const at = start === 'now' ? 'now' : inInstant(start);
      const planned = await makeUps.plan(request.params.id, at, request.caller);
      const view = planned.repeated ? await views.get(planned.broadcast.id, sightOf(request)) : planned;
      return reply.status(planned.repeated ? 200 : 201).send(plannedBody(planned, view));
    },
  );
}
