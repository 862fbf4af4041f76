/** Routes of enrolment: the door at which devices ask, and the office that binds them. */
import { DeviceChangedSchema } from '@loa-lang/schemas/http/clusters';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  EnrolmentBindSchema,
  EnrolmentListQuerySchema,
  EnrolmentListSchema,
  EnrolmentRejectedSchema,
  ReplacementSchema,
} from '@loa-lang/schemas/http/enrolments';
import {
  type DeploymentFile,
  DeploymentFileSchema,
  ENROLMENT_PATH,
  EnrolmentAnswerSchema,
  EnrolmentRequestSchema,
} from '@loa-lang/schemas/wire/enrolment';
import type { Enrolments } from '../../services/enrolment/enrolments.ts';
import { found, Refusal } from '../../services/refusal.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { enrolmentBodies } from '../present-enrolment.ts';
import { deviceBody } from '../present-register.ts';
import { needs, sightOf } from '../right.ts';

export interface EnrolmentRouteDeps {
  enrolments: Enrolments;
  /** what a fresh device is given; `undefined` where no TLS is offered to devices */
  deploymentFile: () => DeploymentFile | undefined;
}

/** A request is a JWS of some 400 bytes. */
const MAX_REQUEST_BYTES = 8 * 1024;

/** Open to everybody: the request's own signature says who asks, and the answer is no secret. */
export function enrolmentDoor(server: HttpServer, enrolments: Enrolments): void {
  server.post(
    ENROLMENT_PATH,
    {
      // a new device has nothing that would say who it is but its signature, and is told nothing of the commune
      ...needs('open'),
      bodyLimit: MAX_REQUEST_BYTES,
      schema: {
        tags: ['enrolment'],
        security: [],
        body: EnrolmentRequestSchema,
        response: answers(200, EnrolmentAnswerSchema),
      },
    },
    ({ body, ip }) => enrolments.ask(body.request, ip),
  );
}

export function enrolmentRoutes(server: HttpServer, { enrolments, deploymentFile }: EnrolmentRouteDeps): void {
  const tags = ['enrolment'];
  const path = `${API_ROOT}/enrolments`;
  enrolmentDoor(server, enrolments);
  server.get(
    path,
    {
      ...needs('manage', { place: 'anywhere' }),
      schema: { tags, querystring: EnrolmentListQuerySchema, response: answers(200, EnrolmentListSchema) },
    },
    async (request) => {
      const { label } = request.query;
      // whoever holds a box may ask about it; without one the list shows devices of everybody
      if (label === undefined && sightOf(request) !== 'everything') {
        throw new Refusal('not-permitted', { name: request.caller.name });
      }
      return { enrolments: enrolmentBodies(await enrolments.waiting(label)) };
    },
  );
  server.get(
    `${path}/deployment`,
    { ...needs('manage', { place: 'anywhere' }), schema: { tags, response: answers(200, DeploymentFileSchema) } },
    async () => found(deploymentFile(), 'enrolment-closed'),
  );
  server.post(
    `${path}/bind`,
    {
      ...needs('manage'),
      schema: { tags, body: EnrolmentBindSchema, response: answers(201, DeviceChangedSchema) },
    },
    async ({ body }, reply) => {
      const { device, delivery } = await enrolments.bind(body);
      return reply.status(201).send({ device: deviceBody(device), delivery });
    },
  );
  server.post(
    `${path}/:id/reject`,
    {
      ...needs('manage'),
      schema: {
        tags,
        params: IdParamsSchema,
        response: answers(200, EnrolmentRejectedSchema),
      },
    },
    async ({ params: { id } }) => {
      await enrolments.reject(id);
      return { rejected: id };
    },
  );
  server.post(
    `${API_ROOT}/clusters/:id/replacement`,
    {
      ...needs('manage', { of: 'cluster' }),
      schema: {
        tags,
        params: IdParamsSchema,
        body: ReplacementSchema,
        response: answers(201, DeviceChangedSchema),
      },
    },
    async ({ params, body }, reply) => {
      const { device, delivery } = await enrolments.bind({ ...body, clusterId: params.id, replace: true });
      return reply.status(201).send({ device: deviceBody(device), delivery });
    },
  );
}
