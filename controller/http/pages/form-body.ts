/** What a page without a script sends: the fields of a form, each of them text. */
import type { FastifyInstance } from 'fastify';

const FORM = 'application/x-www-form-urlencoded';
/** The longest text of a field in four-byte characters, percent-encoded, and some. */
const MAX_FORM_BYTES = 16 * 1024;

/** Nothing but a form is read in this scope: with JSON a field could be something else than text, and mean more in a query. */
export function takeFormsOnly(scope: Pick<FastifyInstance, 'addContentTypeParser' | 'removeAllContentTypeParsers'>) {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: MAX_FORM_BYTES }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
}
