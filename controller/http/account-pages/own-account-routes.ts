/** The pages of the own account, and their forms. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasRight } from '../../domain/permissions/permissions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Proof } from '../../services/identity/proof.ts';
import type { SecondFactors } from '../../services/identity/second-factors.ts';
import type { Sessions } from '../../services/identity/sessions.ts';
import { callerIn, type Visit } from '../../services/identity/who-calls.ts';
import { Refusal } from '../../services/refusal.ts';
import type { HttpServer } from '../http-server.ts';
import { ACCOUNT_PAGES, SIGN_IN_PAGE } from '../identity/addresses.ts';
import { pageUrl } from '../identity/coming-back.ts';
import type { Cookies } from '../identity/cookies.ts';
import { leave } from '../identity/signing.ts';
import { partyOf, visitorOf } from '../identity/visitor.ts';
import { languageOf } from '../pages/language.ts';
import { needs } from '../right.ts';
import { accountPage, appPage, codesPage, proofPage } from './account-page.ts';
import { formOf, sendPage } from './page.ts';
import { tell } from './words.ts';

export interface OwnAccountPageDeps {
  sessionDesk: Sessions;
  proof: Proof;
  secondFactorDesk: SecondFactors;
  cookies: Cookies;
  publicUrl: string | undefined;
  clock: Clock;
}

type Reply = FastifyReply | Promise<FastifyReply>;
type Handle = (request: FastifyRequest, reply: FastifyReply, visit: Visit) => Reply;

const APP_PAGE = `${ACCOUNT_PAGES}/hai-buoc`;
/** Where a shown password may lead back to: pages, not forms. */
const RETURNS = [ACCOUNT_PAGES, APP_PAGE];

export function ownAccountPageRoutes(server: HttpServer, deps: OwnAccountPageDeps): void {
  const { sessionDesk, proof, secondFactorDesk, cookies, publicUrl, clock } = deps;

  const canHavePasskeys = (request: FastifyRequest): boolean => {
    try {
      return partyOf(request, publicUrl) !== undefined;
    } catch {
      return false;
    }
  };

  async function overview(
    request: FastifyRequest,
    reply: FastifyReply,
    visit: Visit,
    said: { note?: string; problem?: Refusal },
  ) {
    const language = languageOf(request);
    const { session, account } = visit;
    const caller = callerIn(visit);
    const content = accountPage({
      ...{ language, now: clock.now(), name: account.name, note: said.note, problem: said.problem?.words[language] },
      currentSession: session,
      sessions: await sessionDesk.list(account.id),
      phones: await sessionDesk.phones(account.id),
      secondFactor: await secondFactorDesk.state(visit),
      canHavePasskeys: canHavePasskeys(request),
      canSpeak: caller !== 'second-factor-missing' && hasRight(caller, 'speak'),
    });
    const page = { status: said.problem?.status ?? 200, title: tell(language)('account'), content };
    return sendPage(request, reply, page, ACCOUNT_PAGES);
  }

  const askForProof = (request: FastifyRequest, reply: FastifyReply, next: string, problem?: Refusal) => {
    const language = languageOf(request);
    const content = proofPage({ language, problem: problem?.words[language] }, next);
    const page = { status: problem?.status ?? 200, title: tell(language)('proofHeading'), content };
    return sendPage(request, reply, page, ACCOUNT_PAGES);
  };

  /** Whoever is not signed in is asked to; what needs the password asks for it. */
  const handled =
    (work: Handle, next = ACCOUNT_PAGES) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const { visit } = request;
      if (visit === undefined) return reply.redirect(pageUrl(SIGN_IN_PAGE, languageOf(request)), 303);
      try {
        return await work(request, reply, visit);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.code === 'proof-needed') return askForProof(request, reply, next);
        return overview(request, reply, visit, { problem: error });
      }
    };
  const schema = { hide: true };
  const get = (path: string, work: Handle, next?: string) =>
    server.get(path, { ...needs('open'), schema }, handled(work, next) as never);
  const post = (path: string, work: Handle, next?: string) =>
    server.post(`${ACCOUNT_PAGES}/${path}`, { ...needs('open'), schema }, handled(work, next) as never);
  const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;
  const home = (request: FastifyRequest, reply: FastifyReply) =>
    reply.redirect(pageUrl(ACCOUNT_PAGES, languageOf(request)), 303);

  get(ACCOUNT_PAGES, (request, reply, visit) => overview(request, reply, visit, {}));
  get(
    APP_PAGE,
    async (request, reply, visit) => {
      const language = languageOf(request);
      const content = appPage({ language }, await secondFactorDesk.newTotp(visit), canHavePasskeys(request));
      return sendPage(request, reply, { title: tell(language)('appHeading'), content });
    },
    APP_PAGE,
  );
  post(
    'hai-buoc',
    async (request, reply, visit) => {
      const language = languageOf(request);
      const { sealed = '', code = '' } = formOf(request);
      try {
        const { recoveryCodes } = await secondFactorDesk.confirmTotp(visit, sealed, code.slice(0, 20));
        return recoveryCodes === undefined ? home(request, reply) : showCodes(request, reply, recoveryCodes);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'code-wrong') throw error;
        const made = await secondFactorDesk.sameTotp(visit, sealed);
        const content = appPage({ language, problem: error.words[language] }, made, canHavePasskeys(request));
        return sendPage(
          request,
          reply,
          { status: error.status, title: tell(language)('appHeading'), content },
          APP_PAGE,
        );
      }
    },
    APP_PAGE,
  );
  post('hai-buoc/tat', async (request, reply, visit) => {
    await secondFactorDesk.removeTotp(visit);
    return home(request, reply);
  });
  post('ma-du-phong', async (request, reply, visit) =>
    showCodes(request, reply, await secondFactorDesk.newRecoveryCodes(visit)),
  );
  post('khoa/:id/xoa', async (request, reply, visit) => {
    await secondFactorDesk.removePasskey(visit, idOf(request));
    return home(request, reply);
  });
  post('phien/:id/dong', async (request, reply, { account }) => {
    await sessionDesk.end(idOf(request), account.id);
    return home(request, reply);
  });
  post('phien-khac/dong', async (request, reply, visit) => {
    await sessionDesk.endOthers(visit);
    return home(request, reply);
  });
  post('may/:id/quen', async (request, reply, { account }) => {
    await sessionDesk.forgetPhone(idOf(request), account.id);
    return home(request, reply);
  });
  post('dang-xuat', async (request, reply, { session, account }) => {
    await sessionDesk.end(session.id, account.id);
    leave(cookies, request, reply);
    return reply.redirect(pageUrl(SIGN_IN_PAGE, languageOf(request)), 303);
  });
  post('xac-nhan', async (request, reply, visit) => {
    const { password = '', next = '' } = formOf(request);
    const to = RETURNS.find((page) => page === next) ?? ACCOUNT_PAGES;
    try {
      await proof.give(visit, password.slice(0, 1000));
    } catch (error) {
      if (error instanceof Refusal) return askForProof(request, reply, to, error);
      throw error;
    }
    return reply.redirect(pageUrl(to, languageOf(request)), 303);
  });
  post('mat-khau', async (request, reply, visit) => {
    const language = languageOf(request);
    const { current = '', password = '', again = '' } = formOf(request);
    if (password !== again) {
      const problem = new Refusal('passwords-differ');
      return overview(request, reply, visit, { problem });
    }
    const change = { current: current.slice(0, 1000), next: password.slice(0, 1000) };
    await proof.changePassword(visit, change, visitorOf(request, cookies));
    return overview(request, reply, visit, { note: tell(language)('passwordSaved') });
  });

  function showCodes(request: FastifyRequest, reply: FastifyReply, codes: readonly string[]): FastifyReply {
    const language = languageOf(request);
    const content = codesPage({ language }, codes);
    return sendPage(request, reply, { title: tell(language)('codesHeading'), content }, ACCOUNT_PAGES);
  }
}
