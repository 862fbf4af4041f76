/** Routes for signing in and out, and of one-time links; open to whoever is not signed in. */
import {
  CeremonySchema,
  DoneSchema,
  LinkParamsSchema,
  LinkUsedSchema,
  LinkUseSchema,
  OpenedLinkSchema,
  SignInAnswerSchema,
  SignInCodeSchema,
  SignInPasskeySchema,
  SignInSchema,
} from '@loa-lang/schemas/http/sign-in';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../ports/clock.ts';
import type { AccountLinks } from '../../services/identity/account-links.ts';
import type { Sessions } from '../../services/identity/sessions.ts';
import type { SignedIn, SigningIn } from '../../services/identity/sign-in.ts';
import { found } from '../../services/refusal.ts';
import { answers } from '../answers.ts';
import type { HttpServer } from '../http-server.ts';
import { LINK_ROOT, SIGN_IN_ROOT, SIGN_OUT_ROUTE } from '../identity/addresses.ts';
import type { Cookies } from '../identity/cookies.ts';
import { answerSignIn, keepSession, leave, signedInBody } from '../identity/signing.ts';
import { partyOf, visitorOf } from '../identity/visitor.ts';
import { outInstant } from '../instants.ts';
import { LinkAttempts } from '../link-attempts.ts';
import { needs } from '../right.ts';

export interface SignInRouteDeps {
  signingIn: SigningIn;
  sessionDesk: Sessions;
  accountLinks: AccountLinks;
  cookies: Cookies;
  publicUrl: string | undefined;
  clock: Clock;
}

const tags = ['sign-in'];

export function signInRoutes(server: HttpServer, deps: SignInRouteDeps): void {
  const { signingIn, sessionDesk, cookies, publicUrl } = deps;
  const answer = (request: unknown, reply: unknown, result: SignedIn) =>
    answerSignIn(cookies, request as FastifyRequest, reply as FastifyReply, result);
  server.post(
    SIGN_IN_ROOT,
    {
      ...needs('open'),
      schema: { tags, security: [], body: SignInSchema, response: answers(200, SignInAnswerSchema) },
    },
    async (request, reply) => {
      const result = await signingIn.withPassword(request.body, visitorOf(request as FastifyRequest, cookies));
      return answer(request, reply, result);
    },
  );
  server.post(
    `${SIGN_IN_ROOT}/code`,
    {
      ...needs('open'),
      schema: { tags, security: [], body: SignInCodeSchema, response: answers(200, SignInAnswerSchema) },
    },
    async (request, reply) => {
      const { remember = false, ...body } = request.body;
      const sender = visitorOf(request as FastifyRequest, cookies);
      return answer(request, reply, await signingIn.withCode({ ...body, remember }, sender));
    },
  );
  server.post(
    `${SIGN_IN_ROOT}/passkey/options`,
    { ...needs('open'), schema: { tags, security: [], response: answers(200, CeremonySchema) } },
    async (request) => signingIn.passkeyOptions(partyOf(request as FastifyRequest, publicUrl)),
  );
  server.post(
    `${SIGN_IN_ROOT}/passkey`,
    {
      ...needs('open'),
      schema: { tags, security: [], body: SignInPasskeySchema, response: answers(200, SignInAnswerSchema) },
    },
    async (request, reply) => {
      const asked = request as FastifyRequest;
      const party = partyOf(asked, publicUrl);
      return answer(request, reply, await signingIn.withPasskey(request.body, party, visitorOf(asked, cookies)));
    },
  );
  server.post(
    SIGN_OUT_ROUTE,
    { ...needs('own'), schema: { tags, description: 'Ends this session.', response: answers(200, DoneSchema) } },
    async (request, reply) => {
      const { visit } = request as FastifyRequest;
      if (visit !== undefined) await sessionDesk.end(visit.session.id, visit.account.id);
      leave(cookies, request as FastifyRequest, reply as unknown as FastifyReply);
      return { done: true as const };
    },
  );
  linkRoutes(server, deps);
}

function linkRoutes(server: HttpServer, { accountLinks, cookies, clock }: SignInRouteDeps): void {
  const attempts = new LinkAttempts(() => clock.monotonicNow());
  const path = `${LINK_ROOT}/:token`;
  /** @throws Refusal */
  async function known<Found>(request: FastifyRequest, open: () => Promise<Found | undefined>): Promise<Found> {
    return found(await attempts.opened(request, open), 'link-unusable');
  }
  server.get(
    path,
    {
      ...needs('open'),
      schema: {
        ...{ tags, security: [], params: LinkParamsSchema, response: answers(200, OpenedLinkSchema) },
        description: 'What a link to set up, of an invitation or of a reset is for. Looking uses nothing up.',
      },
    },
    async (request) => {
      const { token } = request.params;
      const { link, account } = await known(request as FastifyRequest, () => accountLinks.open(token));
      return {
        ...{ kind: link.kind, expiresAt: outInstant(link.expiresAt) },
        ...(account !== undefined && { name: account.name }),
      };
    },
  );
  server.post(
    path,
    {
      ...needs('open'),
      schema: {
        ...{
          tags,
          security: [],
          params: LinkParamsSchema,
          body: LinkUseSchema,
          response: answers(200, LinkUsedSchema),
        },
        description: 'Chooses the password, and makes the account where the link is for the first one.',
      },
    },
    async (request, reply) => {
      const asked = request as FastifyRequest;
      const { token } = request.params;
      await known(asked, () => accountLinks.open(token));
      const { opened } = await accountLinks.use(token, request.body, visitorOf(asked, cookies));
      if (opened === undefined) return { state: 'sign-in' as const };
      keepSession(cookies, asked, reply as unknown as FastifyReply, opened);
      return signedInBody(opened);
    },
  );
}
