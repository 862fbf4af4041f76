/** The page to speak live, and the modules that it runs. For those who may; others are asked to sign in, and come back. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../services/refusal.ts';
import { browserModules } from '../browser-modules.ts';
import type { HttpServer } from '../http-server.ts';
import { ACCOUNT_PAGES, LIVE_PAGE, SIGN_IN_PAGE } from '../identity/addresses.ts';
import { pageUrl } from '../identity/coming-back.ts';
import { livePage, livePolicy, problemPage } from '../live-page/page.ts';
import { languageOf, otherThan } from '../pages/language.ts';
import { toAnswer } from '../plugins/errors.ts';
import { needs } from '../right.ts';

export interface LivePageDeps {
  isDatabaseUnavailable: (error: unknown) => boolean;
}

const ENTRY = 'live/main.js';
const ENTRIES = [ENTRY, 'live/audio/capture-worklet.js'];
const MODULES = `${LIVE_PAGE}/modules`;
/** A year: the longest that HTTP knows. */
const KEPT = 'public, max-age=31536000, immutable';

export function livePageRoutes(server: HttpServer, { isDatabaseUnavailable }: LivePageDeps): void {
  const { files, hash } = browserModules(ENTRIES);
  const scripts = [...files.keys()].filter((path) => path === ENTRY || !ENTRIES.includes(path));
  const urls = scripts.map((path) => `${MODULES}/${hash}/${path}`);

  const send = (request: FastifyRequest, reply: FastifyReply, status: number, page: string) =>
    reply
      .status(status)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', livePolicy(request))
      .header('permissions-policy', 'microphone=(self)')
      .header('referrer-policy', 'same-origin')
      .header('x-robots-tag', 'noindex, nofollow')
      .send(page);

  void server.register(async (scope) => {
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      const language = languageOf(request);
      const code = error instanceof Refusal ? error.code : undefined;
      if (code === 'session-missing') return reply.redirect(pageUrl(SIGN_IN_PAGE, language, LIVE_PAGE), 303);
      if (code === 'second-factor-missing') return reply.redirect(pageUrl(ACCOUNT_PAGES, language), 303);
      const answer = toAnswer(error, isDatabaseUnavailable, (reference) => {
        request.log.error({ err: error, reference }, 'the page to speak live failed');
      });
      const page = { language, otherUrl: `${LIVE_PAGE}?lang=${otherThan(language)}` };
      return send(request, reply, answer.status, problemPage(page, answer.body.message[language]));
    });
    scope.get(LIVE_PAGE, { ...needs('speak', { place: 'anywhere' }), schema: { hide: true } }, (request, reply) => {
      const language = languageOf(request);
      const otherUrl = `${LIVE_PAGE}?lang=${otherThan(language)}`;
      return send(request, reply, 200, livePage({ language, otherUrl }, urls));
    });
  });

  // what they do needs rights; what they are is in the public source
  server.get(`${MODULES}/:hash/*`, { ...needs('open'), schema: { hide: true } }, (request, reply) => {
    const { hash: asked, '*': path } = request.params as { hash: string; '*': string };
    const text = asked === hash ? files.get(path) : undefined;
    if (text === undefined) throw new Refusal('not-found');
    const tag = `"${hash}"`;
    reply.header('cache-control', KEPT).header('etag', tag);
    if (request.headers['if-none-match'] === tag) return reply.status(304).send();
    return reply.type('text/javascript; charset=utf-8').send(text);
  });
}
