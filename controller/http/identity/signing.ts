/** The end of every way to sign in: the cookies, and what the browser is told. */
import type { SignInAnswer } from '@loa-lang/schemas/http/sign-in';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PHONE_MS, SESSION_MS } from '../../domain/identity/session.ts';
import type { Opened } from '../../services/identity/sessions.ts';
import type { SignedIn } from '../../services/identity/sign-in.ts';
import { callerIn } from '../../services/identity/who-calls.ts';
import { outInstant } from '../instants.ts';
import type { Cookies } from './cookies.ts';

export function keepSession(cookies: Cookies, request: FastifyRequest, reply: FastifyReply, opened: Opened): void {
  cookies.set(request, reply, 'session', opened.token, SESSION_MS);
}

/**
 * The browser forgets the session and what it has kept of pages. `"cookies"` is not asked for: browsers take it for all of
 * the registered name, so that whoever leaves here would be signed out of every other page of the province, and this
 * browser would be remembered no longer.
 */
export function leave(cookies: Cookies, request: FastifyRequest, reply: FastifyReply): void {
  cookies.clear(request, reply, 'session');
  reply.header('clear-site-data', '"cache", "storage"');
}

export function answerSignIn(
  cookies: Cookies,
  request: FastifyRequest,
  reply: FastifyReply,
  result: SignedIn,
): SignInAnswer {
  if (result.state === 'code-needed') {
    const { ticket, expiresAt, hasTotp, hasPasskey } = result;
    const ways = [
      ...(hasTotp ? ['totp' as const] : []),
      ...(hasPasskey ? ['passkey' as const] : []),
      'recovery-code' as const,
    ];
    return { state: 'code-needed', ticket, expiresAt: outInstant(expiresAt), ways };
  }
  keepSession(cookies, request, reply, result.opened);
  if (result.phone !== undefined) cookies.set(request, reply, 'phone', result.phone.token, PHONE_MS);
  return signedInBody(result.opened);
}

export const signedInBody = (opened: Opened) => ({
  state: 'signed-in' as const,
  personId: opened.account.id,
  name: opened.account.name,
  secondFactorMissing: callerIn(opened) === 'second-factor-missing',
});
