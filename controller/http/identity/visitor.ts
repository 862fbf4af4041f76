/** What a request says of the browser that sends it. */
import type { FastifyRequest } from 'fastify';
import type { RelyingParty } from '../../ports/passkey-check.ts';
import type { Sender } from '../../services/identity/sessions.ts';
import type { Visit } from '../../services/identity/who-calls.ts';
import { Refusal } from '../../services/refusal.ts';
import { senderOf } from '../sender.ts';
import type { Cookies } from './cookies.ts';

export const visitorOf = (request: FastifyRequest, cookies: Cookies): Sender => ({
  address: senderOf(request),
  agent: request.headers['user-agent'] ?? '',
  phoneToken: cookies.read(request, 'phone'),
});

/** @throws Refusal `session-missing`: nobody is signed in, or it is another system that asks */
export function visitOf({ visit }: FastifyRequest): Visit {
  if (visit === undefined) throw new Refusal('session-missing');
  return visit;
}

/**
 * Passkeys belong to a name. Without a configured one only this machine's own is certain: a name that stands in a
 * request may be anybody's. @throws Refusal `passkeys-unavailable`
 */
export function partyOf({ headers: { host = '' } }: FastifyRequest, publicUrl: string | undefined): RelyingParty {
  const own = publicUrl === undefined ? undefined : new URL(publicUrl);
  if (own !== undefined && own.protocol === 'https:') return { id: own.hostname, origin: own.origin };
  const local = /^localhost(:\d{1,5})?$/.test(host) ? `http://${host}` : undefined;
  if (local === undefined) throw new Refusal('passkeys-unavailable');
  return { id: 'localhost', origin: local };
}

/** Where this request came in: right as long as a link is opened by the same way. */
export const ownAddress = ({ protocol, headers: { host = '' } }: FastifyRequest): string =>
  `${protocol === 'https' ? protocol : 'http'}://${host}`;
