/** Pages for villagers: of hamlets and of poles. Open to everybody, without an account and without a script. */
import type { FastifyError } from 'fastify';
import { Refusal } from '../../services/refusal.ts';
import type { HttpServer } from '../http-server.ts';
import { isFromElsewhere } from '../identity/same-origin.ts';
import { takeFormsOnly } from '../pages/form-body.ts';
import { languageOf } from '../pages/language.ts';
import { toAnswer } from '../plugins/errors.ts';
import { NEWS_PAGES, POLE_PAGES, REPORT_PAGES } from '../public-pages/addresses.ts';
import { problemPage, sendPage } from '../public-pages/send-page.ts';
import { tell } from '../public-pages/words.ts';
import { needs } from '../right.ts';
import { type PublicHamletPageDeps, publicHamletPageRoutes } from './public-hamlet-pages.ts';
import { type PublicPolePageDeps, publicPolePageRoutes } from './public-pole-pages.ts';

export interface PublicPageDeps extends PublicHamletPageDeps, PublicPolePageDeps {
  isDatabaseUnavailable: (error: unknown) => boolean;
}

const UNKNOWN = {
  [NEWS_PAGES]: 'hamlet-page-unknown',
  [POLE_PAGES]: 'complaint-code-unknown',
  [REPORT_PAGES]: 'not-found',
} as const;

export function publicPageRoutes(server: HttpServer, deps: PublicPageDeps): void {
  void server.register(async (scope) => {
    takeFormsOnly(scope);
    scope.addHook('preValidation', async (request) => {
      if (request.method === 'POST' && isFromElsewhere(request)) throw new Refusal('origin-refused');
    });
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      const answer = toAnswer(error, deps.isDatabaseUnavailable, (reference) => {
        // addresses of reports are secrets: they are not logged
        request.log.error({ err: error, reference }, 'a page for villagers failed');
      });
      const language = languageOf(request);
      const content = problemPage(language, answer.body.message[language]);
      const secret = request.routeOptions.url?.startsWith(REPORT_PAGES) === true;
      return sendPage(request, reply, { status: answer.status, title: tell(language)('failed'), content, secret });
    });
    // an address typed wrongly is answered by a page as well
    for (const [pages, refusal] of Object.entries(UNKNOWN)) {
      scope.get(`${pages}/*`, { ...needs('open'), schema: { hide: true } }, () => {
        throw new Refusal(refusal);
      });
    }
    publicHamletPageRoutes(scope as unknown as HttpServer, deps);
    publicPolePageRoutes(scope as unknown as HttpServer, deps);
  });
}
