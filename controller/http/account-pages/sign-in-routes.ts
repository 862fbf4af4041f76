/** The pages on which nobody is signed in yet, and their forms. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PHONE_MS } from '../../domain/identity/session.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AccountLinks } from '../../services/identity/account-links.ts';
import type { SignedIn, SigningIn } from '../../services/identity/sign-in.ts';
import { Refusal } from '../../services/refusal.ts';
import type { HttpServer } from '../http-server.ts';
import { ACCOUNT_PAGES, CONSOLE_START, LINK_PAGE_ROOT, SIGN_IN_PAGE } from '../identity/addresses.ts';
import { comingBackTo, pageUrl } from '../identity/coming-back.ts';
import type { Cookies } from '../identity/cookies.ts';
import { keepSession } from '../identity/signing.ts';
import { visitorOf } from '../identity/visitor.ts';
import { LinkAttempts } from '../link-attempts.ts';
import { languageOf } from '../pages/language.ts';
import { needs } from '../right.ts';
import { formOf, sendPage } from './page.ts';
import { codePage, linkPage, signInPage, unknownLinkPage } from './sign-in-page.ts';
import { tell } from './words.ts';

export interface SignInPageDeps {
  signingIn: SigningIn;
  accountLinks: AccountLinks;
  cookies: Cookies;
  clock: Clock;
}

const MAX_NAME = 300;
const MAX_PASSWORD = 1000;
const cut = (text: string | undefined, most: number): string => (text ?? '').slice(0, most);

export function signInPageRoutes(server: HttpServer, deps: SignInPageDeps): void {
  const { signingIn, cookies } = deps;
  const schema = { hide: true };

  const signInAgain = (request: FastifyRequest, reply: FastifyReply, error: Refusal, name?: string) => {
    const language = languageOf(request);
    const facts = { language, problem: error.words[language], typed: { name }, next: comingBackTo(request) };
    const page = { status: error.status, title: tell(language)('signIn'), content: signInPage(facts) };
    return sendPage(request, reply, page, SIGN_IN_PAGE);
  };

  const goOn = (request: FastifyRequest, reply: FastifyReply, result: SignedIn) => {
    const language = languageOf(request);
    const next = comingBackTo(request);
    if (result.state === 'code-needed') {
      const content = codePage({ language, next }, result.ticket, result.hasPasskey);
      return sendPage(request, reply, { title: tell(language)('codeHeading'), content }, SIGN_IN_PAGE);
    }
    keepSession(cookies, request, reply, result.opened);
    if (result.phone !== undefined) cookies.set(request, reply, 'phone', result.phone.token, PHONE_MS);
    return reply.redirect(pageUrl(next ?? CONSOLE_START, language), 303);
  };

  server.get(SIGN_IN_PAGE, { ...needs('open'), schema }, async (request, reply) => {
    const language = languageOf(request);
    const next = comingBackTo(request);
    if (request.visit !== undefined) return reply.redirect(pageUrl(next ?? CONSOLE_START, language), 303);
    const isReset = (request.query as { xong?: unknown }).xong === '1';
    const note = isReset ? tell(language)('passwordChanged') : undefined;
    return sendPage(request, reply, { title: tell(language)('signIn'), content: signInPage({ language, next }, note) });
  });

  server.post(SIGN_IN_PAGE, { ...needs('open'), schema }, async (request, reply) => {
    const { name, password } = formOf(request);
    const asked = { name: cut(name, MAX_NAME), password: cut(password, MAX_PASSWORD) };
    try {
      return goOn(request, reply, await signingIn.withPassword(asked, visitorOf(request, cookies)));
    } catch (error) {
      if (error instanceof Refusal) return signInAgain(request, reply, error, asked.name);
      throw error;
    }
  });

  server.post(`${SIGN_IN_PAGE}/ma`, { ...needs('open'), schema }, async (request, reply) => {
    const { ticket = '', code, remember } = formOf(request);
    const asked = { ticket: cut(ticket, 100), code: cut(code, 40), remember: remember === '1' };
    try {
      return goOn(request, reply, await signingIn.withCode(asked, visitorOf(request, cookies)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code !== 'code-wrong') return signInAgain(request, reply, error);
      const language = languageOf(request);
      const facts = { language, problem: error.words[language], next: comingBackTo(request) };
      const content = codePage(facts, asked.ticket, false);
      const page = { status: error.status, title: tell(language)('codeHeading'), content };
      return sendPage(request, reply, page, SIGN_IN_PAGE);
    }
  });
  linkPageRoutes(server, deps);
}

function linkPageRoutes(server: HttpServer, { accountLinks, cookies, clock }: SignInPageDeps): void {
  const schema = { hide: true };
  const attempts = new LinkAttempts(() => clock.monotonicNow());

  async function opened(request: FastifyRequest) {
    const { token } = request.params as { token: string };
    const found = await attempts.opened(request, () => accountLinks.open(token));
    return found && { token, kind: found.link.kind, name: found.account?.name, url: `${LINK_PAGE_ROOT}/${token}` };
  }

  const unknown = (request: FastifyRequest, reply: FastifyReply) => {
    const language = languageOf(request);
    const refusal = new Refusal('link-unusable');
    const content = unknownLinkPage(language, refusal.words[language]);
    return sendPage(request, reply, { status: refusal.status, title: tell(language)('unknownHeading'), content });
  };

  server.get(`${LINK_PAGE_ROOT}/:token`, { ...needs('open'), schema }, async (request, reply) => {
    const link = await opened(request);
    if (link === undefined) return unknown(request, reply);
    const language = languageOf(request);
    return sendPage(request, reply, { title: tell(language)('newPassword'), content: linkPage({ language }, link) });
  });

  server.post(`${LINK_PAGE_ROOT}/:token`, { ...needs('open'), schema }, async (request, reply) => {
    const link = await opened(request);
    if (link === undefined) return unknown(request, reply);
    const language = languageOf(request);
    const { password, again, name, phone, email } = formOf(request);
    const typed = { name: cut(name, 200), phone: cut(phone, 40), email: cut(email, MAX_NAME) };
    const retry = (problem: string, status: number) => {
      const content = linkPage({ language, problem, typed }, link);
      return sendPage(request, reply, { status, title: tell(language)('newPassword'), content });
    };
    if (password !== again) return retry(new Refusal('passwords-differ').words[language], 422);
    try {
      const asked = { ...typed, password: cut(password, MAX_PASSWORD) };
      const { opened: session } = await accountLinks.use(link.token, asked, visitorOf(request, cookies));
      if (session === undefined) return reply.redirect(`${SIGN_IN_PAGE}?xong=1&lang=${language}`, 303);
      keepSession(cookies, request, reply, session);
      return reply.redirect(pageUrl(ACCOUNT_PAGES, language), 303);
    } catch (error) {
      if (error instanceof Refusal) return retry(error.words[language], error.status);
      throw error;
    }
  });
}
