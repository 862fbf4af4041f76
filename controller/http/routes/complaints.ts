/** Routes of complaints, for villagers and for those who see to them. */
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  ComplaintAnswerSchema,
  type ComplaintBody,
  ComplaintChangeSchema,
  ComplaintCreateSchema,
  ComplaintDetailSchema,
  ComplaintListSchema,
  ComplaintQuerySchema,
  ComplaintTakenSchema,
  ComplaintTokenSchema,
  PublicCodeSchema,
  PublicComplaintSchema,
  PublicComplaintStateSchema,
} from '@loa-lang/schemas/http/complaints';
import { COMPLAINTS } from '@loa-lang/schemas/states/complaint';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { type Complaint, isOpen, referenceOf } from '../../domain/complaints/complaint.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ComplaintDetail, Complaints } from '../../services/complaints/complaints.ts';
import type { PublicDoor } from '../../services/complaints/public-door.ts';
import { answers } from '../answers.ts';
import { nextOf, pageEndOf } from '../cursors.ts';
import type { HttpServer } from '../http-server.ts';
import { outInstant, outOptional } from '../instants.ts';
import { needs, sightOf } from '../right.ts';
import { senderOf } from '../sender.ts';

export interface ComplaintRouteDeps {
  complaints: Complaints;
  publicDoor: PublicDoor;
  clock: Clock;
}

const tags = ['complaints'];
const path = `${API_ROOT}/complaints`;
const open = `${API_ROOT}/public/complaints`;
const USUAL_LIMIT = 50;
/** The longest complaint in four-byte characters, escaped, and some. */
const MAX_PUBLIC_BYTES = 16 * 1024;
const detail = answers(200, ComplaintDetailSchema);
/** Whoever may stop what sounds at a place sees to what is said about it there. */
const ofOne = needs('stop', { of: 'complaint' });

export function complaintRoutes(server: HttpServer, { complaints, publicDoor, clock }: ComplaintRouteDeps): void {
  server.post(
    open,
    {
      ...needs('open'),
      bodyLimit: MAX_PUBLIC_BYTES,
      schema: {
        tags,
        security: [],
        description: 'By anybody who stands before a pole and reads the code on it.',
        body: PublicComplaintSchema,
        response: answers(201, ComplaintTakenSchema),
      },
    },
    async (request, reply) => {
      const { code, kind, told = '', contact } = request.body;
      publicDoor.letIn(senderOf(request), code);
      const { complaint, token } = await complaints.submit(code, { kind, text: told, contact });
      return reply.status(201).send(takenBody(complaint, token));
    },
  );
  server.get(
    `${open}/:token`,
    {
      ...needs('open'),
      schema: {
        tags,
        security: [],
        description: 'State and answer, for whoever has complained.',
        params: ComplaintTokenSchema,
        response: answers(200, PublicComplaintStateSchema),
      },
    },
    async (request) => {
      publicDoor.letLook(senderOf(request));
      const { complaint, at } = await complaints.publicState(request.params.token);
      const { state, kind, dueAt, answer, answeredAt } = complaint;
      const words = { vi: COMPLAINTS[kind].vi, en: COMPLAINTS[kind].en };
      return {
        ...{ reference: referenceOf(complaint), state, kind, words, at: outInstant(at), dueAt: outInstant(dueAt) },
        ...(answer !== undefined && { answer }),
        ...outOptional('answeredAt', answeredAt),
      };
    },
  );
  server.get(
    path,
    {
      ...needs('stop', { place: 'anywhere' }),
      schema: { tags, querystring: ComplaintQuerySchema, response: answers(200, ComplaintListSchema) },
    },
    async (request) => {
      const { limit = USUAL_LIMIT, before, ...filter } = request.query;
      const rows = await complaints.list({ ...filter, limit, ...pageEndOf(before) }, sightOf(request));
      const next = nextOf(rows, limit, ({ firstAt, id }) => ({ at: firstAt, id }));
      return { complaints: rows.map((row) => complaintBody(row, clock.now())), ...next };
    },
  );
  server.post(
    path,
    {
      ...needs('stop'),
      schema: {
        tags,
        description: 'Of a villager who calls, or of what somebody has heard themselves.',
        body: ComplaintCreateSchema,
        response: answers(201, ComplaintTakenSchema),
      },
    },
    async ({ body, caller }, reply) => {
      const { complaint, token } = await complaints.takeDown(body, caller);
      return reply.status(201).send(takenBody(complaint, token));
    },
  );
  server.get(`${path}/:id`, { ...ofOne, schema: { tags, params: IdParamsSchema, response: detail } }, async (request) =>
    detailBody(await complaints.get(request.params.id), clock.now()),
  );
  server.patch(
    `${path}/:id`,
    { ...ofOne, schema: { tags, params: IdParamsSchema, body: ComplaintChangeSchema, response: detail } },
    async ({ params: { id }, body, caller }) => detailBody(await complaints.change(id, body, caller), clock.now()),
  );
  server.put(
    `${path}/:id/answer`,
    { ...ofOne, schema: { tags, params: IdParamsSchema, body: ComplaintAnswerSchema, response: detail } },
    async ({ params: { id }, body: { answer }, caller }) =>
      detailBody(await complaints.answer(id, answer, caller), clock.now()),
  );
  server.get(
    `${API_ROOT}/clusters/:id/public-code`,
    {
      ...needs('see', { of: 'cluster' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, PublicCodeSchema) },
    },
    async ({ params: { id } }) => {
      const code = await complaints.codeOf(id);
      return { clusterId: id, ...(code !== undefined && { code }) };
    },
  );
  server.post(
    `${API_ROOT}/clusters/:id/public-code`,
    {
      ...needs('manage', { of: 'cluster' }),
      schema: {
        tags,
        description: 'Makes one; a former one leads nowhere from then on.',
        params: IdParamsSchema,
        response: answers(201, PublicCodeSchema),
      },
    },
    async ({ params: { id } }, reply) =>
      reply.status(201).send({ clusterId: id, code: await complaints.renewCode(id) }),
  );
}

const takenBody = (complaint: Complaint, token: string) => ({
  ...{ token, reference: referenceOf(complaint), dueAt: outInstant(complaint.dueAt) },
});

function complaintBody(complaint: Complaint, now: EpochMillis): ComplaintBody {
  const { id, communeId, hamletId, clusterId, broadcastId, kind, owner, state, count, dueAt } = complaint;
  return {
    ...{
      id,
      reference: referenceOf(complaint),
      communeId,
      kind,
      owner,
      state,
      count,
      words: { vi: COMPLAINTS[kind].vi, en: COMPLAINTS[kind].en },
    },
    ...(hamletId !== undefined && { hamletId }),
    ...(clusterId !== undefined && { clusterId }),
    ...(broadcastId !== undefined && { broadcastId }),
    firstAt: outInstant(complaint.firstAt),
    lastAt: outInstant(complaint.lastAt),
    dueAt: outInstant(dueAt),
    overdue: isOpen(complaint) && dueAt <= now,
    ...(complaint.answer !== undefined && { answer: complaint.answer }),
    ...outOptional('answeredAt', complaint.answeredAt),
    ...(complaint.answeredBy !== undefined && { answeredBy: complaint.answeredBy.name }),
    ...outOptional('closedAt', complaint.closedAt),
  };
}

const detailBody = ({ complaint, reports }: ComplaintDetail, now: EpochMillis) => ({
  ...complaintBody(complaint, now),
  reports: reports.map(({ at, source, text, contact, takenBy }) => ({
    ...{ at: outInstant(at), source, told: text },
    ...(contact !== undefined && { contact }),
    ...(takenBy !== undefined && { takenBy: takenBy.name }),
  })),
  notes: complaint.notes.map(({ at, by, text }) => ({ at: outInstant(at), by, internalNote: text })),
});
