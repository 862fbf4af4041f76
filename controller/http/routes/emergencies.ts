/** Routes of emergencies and drills. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  DelegationCreateSchema,
  DelegationListSchema,
  DelegationSchema,
  EmergencyCreateSchema,
  EmergencyJustifySchema,
  EmergencyListSchema,
  EmergencyProgressSchema,
  EmergencySchema,
  EmergencySentSchema,
} from '@loa-lang/schemas/http/emergencies';
import { StopDoneSchema } from '@loa-lang/schemas/http/silence';
import { Type } from 'typebox';
import type { Clock } from '../../ports/clock.ts';
import type { Emergencies } from '../../services/emergency/emergencies.ts';
import type { EmergencyDelegations } from '../../services/emergency/emergency-delegations.ts';
import type { EmergencyFlags } from '../../services/emergency/emergency-flags.ts';
import type { EmergencyProgressing } from '../../services/emergency/emergency-progress.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant } from '../instants.ts';
import { delegationBody, emergencyBody, emergencyStoppedBody, progressBody, sentBody } from '../present-emergency.ts';
import { needs, sightOf } from '../right.ts';

export interface EmergencyRouteDeps {
  emergencies: Emergencies;
  delegations: EmergencyDelegations;
  flags: EmergencyFlags;
  progressing: EmergencyProgressing;
  clock: Clock;
}

const KeyHeaderSchema = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$', description: 'the same key never makes two emergencies' }),
  ),
});
const MINUTE_MS = 60_000;
const none = { areaIds: [], groupIds: [], clusterIds: [] };

export function emergencyRoutes(server: HttpServer, deps: EmergencyRouteDeps): void {
  const { emergencies, flags, progressing, clock } = deps;
  const tags = ['emergencies'];
  const path = `${API_ROOT}/emergencies`;
  server.post(
    path,
    {
      ...needs('trigger', { place: 'by use case' }),
      schema: {
        tags,
        description:
          'On air at once: three readings, again every 10 minutes, for two hours. 202 while its audio is being made. To be justified within 24 h by somebody else.',
        headers: KeyHeaderSchema,
        body: EmergencyCreateSchema,
        response: { ...answers(201, EmergencySentSchema), 200: EmergencySentSchema, 202: EmergencySentSchema },
      },
    },
    async (request, reply) => {
      const { targets, everyMinutes, forMinutes, drill = false, liftAndSend = false, ...body } = request.body;
      const sent = await emergencies.send(
        {
          ...body,
          ...{ drill, liftAndSend },
          targets: targets === 'everywhere' ? targets : { ...none, ...targets },
          ...(everyMinutes !== undefined && { everyMs: everyMinutes * MINUTE_MS }),
          ...(forMinutes !== undefined && { lastsMs: forMinutes * MINUTE_MS }),
        },
        request.caller,
        request.headers['idempotency-key'],
      );
      const status = sent.repeated ? 200 : sent.launched === undefined ? 202 : 201;
      return reply.status(status).send(sentBody(sent, clock.now()));
    },
  );
  server.get(
    path,
    { ...needs('see', { place: 'anywhere' }), schema: { tags, response: answers(200, EmergencyListSchema) } },
    async (request) => {
      const bodies = (await emergencies.list(sightOf(request))).map((view) => emergencyBody(view, clock.now()));
      const isActive = ({ state }: { state: string }) => state === 'active' || state === 'preparing';
      return { active: bodies.filter(isActive), recent: bodies.filter((body) => !isActive(body)) };
    },
  );
  server.get(
    `${path}/:id`,
    {
      ...needs('see', { of: 'emergency' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, EmergencySchema) },
    },
    async ({ params: { id } }) => emergencyBody(await emergencies.get(id), clock.now()),
  );
  server.get(
    `${path}/:id/progress`,
    {
      ...needs('see', { of: 'emergency' }),
      schema: {
        tags,
        description: 'Which clusters have confirmed it, and whom to call where they have not.',
        params: IdParamsSchema,
        response: answers(200, EmergencyProgressSchema),
      },
    },
    async (request) => progressBody(await progressing.of(request.params.id, request.caller, sightOf(request))),
  );
  server.post(
    `${path}/:id/justify`,
    {
      ...needs('emergency', { of: 'emergency' }),
      schema: {
        tags,
        description: 'By somebody else than the sender.',
        params: IdParamsSchema,
        body: EmergencyJustifySchema,
        response: answers(200, EmergencySchema),
      },
    },
    async (request) => {
      const view = await emergencies.justify(request.params.id, request.body.reason, request.caller);
      await flags.justified(view.act.id);
      return emergencyBody(view, clock.now());
    },
  );
  server.post(
    `${path}/:id/stop`,
    {
      ...needs('see', { of: 'emergency', byToken: ['stop', 'trigger', 'emergency'] }),
      schema: {
        tags,
        description: 'Also while its audio is being made, and by whoever sent it.',
        params: IdParamsSchema,
        response: answers(200, StopDoneSchema),
      },
    },
    async (request) => emergencyStoppedBody(await emergencies.stop(request.params.id, request.caller)),
  );
  delegationRoutes(server, deps);
}

function delegationRoutes(server: HttpServer, { delegations }: EmergencyRouteDeps): void {
  const tags = ['emergencies'];
  const path = `${API_ROOT}/emergency-delegations`;
  server.get(
    path,
    { ...needs('see', { place: 'anywhere' }), schema: { tags, response: answers(200, DelegationListSchema) } },
    async (request) => ({
      delegations: (await delegations.list(sightOf(request))).map(delegationBody),
    }),
  );
  server.post(
    path,
    {
      ...needs('emergency'),
      schema: {
        tags,
        description: 'Lets the head of a hamlet trigger prepared emergencies there, from a day until a day.',
        body: DelegationCreateSchema,
        response: answers(201, DelegationSchema),
      },
    },
    async (request, reply) => {
      const { hamletId, from, until } = request.body;
      const granted = await delegations.grant(hamletId, inInstant(from), inInstant(until), request.caller);
      return reply.status(201).send(delegationBody(granted));
    },
  );
  server.delete(
    `${path}/:id`,
    {
      ...needs('emergency', { of: 'emergency-delegation' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, Type.Object({ revoked: Type.String() })) },
    },
    async (request) => {
      await delegations.revoke(request.params.id, request.caller);
      return { revoked: request.params.id };
    },
  );
}
