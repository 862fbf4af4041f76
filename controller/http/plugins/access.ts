/** Who may ask: the bearer of a token, and pages of this system only. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { ENROLMENT_PATH } from '@loa-lang/schemas/wire/enrolment';
import type { FastifyRequest } from 'fastify';
import { type Caller, callerOf, OPERATOR, STATION } from '../../domain/people/person.ts';
import type { People } from '../../services/people/people.ts';
import { Refusal } from '../../services/refusal.ts';
import { APPROVAL_PAGE_ROOT } from '../approval-page/address.ts';
import type { HttpServer } from '../http-server.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** who asks; `station` when nobody is on record */
    caller: Caller;
  }
}

/** Asked by supervisors that hold no token, and by new devices; neither is told anything about the commune. */
const OPEN = new Set([`${API_ROOT}/health`, ENROLMENT_PATH]);
/** Opened by whoever holds the address: the token is in it. */
const OPEN_ROOT = `${APPROVAL_PAGE_ROOT}/`;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const tokenOf = (header: string | undefined): string => /^Bearer (.+)$/i.exec(header ?? '')?.[1] ?? '';

/**
 * Without tokens the server listens on loopback only, where any web page in a browser of this machine could reach it:
 * a foreign origin, or a foreign name that was made to point here, is refused. A page that sends no referrer has the
 * origin `null`; the pages of one-time links do, and are known by the token in their address.
 */
function isForeign({ headers }: FastifyRequest, withoutToken: boolean, isLinkPage: boolean): boolean {
  const host = headers.host ?? '';
  const { origin } = headers;
  const isNull = isLinkPage && origin === 'null';
  if (origin !== undefined && !isNull && (!URL.canParse(origin) || new URL(origin).host !== host)) return true;
  return withoutToken && !isLoopbackName(URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '');
}

const isLoopbackName = (name: string): boolean => {
  const bare = name.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
};

/** With people on record the bearer of `apiToken` is the operator; without, the station. */
export function installAccess(server: HttpServer, apiToken: string | undefined, people: People): void {
  const expected = apiToken === undefined ? undefined : digest(apiToken);
  // takes the same time wherever the first difference is, whatever the lengths
  const isApiToken = (token: string) => expected !== undefined && timingSafeEqual(digest(token), expected);
  const callerBy = (token: string): Caller | undefined => {
    const person = people.byToken(token);
    if (isApiToken(token)) return people.any ? OPERATOR : STATION;
    return person === undefined ? undefined : callerOf(person);
  };
  server.decorateRequest('caller', null as unknown as Caller);
  server.addHook('onRequest', async (request) => {
    const [path = ''] = request.url.split('?');
    const withoutToken = expected === undefined && !people.any;
    const isLinkPage = path.startsWith(OPEN_ROOT);
    if (isForeign(request, withoutToken, isLinkPage)) throw new Refusal('origin-refused');
    if (withoutToken) {
      request.caller = STATION;
      return;
    }
    const caller = callerBy(tokenOf(request.headers.authorization));
    if (caller !== undefined) request.caller = caller;
    else if (!OPEN.has(path) && !isLinkPage) throw new Refusal('token-missing');
  });
}
