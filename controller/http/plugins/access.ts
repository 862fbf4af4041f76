/**
 * Who asks: somebody signed in, by the cookie of a session; another system, by a bearer token; or, on a machine where
 * nobody is on record yet, the trial station. And pages of this system only.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { PAGE_HEADER } from '@loa-lang/schemas/http/sign-in';
import type { FastifyRequest } from 'fastify';
import { type Caller, OPERATOR } from '../../domain/people/person.ts';
import { callerIn, type Visit, type WhoCalls } from '../../services/identity/who-calls.ts';
import type { People } from '../../services/people/people.ts';
import { Refusal } from '../../services/refusal.ts';
import { APPROVAL_PAGE_ROOT } from '../approval-page/address.ts';
import type { HttpServer } from '../http-server.ts';
import { ACCOUNT_PAGES, SIGN_IN_PAGE } from '../identity/addresses.ts';
import type { Cookies } from '../identity/cookies.ts';
import { isForeignOrigin, isFromElsewhere, isLoopbackHost } from '../identity/same-origin.ts';
import { bearerStation, isTrial, stationOf, type TrialDeps } from '../identity/trial.ts';
import type { Right } from '../right.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** who asks; `station` when nobody is on record */
    caller: Caller;
    /** the signed-in browser, where it is one; also while its person has yet to show a second factor */
    visit: Visit | undefined;
    /** whether what made the caller known does so still: for what goes on after the request */
    stillKnown: () => Promise<boolean>;
  }
}

export interface AccessDeps extends TrialDeps {
  /** without people on record its bearer is the station, with people the operator */
  apiToken: string | undefined;
  people: People;
  whoCalls: WhoCalls;
  cookies: Cookies;
  publicUrl: string | undefined;
}

/** Open to whoever has yet to sign in, and different for whoever has. */
const isAccountPage = (route: string): boolean => route.startsWith(ACCOUNT_PAGES) || route === SIGN_IN_PAGE;

const READING = ['GET', 'HEAD', 'OPTIONS'];

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export function installAccess(server: HttpServer, deps: AccessDeps): void {
  const { apiToken, people, whoCalls, cookies, publicUrl } = deps;
  const expected = apiToken === undefined ? undefined : digest(apiToken);
  // takes the same time wherever the first difference is, whatever the lengths
  const isOperator = (token: string) => expected !== undefined && timingSafeEqual(digest(token), expected);

  async function bearer(token: string): Promise<Caller> {
    if (isOperator(token)) return bearerStation(deps) ?? OPERATOR;
    const caller = await whoCalls.byApiToken(token);
    if (caller === undefined) throw new Refusal('token-missing');
    return caller;
  }

  /** @throws Refusal for what the page of another site made this browser ask */
  function refuseForeign(request: FastifyRequest, route: string): void {
    // a page that sends no referrer has the origin `null`; pages of one-time links do, and are known by their address
    const isNull = route.startsWith(APPROVAL_PAGE_ROOT) && request.headers.origin === 'null';
    if (!isNull && isForeignOrigin(request, publicUrl)) throw new Refusal('origin-refused');
  }

  async function signedIn(request: FastifyRequest, route: string): Promise<Visit | undefined> {
    const token = cookies.read(request, 'session');
    const visit = token === undefined ? undefined : await whoCalls.visit(token);
    if (visit === undefined || !route.startsWith(API_ROOT)) return visit;
    // Strict cookies are not sent from elsewhere; this is for browsers that do, and for neighbouring names
    if (isFromElsewhere(request)) throw new Refusal('origin-refused');
    const isChange = !READING.includes(request.method);
    if (isChange && request.headers[PAGE_HEADER] === undefined) throw new Refusal('header-missing');
    return visit;
  }

  /** @throws Refusal for whoever is not known */
  async function identify(request: FastifyRequest, route: string, right: Right['action'] | undefined): Promise<void> {
    const token = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined) {
      request.caller = await bearer(token);
      request.stillKnown = () =>
        bearer(token).then(
          () => true,
          (error: unknown) => (error instanceof Refusal ? false : Promise.reject(error)),
        );
      return;
    }
    request.visit = await signedIn(request, route);
    if (request.visit !== undefined) {
      const caller = callerIn(request.visit);
      const { id } = request.visit.session;
      request.stillKnown = () => whoCalls.isOpen(id);
      if (caller !== 'second-factor-missing') request.caller = caller;
      else if (right !== 'own') throw new Refusal('second-factor-missing');
      return;
    }
    const station = right === 'own' ? undefined : stationOf(request, deps);
    if (station === undefined) throw new Refusal(missing());
    request.caller = station;
    request.stillKnown = async () => stationOf(request, deps) !== undefined;
  }

  server.decorateRequest('caller', null as unknown as Caller);
  server.decorateRequest('visit', undefined);
  server.decorateRequest('stillKnown', async () => false);
  server.addHook('onRequest', async (request) => {
    const { url: route = '', config } = request.routeOptions;
    const { action, more } = config.right ?? {};
    refuseForeign(request, route);
    if (isTrial(deps) && !isLoopbackHost(request)) throw new Refusal('origin-refused');
    if (action !== 'open') return identify(request, route, action);
    // answered all the same, also while nobody can be looked up
    if (more === 'for the known') await identify(request, route, action).catch(() => undefined);
    else if (isAccountPage(route)) request.visit = await signedIn(request, route);
  });

  const missing = () => {
    if (people.any) return 'session-missing';
    return apiToken === undefined ? 'set-up-needed' : 'token-missing';
  };
}
