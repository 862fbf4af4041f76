/** Who may ask: the bearer of the token, and pages of this system only. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../services/refusal.ts';
import type { HttpServer } from '../http-server.ts';

/** Asked by supervisors that hold no token; tells nothing about the commune. */
const OPEN = new Set([`${API_ROOT}/health`]);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes the same time wherever the first difference is, whatever the lengths. */
function tokenMatches(header: string | undefined, expected: Buffer): boolean {
  const [, given = ''] = /^Bearer (.+)$/i.exec(header ?? '') ?? [];
  return timingSafeEqual(digest(given), expected);
}

/**
 * Without a token the server listens on loopback only, where any web page in a browser of this machine could reach it:
 * a foreign origin, or a foreign name that was made to point here, is refused.
 */
function isForeign({ headers }: FastifyRequest, withoutToken: boolean): boolean {
  const host = headers.host ?? '';
  const { origin } = headers;
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) return true;
  return withoutToken && !isLoopbackName(URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '');
}

const isLoopbackName = (name: string): boolean => {
  const bare = name.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
};

export function installAccess(server: HttpServer, apiToken: string | undefined): void {
  const expected = apiToken === undefined ? undefined : digest(apiToken);
  server.addHook('onRequest', async (request) => {
    if (isForeign(request, expected === undefined)) throw new Refusal('origin-refused');
    const [path = ''] = request.url.split('?');
    if (expected === undefined || OPEN.has(path)) return;
    if (!tokenMatches(request.headers.authorization, expected)) throw new Refusal('token-missing');
  });
}
