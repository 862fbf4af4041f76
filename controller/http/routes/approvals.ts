/** Routes of approval: the queue, decisions, word of mouth, links, the commune's own rules. */
import {
  ApprovalDetailSchema,
  ApprovalListQuerySchema,
  ApprovalListSchema,
  ApprovalSchema,
  ApprovalSettingsSchema,
  ApprovalWarningListSchema,
  CommuneQuerySchema,
  DecidedSchema,
  DecisionCreateSchema,
  LinkCreateSchema,
  LinkSchema,
  OutsideCreateSchema,
} from '@loa-lang/schemas/http/approvals';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import type { FastifyRequest } from 'fastify';
import { MAX_PICTURE_BYTES, PICTURE_TYPES } from '../../domain/approval/picture.ts';
import type { ApprovalStore } from '../../ports/approval-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ApprovalContents } from '../../services/approval-contents.ts';
import type { ApprovalLinks } from '../../services/approval-links.ts';
import { approvalWarnings } from '../../services/approval-warnings.ts';
import type { Approvals } from '../../services/approvals.ts';
import type { Deciding, Verdict } from '../../services/decide-approval.ts';
import type { OutsideApprovals } from '../../services/outside-approvals.ts';
import type { Permissions } from '../../services/permissions.ts';
import { Refusal } from '../../services/refusal.ts';
import { answers } from '../answers.ts';
import { APPROVAL_PAGE_ROOT } from '../approval-page/address.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant, outInstant } from '../instants.ts';
import { approvalBody, approvalDetailBody, warningBody } from '../present-approval.ts';

const PAGE = 50;

export interface ApprovalRouteDeps {
  approvals: Approvals;
  approvalStore: ApprovalStore;
  deciding: Deciding;
  outside: OutsideApprovals;
  links: ApprovalLinks;
  contents: ApprovalContents;
  permissions: Permissions;
  clock: Clock;
  publicUrl: string | undefined;
}

const startOf = (start: string | undefined): Pick<Verdict, 'start'> =>
  start === undefined ? {} : { start: start === 'now' ? 'now' : inInstant(start) };

export function approvalRoutes(server: HttpServer, deps: ApprovalRouteDeps): void {
  const { approvals, approvalStore, deciding, contents, permissions, clock } = deps;
  const tags = ['approvals'];
  const path = `${API_ROOT}/approvals`;
  server.get(
    path,
    { schema: { tags, querystring: ApprovalListQuerySchema, response: answers(200, ApprovalListSchema) } },
    async ({ query, caller }) => {
      const { communeId, subjectKind = 'broadcast', subjectId, mine = false, limit = PAGE, before } = query;
      const usual = subjectId === undefined ? 'submitted' : undefined;
      const state = query.state ?? usual;
      const seen = await approvals.list(
        {
          limit,
          ...(communeId !== undefined && { communeId }),
          ...(state !== undefined && { states: [state] }),
          ...(subjectId !== undefined && { subject: { kind: subjectKind, id: subjectId } }),
          ...(before !== undefined && { before }),
        },
        caller,
      );
      const now = clock.now();
      return {
        approvals: seen.filter(({ authority }) => !mine || authority.ok).map((each) => approvalBody(each, now)),
      };
    },
  );
  server.get(
    `${path}/warnings`,
    { schema: { tags, description: 'Offices that nobody holds.', response: answers(200, ApprovalWarningListSchema) } },
    async () => ({ warnings: (await approvalWarnings(approvals)).map(warningBody) }),
  );
  server.get(
    `${path}/settings`,
    { schema: { tags, querystring: CommuneQuerySchema, response: answers(200, ApprovalSettingsSchema) } },
    async ({ query: { communeId } }) => approvalStore.settings(communeId),
  );
  server.put(
    `${path}/settings`,
    {
      schema: {
        tags,
        querystring: CommuneQuerySchema,
        body: ApprovalSettingsSchema,
        response: answers(200, ApprovalSettingsSchema),
      },
    },
    async ({ query: { communeId }, body, caller }) => {
      await permissions.require(caller, 'approve', [communeId]);
      await approvalStore.changeSettings(communeId, body);
      return approvalStore.settings(communeId);
    },
  );
  server.get(
    `${path}/:id`,
    {
      schema: {
        tags,
        description: 'With the text as it is read, and where. The sound is the bulletin’s.',
        params: IdParamsSchema,
        response: answers(200, ApprovalDetailSchema),
      },
    },
    async ({ params: { id }, caller }) => {
      const seen = await approvals.get(id, caller);
      const reminders = await approvalStore.reminders([id]);
      return approvalDetailBody(seen, await contents.of(seen.request), reminders, clock.now());
    },
  );
  server.post(
    `${path}/:id/submit`,
    {
      schema: {
        tags,
        description: 'A draft of somebody who may not submit.',
        params: IdParamsSchema,
        response: answers(200, ApprovalSchema),
      },
    },
    async ({ params: { id }, caller }) => {
      await approvals.submitDraft(id, caller);
      return approvalBody(await approvals.get(id, caller), clock.now());
    },
  );
  server.post(
    `${path}/:id/decisions`,
    {
      schema: {
        tags,
        description:
          'Exactly one decision counts. 409 approval-too-late when its time has passed: send it again with `start`.',
        params: IdParamsSchema,
        body: DecisionCreateSchema,
        response: answers(200, DecidedSchema),
      },
    },
    async ({ params: { id }, body: { decision, start, ...body }, caller }) => {
      const verdict = decision === 'approve' ? 'approved' : 'returned';
      const { delivery } = await deciding.decide(id, { ...body, verdict, ...startOf(start) }, caller);
      return { approval: approvalBody(await approvals.get(id, caller), clock.now()), delivery };
    },
  );
  outsideRoutes(server, path, tags, deps);
  linkRoutes(server, path, tags, deps);
}

function outsideRoutes(
  server: HttpServer,
  path: string,
  tags: string[],
  { approvals, outside, clock }: ApprovalRouteDeps,
): void {
  const params = IdParamsSchema;
  server.post(
    `${path}/:id/outside`,
    {
      schema: {
        tags,
        description: 'Approved by telephone or on paper. Effective at once; its approver confirms it within 24 hours.',
        params,
        body: OutsideCreateSchema,
        response: answers(200, DecidedSchema),
      },
    },
    async ({ params: { id }, body: { start, saidAt, ...body }, caller }) => {
      const said = { ...body, saidAt: inInstant(saidAt), ...startOf(start) };
      const { delivery } = await outside.record(id, said, caller);
      return { approval: approvalBody(await approvals.get(id, caller), clock.now()), delivery };
    },
  );
  server.post(
    `${path}/:id/confirm`,
    { schema: { tags, params, response: answers(200, ApprovalSchema) } },
    async ({ params: { id }, caller }) => {
      await outside.confirm(id, caller);
      return approvalBody(await approvals.get(id, caller), clock.now());
    },
  );
  server.get(`${path}/:id/photo`, { schema: { tags, params } }, async ({ params: { id }, caller }, reply) => {
    const { type, bytes } = await outside.photo(id, caller);
    return reply.type(type).header('cache-control', 'private, no-store').send(bytes);
  });
  void server.register(async (scope) => {
    const limits = { parseAs: 'buffer', bodyLimit: MAX_PICTURE_BYTES } as const;
    scope.addContentTypeParser([...PICTURE_TYPES], limits, (_request, body, done) => done(null, body));
    scope.put(
      `${path}/:id/photo`,
      {
        bodyLimit: MAX_PICTURE_BYTES,
        errorHandler: (error, request, reply) =>
          server.errorHandler(
            error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? (new Refusal('photo-too-large') as never) : error,
            request,
            reply,
          ),
        schema: {
          tags,
          description: 'JPEG, PNG or WebP, 5 MB at most; the body is the picture.',
          params,
          consumes: [...PICTURE_TYPES],
          response: answers(200, ApprovalSchema),
        },
      },
      async (request) => {
        const { id } = request.params as { id: string };
        if (!Buffer.isBuffer(request.body)) throw new Refusal('photo-unusable');
        await outside.attachPhoto(id, request.body, request.caller);
        return approvalBody(await approvals.get(id, request.caller), clock.now());
      },
    );
  });
}

function linkRoutes(server: HttpServer, path: string, tags: string[], { links, publicUrl }: ApprovalRouteDeps): void {
  server.post(
    `${path}/:id/link`,
    {
      schema: {
        tags,
        description: 'A one-time link for one approver, with texts to send it. It takes the place of an older one.',
        params: IdParamsSchema,
        body: LinkCreateSchema,
        response: answers(201, LinkSchema),
      },
    },
    async (request, reply) => {
      const { approverId, lastsMinutes } = request.body;
      const lasts = lastsMinutes === undefined ? {} : { lastsMs: lastsMinutes * 60_000 };
      const base = publicUrl ?? ownAddress(request);
      const urlOf = (token: string) => `${base}${APPROVAL_PAGE_ROOT}/${token}`;
      const made = await links.create(request.params.id, { approverId, ...lasts }, request.caller, urlOf);
      reply.header('cache-control', 'no-store');
      return reply.status(201).send({ ...made, expiresAt: outInstant(made.expiresAt) });
    },
  );
}

/** Where this request came in: right as long as the link is opened by the same way. */
const ownAddress = ({ protocol, headers: { host = '' } }: Pick<FastifyRequest, 'protocol' | 'headers'>): string =>
  `${protocol}://${host}`;
