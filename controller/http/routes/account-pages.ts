/** Pages to sign in, to open a one-time link, and of the own account; without a script, but for passkeys. */
import type { FastifyError } from 'fastify';
import { Refusal } from '../../services/refusal.ts';
import { type OwnAccountPageDeps, ownAccountPageRoutes } from '../account-pages/own-account-routes.ts';
import { sendPage } from '../account-pages/page.ts';
import { problemPage } from '../account-pages/sign-in-page.ts';
import { type SignInPageDeps, signInPageRoutes } from '../account-pages/sign-in-routes.ts';
import type { HttpServer } from '../http-server.ts';
import { isOwnForm } from '../identity/same-origin.ts';
import { takeFormsOnly } from '../pages/form-body.ts';
import { languageOf } from '../pages/language.ts';
import { toAnswer } from '../plugins/errors.ts';

export interface AccountPageDeps extends SignInPageDeps, OwnAccountPageDeps {
  isDatabaseUnavailable: (error: unknown) => boolean;
}

export function accountPageRoutes(server: HttpServer, deps: AccountPageDeps): void {
  void server.register(async (scope) => {
    takeFormsOnly(scope);
    scope.addHook('preValidation', async (request) => {
      if (request.method === 'POST' && !isOwnForm(request, deps.publicUrl)) throw new Refusal('origin-refused');
    });
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      const answer = toAnswer(error, deps.isDatabaseUnavailable, (reference) => {
        // addresses may be secrets: they are not logged
        request.log.error({ err: error, reference }, 'a page of an account failed');
      });
      const language = languageOf(request);
      const content = problemPage(language, answer.body.message[language]);
      return sendPage(request, reply, { status: answer.status, title: 'Loa Làng', content });
    });
    signInPageRoutes(scope as unknown as HttpServer, deps);
    ownAccountPageRoutes(scope as unknown as HttpServer, deps);
  });
}
