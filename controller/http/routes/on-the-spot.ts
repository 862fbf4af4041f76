/** Routes of cards by which somebody speaks at a device itself. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  SpotCredentialCreateSchema,
  SpotCredentialIssuedSchema,
  SpotCredentialListSchema,
  SpotCredentialRevokedSchema,
} from '@loa-lang/schemas/http/on-the-spot';
import { spotCodeInGroups } from '@loa-lang/schemas/sealing/spot-code';
import { DEFAULT_SPOT_STARTS_PER_HOUR } from '@loa-lang/schemas/wire/on-the-spot';
import type { Clock } from '../../ports/clock.ts';
import type { SpotCredentials } from '../../services/on-the-spot/spot-credentials.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant } from '../instants.ts';
import { CODE_NOTICE, spotCredentialBody } from '../present-on-the-spot.ts';
import { needs, sightOf } from '../right.ts';

export interface OnTheSpotRouteDeps {
  spotCredentials: SpotCredentials;
  clock: Clock;
}

export function onTheSpotRoutes(server: HttpServer, { spotCredentials, clock }: OnTheSpotRouteDeps): void {
  const tags = ['on the spot'];
  const path = `${API_ROOT}/on-the-spot-credentials`;
  server.get(
    path,
    { ...needs('see', { place: 'anywhere' }), schema: { tags, response: answers(200, SpotCredentialListSchema) } },
    async (request) => ({
      credentials: (await spotCredentials.list(sightOf(request))).map((card) => spotCredentialBody(card, clock.now())),
    }),
  );
  server.post(
    path,
    {
      ...needs('emergency'),
      schema: {
        tags,
        description:
          'A card for the head of a hamlet, good at the loudspeakers of that hamlet also without network. Its code is shown once.',
        body: SpotCredentialCreateSchema,
        response: answers(201, SpotCredentialIssuedSchema),
      },
    },
    async (request, reply) => {
      const { hamletId, holder, mayUse = ['templates'], from, until, perHour } = request.body;
      const { credential, code, delivery } = await spotCredentials.issue(
        {
          ...{ hamletId, mayUse, holder: holder.trim().normalize('NFC') },
          perHour: perHour ?? DEFAULT_SPOT_STARTS_PER_HOUR,
          from: from === undefined ? clock.now() : inInstant(from),
          until: inInstant(until),
        },
        request.caller,
      );
      const body = spotCredentialBody(credential, clock.now());
      reply.header('cache-control', 'no-store');
      return reply.status(201).send({ credential: body, code: spotCodeInGroups(code), message: CODE_NOTICE, delivery });
    },
  );
  server.delete(
    `${path}/:id`,
    {
      ...needs('emergency', { of: 'on-the-spot-credential' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, SpotCredentialRevokedSchema) },
    },
    async ({ params: { id }, caller }) => ({ revoked: id, delivery: await spotCredentials.revoke(id, caller) }),
  );
}
