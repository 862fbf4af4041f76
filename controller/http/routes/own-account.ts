/** Routes of the own account: open to whoever is signed in, and to no other system. */
import { IdParamsSchema } from '@loa-lang/schemas/http/common';
import {
  ApiTokenCreateSchema,
  ApiTokenListSchema,
  ApiTokenMadeSchema,
  CeremonySchema,
  DoneSchema,
  NewPasskeySchema,
  NewTotpSchema,
  OwnAccountSchema,
  PasswordChangeSchema,
  PhoneListSchema,
  ProofSchema,
  RecoveryCodesSchema,
  SessionListSchema,
  TotpConfirmSchema,
} from '@loa-lang/schemas/http/sign-in';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { isProved } from '../../domain/identity/session.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ApiTokens } from '../../services/identity/api-tokens.ts';
import type { Proof } from '../../services/identity/proof.ts';
import type { SecondFactors } from '../../services/identity/second-factors.ts';
import type { Sessions } from '../../services/identity/sessions.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { ACCOUNT_ROOT } from '../identity/addresses.ts';
import type { Cookies } from '../identity/cookies.ts';
import { apiTokenBody, passkeyBody, phoneBody, sessionBody } from '../identity/present-account.ts';
import { partyOf, visitOf, visitorOf } from '../identity/visitor.ts';
import { inInstant } from '../instants.ts';
import { needs } from '../right.ts';

export interface OwnAccountRouteDeps {
  sessionDesk: Sessions;
  proof: Proof;
  secondFactorDesk: SecondFactors;
  apiTokenDesk: ApiTokens;
  cookies: Cookies;
  publicUrl: string | undefined;
  clock: Clock;
}

const tags = ['account'];
const DONE = { done: true as const };
/** Credential ids of WebAuthn are longer than ours. */
const PasskeyParamsSchema = Type.Object({ id: Type.String({ maxLength: 1400 }) });
const visitIn = (request: unknown) => visitOf(request as FastifyRequest);

export function ownAccountRoutes(server: HttpServer, deps: OwnAccountRouteDeps): void {
  const { proof, secondFactorDesk, cookies, clock } = deps;
  server.get(
    ACCOUNT_ROOT,
    { ...needs('own'), schema: { tags, response: answers(200, OwnAccountSchema) } },
    async (request) => {
      const visit = visitIn(request);
      const { id, name, phone, email, roles } = visit.account;
      const { passkeys, ...state } = await secondFactorDesk.state(visit);
      return {
        ...{ personId: id, name, roles: [...roles], proved: isProved(visit.session, clock.now()) },
        ...(phone !== undefined && { phone }),
        ...(email !== undefined && { email }),
        secondFactor: {
          ...state,
          passkeys: passkeys.map(passkeyBody),
          shown: visit.session.secondFactor !== undefined,
        },
      };
    },
  );
  server.post(
    `${ACCOUNT_ROOT}/proof`,
    {
      ...needs('own'),
      schema: {
        ...{ tags, body: ProofSchema, response: answers(200, DoneSchema) },
        description: 'Shows the password again; changes of the account are open for ten minutes.',
      },
    },
    async (request) => {
      await proof.give(visitIn(request), request.body.password);
      return DONE;
    },
  );
  server.put(
    `${ACCOUNT_ROOT}/password`,
    {
      ...needs('own'),
      schema: {
        ...{ tags, body: PasswordChangeSchema, response: answers(200, DoneSchema) },
        description: 'Ends all other sessions, and forgets all other telephones.',
      },
    },
    async (request) => {
      await proof.changePassword(visitIn(request), request.body, visitorOf(request as FastifyRequest, cookies));
      return DONE;
    },
  );
  secondFactorRoutes(server, deps);
  sessionRoutes(server, deps);
  tokenRoutes(server, deps);
}

function secondFactorRoutes(server: HttpServer, { secondFactorDesk, publicUrl }: OwnAccountRouteDeps): void {
  const path = ACCOUNT_ROOT;
  server.post(
    `${path}/totp`,
    { ...needs('own'), schema: { tags, response: answers(200, NewTotpSchema) } },
    async (request) => secondFactorDesk.newTotp(visitIn(request)),
  );
  server.put(
    `${path}/totp`,
    { ...needs('own'), schema: { tags, body: TotpConfirmSchema, response: answers(200, RecoveryCodesSchema) } },
    async (request) => {
      const { sealed, code } = request.body;
      const { recoveryCodes } = await secondFactorDesk.confirmTotp(visitIn(request), sealed, code);
      return recoveryCodes === undefined ? {} : { recoveryCodes };
    },
  );
  server.delete(
    `${path}/totp`,
    { ...needs('own'), schema: { tags, response: answers(200, DoneSchema) } },
    async (request) => {
      await secondFactorDesk.removeTotp(visitIn(request));
      return DONE;
    },
  );
  server.post(
    `${path}/recovery-codes`,
    { ...needs('own'), schema: { tags, response: answers(200, RecoveryCodesSchema) } },
    async (request) => ({ recoveryCodes: await secondFactorDesk.newRecoveryCodes(visitIn(request)) }),
  );
  server.post(
    `${path}/passkeys/options`,
    { ...needs('own'), schema: { tags, response: answers(200, CeremonySchema) } },
    async (request) => secondFactorDesk.newPasskey(visitIn(request), partyOf(request as FastifyRequest, publicUrl)),
  );
  server.post(
    `${path}/passkeys`,
    { ...needs('own'), schema: { tags, body: NewPasskeySchema, response: answers(200, RecoveryCodesSchema) } },
    async (request) => {
      const party = partyOf(request as FastifyRequest, publicUrl);
      const { label = 'Passkey', ...body } = request.body;
      const { recoveryCodes } = await secondFactorDesk.addPasskey(visitIn(request), { ...body, label }, party);
      return recoveryCodes === undefined ? {} : { recoveryCodes };
    },
  );
  server.delete(
    `${path}/passkeys/:id`,
    { ...needs('own'), schema: { tags, params: PasskeyParamsSchema, response: answers(200, DoneSchema) } },
    async (request) => {
      await secondFactorDesk.removePasskey(visitIn(request), request.params.id);
      return DONE;
    },
  );
}

function sessionRoutes(server: HttpServer, { sessionDesk }: OwnAccountRouteDeps): void {
  const sessions = `${ACCOUNT_ROOT}/sessions`;
  server.get(
    sessions,
    { ...needs('own'), schema: { tags, response: answers(200, SessionListSchema) } },
    async (request) => {
      const { session, account } = visitIn(request);
      return { sessions: (await sessionDesk.list(account.id)).map((each) => sessionBody(each, session.id)) };
    },
  );
  server.delete(
    sessions,
    { ...needs('own'), schema: { tags, description: 'Ends all but this one.', response: answers(200, DoneSchema) } },
    async (request) => {
      await sessionDesk.endOthers(visitIn(request));
      return DONE;
    },
  );
  server.delete(
    `${sessions}/:id`,
    { ...needs('own'), schema: { tags, params: IdParamsSchema, response: answers(200, DoneSchema) } },
    async (request) => {
      await sessionDesk.end(request.params.id, visitIn(request).account.id);
      return DONE;
    },
  );
  const phones = `${ACCOUNT_ROOT}/phones`;
  server.get(
    phones,
    { ...needs('own'), schema: { tags, response: answers(200, PhoneListSchema) } },
    async (request) => ({
      phones: (await sessionDesk.phones(visitIn(request).account.id)).map(phoneBody),
    }),
  );
  server.delete(
    `${phones}/:id`,
    { ...needs('own'), schema: { tags, params: IdParamsSchema, response: answers(200, DoneSchema) } },
    async (request) => {
      await sessionDesk.forgetPhone(request.params.id, visitIn(request).account.id);
      return DONE;
    },
  );
}

function tokenRoutes(server: HttpServer, { apiTokenDesk }: OwnAccountRouteDeps): void {
  const path = `${ACCOUNT_ROOT}/api-tokens`;
  server.get(
    path,
    { ...needs('own'), schema: { tags, response: answers(200, ApiTokenListSchema) } },
    async (request) => ({
      tokens: (await apiTokenDesk.list(visitIn(request).account.id)).map(apiTokenBody),
    }),
  );
  server.post(
    path,
    {
      ...needs('own'),
      schema: {
        ...{ tags, body: ApiTokenCreateSchema, response: answers(201, ApiTokenMadeSchema) },
        description: 'A key for another system: part of the own rights, in part of the own areas, until a date.',
      },
    },
    async (request, reply) => {
      const { expiresAt, ...body } = request.body;
      const made = await apiTokenDesk.create(visitIn(request), { ...body, expiresAt: inInstant(expiresAt) });
      return reply.status(201).send({ ...apiTokenBody(made.record), token: made.token });
    },
  );
  server.delete(
    `${path}/:id`,
    { ...needs('own'), schema: { tags, params: IdParamsSchema, response: answers(200, DoneSchema) } },
    async (request) => {
      await apiTokenDesk.withdraw(request.params.id, visitIn(request).account.id);
      return DONE;
    },
  );
}
