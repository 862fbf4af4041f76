/** Routes of approval beside the console: word of mouth with its photo, and one-time links. */
import { isIPv6, type Socket } from 'node:net';
import { errorText } from '@loa-lang/schemas/errors/codes';
import {
  ApprovalSchema,
  DecidedSchema,
  LinkCreateSchema,
  LinkSchema,
  OutsideCreateSchema,
} from '@loa-lang/schemas/http/approvals';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import { MAX_PICTURE_BYTES, PICTURE_TYPES } from '../../domain/approval/picture.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ApprovalLinks } from '../../services/approval/approval-links.ts';
import type { Approvals } from '../../services/approval/approvals.ts';
import type { OutsideApprovals } from '../../services/approval/outside-approvals.ts';
import { Refusal } from '../../services/refusal.ts';
import { answers } from '../answers.ts';
import { APPROVAL_PAGE_ROOT } from '../approval-page/address.ts';
import type { HttpServer } from '../http-server.ts';
import { inInstant, outInstant } from '../instants.ts';
import { approvalBody } from '../present-approval.ts';
import { needs } from '../right.ts';
import { startOf } from './approvals.ts';

export interface OutsideRouteDeps {
  approvals: Approvals;
  outside: OutsideApprovals;
  links: ApprovalLinks;
  clock: Clock;
  /** where people reach this system */
  publicUrl: string | undefined;
}

const WITHOUT_NAME = { code: 'link-without-public-url', message: errorText('link-without-public-url') };

const tags = ['approvals'];
const path = `${API_ROOT}/approvals`;

export function outsideApprovalRoutes(server: HttpServer, deps: OutsideRouteDeps): void {
  outsideRoutes(server, deps);
  linkRoutes(server, deps);
}

function outsideRoutes(server: HttpServer, { approvals, outside, clock }: OutsideRouteDeps): void {
  const params = IdParamsSchema;
  server.post(
    `${path}/:id/outside`,
    {
      ...needs('submit', { of: 'approval' }),
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
    { ...needs('see', { of: 'approval' }), schema: { tags, params, response: answers(200, ApprovalSchema) } },
    async ({ params: { id }, caller }) => {
      await outside.confirm(id, caller);
      return approvalBody(await approvals.get(id, caller), clock.now());
    },
  );
  server.get(
    `${path}/:id/photo`,
    { ...needs('see', { of: 'approval' }), schema: { tags, params } },
    async ({ params: { id }, caller }, reply) => {
      const { type, bytes } = await outside.photo(id, caller);
      const name = `phe-duyet-${id}.${type.split('/')[1]}`;
      return reply.type(type).header('content-disposition', `inline; filename="${name}"`).send(bytes);
    },
  );
  void server.register(async (scope) => {
    const limits = { parseAs: 'buffer', bodyLimit: MAX_PICTURE_BYTES } as const;
    scope.addContentTypeParser([...PICTURE_TYPES], limits, (_request, body, done) => done(null, body));
    scope.put(
      `${path}/:id/photo`,
      {
        ...needs('submit', { of: 'approval' }),
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

function linkRoutes(server: HttpServer, { links, publicUrl }: OutsideRouteDeps): void {
  server.post(
    `${path}/:id/link`,
    {
      ...needs('submit', { of: 'approval' }),
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
      const base = publicUrl ?? listeningAddress(request.socket);
      const urlOf = (token: string) => `${base}${APPROVAL_PAGE_ROOT}/${token}`;
      const made = await links.create(request.params.id, { approverId, ...lasts }, request.caller, urlOf);
      const notices = publicUrl === undefined ? [WITHOUT_NAME] : [];
      return reply.status(201).send({ ...made, expiresAt: outInstant(made.expiresAt), notices });
    },
  );
}

/**
 * Where this connection came in, never what its request says of that: a link of another's making would hand the token to
 * them. Empty where there is no connection; the path is right all the same.
 */
function listeningAddress({ localAddress, localPort }: Pick<Socket, 'localAddress' | 'localPort'>): string {
  if (localAddress === undefined || localPort === undefined) return '';
  const address = localAddress.replace(/^::ffff:(?=[\d.]+$)/, '');
  return `http://${isIPv6(address) ? `[${address}]` : address}:${localPort}`;
}
