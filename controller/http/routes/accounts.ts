/** Routes of accounts in the hands of administrators. Whose, and how far, is known by the use cases. */
import {
  AccountChangeSchema,
  AccountLinkSchema,
  AccountListSchema,
  AccountSchema,
  InvitationSchema,
  ResetSchema,
} from '@loa-lang/schemas/http/accounts';
import { API_ROOT, IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  ApiTokenCreateSchema,
  ApiTokenListSchema,
  ApiTokenMadeSchema,
  DoneSchema,
} from '@loa-lang/schemas/http/sign-in';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { linkMessages } from '../../domain/identity/link-messages.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Accounts, LinkFor } from '../../services/identity/accounts.ts';
import type { ApiTokens } from '../../services/identity/api-tokens.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { LINK_PAGE_ROOT } from '../identity/addresses.ts';
import { accountBody, apiTokenBody } from '../identity/present-account.ts';
import { ownAddress, visitOf } from '../identity/visitor.ts';
import { inInstant, outInstant, TIME_ZONE } from '../instants.ts';
import { needs } from '../right.ts';

export interface AccountRouteDeps {
  accounts: Accounts;
  apiTokenDesk: ApiTokens;
  publicUrl: string | undefined;
  clock: Clock;
}

const tags = ['accounts'];
const path = `${API_ROOT}/accounts`;

export function accountRoutes(server: HttpServer, deps: AccountRouteDeps): void {
  const { accounts } = deps;
  server.get(
    path,
    { ...needs('administer', { place: 'by use case' }), schema: { tags, response: answers(200, AccountListSchema) } },
    async ({ caller }) => ({
      accounts: (await accounts.list(caller)).map(accountBody),
    }),
  );
  server.get(
    `${path}/:id`,
    {
      ...needs('administer', { place: 'by use case' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, AccountSchema) },
    },
    async ({ params: { id }, caller }) => accountBody(await accounts.find(id, caller)),
  );
  server.patch(
    `${path}/:id`,
    {
      ...needs('administer', { place: 'by use case' }),
      schema: {
        ...{ tags, params: IdParamsSchema, body: AccountChangeSchema, response: answers(200, AccountSchema) },
        description: 'Counts from the next request of that person on.',
      },
    },
    async ({ params: { id }, body, caller }) => accountBody(await accounts.change(id, body, caller)),
  );
  server.delete(
    `${path}/:id/sessions`,
    {
      ...needs('administer', { place: 'by use case' }),
      schema: {
        ...{ tags, params: IdParamsSchema, response: answers(200, DoneSchema) },
        description: 'Signs the person out everywhere, and forgets the telephones that need no code.',
      },
    },
    async ({ params: { id }, caller }) => {
      await accounts.endSessions(id, caller);
      return { done: true as const };
    },
  );
  linkRoutes(server, deps);
  tokenRoutes(server, deps);
}

function linkRoutes(server: HttpServer, { accounts, publicUrl, clock }: AccountRouteDeps): void {
  const linkBody = (request: FastifyRequest, { account, kind, token, expiresAt }: LinkFor) => {
    const url = `${publicUrl ?? ownAddress(request)}${LINK_PAGE_ROOT}/${token}`;
    const shown = kind === 'reset' ? ('reset' as const) : ('invitation' as const);
    const facts = { name: account.name, url, expiresAt, zone: TIME_ZONE, now: clock.now() };
    const messages = linkMessages(shown, facts);
    return { account: accountBody(account), kind: shown, url, expiresAt: outInstant(expiresAt), messages };
  };
  server.post(
    path,
    {
      ...needs('administer', { place: 'by use case' }),
      schema: {
        ...{ tags, body: InvitationSchema, response: answers(201, AccountLinkSchema) },
        description: 'Invites somebody by telephone number or e-mail; the person chooses the password.',
      },
    },
    async (request, reply) => {
      const made = await accounts.invite(request.body, request.caller);
      return reply.status(201).send(linkBody(request as FastifyRequest, made));
    },
  );
  server.post(
    `${path}/:id/invitation`,
    {
      ...needs('administer', { place: 'by use case' }),
      schema: {
        ...{ tags, params: IdParamsSchema, response: answers(201, AccountLinkSchema) },
        description: 'Another link in place of the first.',
      },
    },
    async (request, reply) => {
      const made = await accounts.inviteAgain(request.params.id, request.caller);
      return reply.status(201).send(linkBody(request as FastifyRequest, made));
    },
  );
  server.post(
    `${path}/:id/reset`,
    {
      ...needs('administer', { place: 'by use case' }),
      schema: {
        ...{ tags, params: IdParamsSchema, body: ResetSchema, response: answers(201, AccountLinkSchema) },
        description: 'The old password opens nothing from now on, and the person is signed out everywhere.',
      },
    },
    async (request, reply) => {
      const made = await accounts.reset(request.params.id, request.body, request.caller);
      return reply.status(201).send(linkBody(request as FastifyRequest, made));
    },
  );
}

function tokenRoutes(server: HttpServer, { accounts, apiTokenDesk }: AccountRouteDeps): void {
  const tokens = `${path}/:id/api-tokens`;
  const TokenParamsSchema = Type.Object({ ...IdParamsSchema.properties, tokenId: Type.String({ maxLength: 64 }) });
  server.get(
    tokens,
    {
      ...needs('administer', { place: 'by use case' }),
      schema: { tags, params: IdParamsSchema, response: answers(200, ApiTokenListSchema) },
    },
    async ({ params, caller }) => {
      const { id } = await accounts.find(params.id, caller);
      return { tokens: (await apiTokenDesk.list(id)).map(apiTokenBody) };
    },
  );
  server.post(
    tokens,
    {
      ...needs('administer', { place: 'by use case' }),
      schema: {
        ...{ tags, params: IdParamsSchema, body: ApiTokenCreateSchema, response: answers(201, ApiTokenMadeSchema) },
        description: 'For an account that is another system: its only role is `source`, and nobody signs in with it.',
      },
    },
    async (request, reply) => {
      const { expiresAt, ...body } = request.body;
      const asked = { ...body, expiresAt: inInstant(expiresAt) };
      const visit = visitOf(request as FastifyRequest);
      const made = await apiTokenDesk.createFor(request.params.id, asked, request.caller, visit);
      return reply.status(201).send({ ...apiTokenBody(made.record), token: made.token });
    },
  );
  server.delete(
    `${tokens}/:tokenId`,
    {
      ...needs('administer', { place: 'by use case' }),
      schema: { tags, params: TokenParamsSchema, response: answers(200, DoneSchema) },
    },
    async ({ params, caller }) => {
      const { id } = await accounts.find(params.id, caller);
      await apiTokenDesk.withdraw(params.tokenId, id);
      return { done: true as const };
    },
  );
}
