/** Routes of speaking live. */
import { IdParamsSchema } from '@loa-lang/schemas/http/common';
import { LiveBegunSchema, LiveCreateSchema, LiveEndedSchema, LiveListSchema } from '@loa-lang/schemas/http/live';
import type { Clock } from '../../ports/clock.ts';
import type { Lives } from '../../services/live/lives.ts';
import { Refusal } from '../../services/refusal.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { speakInto } from '../live-socket.ts';
import { begunBody, LIVE_PATH, liveBody } from '../present-live.ts';
import { needs, sightOf } from '../right.ts';

export interface LiveRouteDeps {
  lives: Lives;
  clock: Clock;
}

export function liveRoutes(server: HttpServer, deps: LiveRouteDeps): void {
  const { lives } = deps;
  const tags = ['live'];
  server.post(
    LIVE_PATH,
    {
      ...needs('speak'),
      schema: {
        tags,
        description:
          'Opens a microphone: on air at once, after the chime; a hamlet’s waits for what the commune or a higher level has on air. Ends when nobody has spoken into it for ten seconds.',
        body: LiveCreateSchema,
        response: answers(201, LiveBegunSchema),
      },
    },
    async ({ body, caller }, reply) => {
      const begun = await lives.begin(body, caller);
      return reply.status(201).send(begunBody(begun));
    },
  );
  server.get(
    LIVE_PATH,
    { ...needs('see', { place: 'anywhere' }), schema: { tags, response: answers(200, LiveListSchema) } },
    async (request) => ({ lives: (await lives.list(sightOf(request))).map(liveBody) }),
  );
  server.post(
    `${LIVE_PATH}/:id/end`,
    {
      ...needs('see', { of: 'live', byToken: ['speak', 'stop'] }),
      schema: {
        tags,
        description: 'By whoever speaks, from elsewhere; or by who may stop what sounds there.',
        params: IdParamsSchema,
        response: answers(200, LiveEndedSchema),
      },
    },
    async ({ params: { id }, caller }) => ({ liveId: id, reason: await lives.end(id, caller) }),
  );
  server.route({
    method: 'GET',
    url: `${LIVE_PATH}/:id/audio`,
    // a browser learns nothing from a refused upgrade: who is not let in is told by a close code
    ...needs('open', { more: 'for the known' }),
    schema: {
      tags,
      description:
        'A WebSocket. Binary messages: 1 and a frame of Opus, 20 ms, mono; 2 and 20 ms of PCM, s16le, 48 kHz, mono; 3 alone while nobody speaks. Two seconds without one end the live. Text: {"type":"end"}, {"type":"bye","why":…}. It answers with the state at every change and once a second. Close codes: 1000 it has ended, 4401 not signed in, 4403 somebody else’s, 4404 unknown or over, 4409 taken over by another connection of the same person, 4422 no frames of a microphone.',
      params: IdParamsSchema,
    },
    wsHandler: (socket, request) => speakInto(socket, request, (request.params as { id: string }).id, deps),
    handler: async () => {
      throw new Refusal('live-needs-websocket');
    },
  });
}
