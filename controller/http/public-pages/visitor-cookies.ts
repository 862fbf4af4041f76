/**
 * What a browser keeps for itself: a random value, so that it answers once, and the tokens of what it has reported, for
 * the page of that pole alone. Nothing of it says who somebody is.
 */
import type { Millis } from '@loa-lang/schemas/units';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TOKEN_PATTERN } from '../../services/identity/secret-tokens.ts';

const YEAR_MS: Millis = 365 * 24 * 3600_000;
/** As long as contacts are kept. */
const REPORTS_MS: Millis = 182 * 24 * 3600_000;
const MOST_REPORTS = 5;

const read = ({ headers }: FastifyRequest, name: string): string =>
  String(headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([key]) => key === name)?.[1] ?? '';

export class VisitorCookies {
  readonly #isHttps: boolean;

  /** @param publicUrl where people reach this system */
  constructor(publicUrl: string | undefined) {
    this.#isHttps = publicUrl?.startsWith('https:') === true;
  }

  browser(request: FastifyRequest): string | undefined {
    const value = read(request, 'loa-nghe');
    return TOKEN_PATTERN.test(value) ? value : undefined;
  }

  keepBrowser(request: FastifyRequest, reply: FastifyReply, value: string, path: string): void {
    this.#set(request, reply, { name: 'loa-nghe', value, path, lastsMs: YEAR_MS });
  }

  /** the latest first */
  reports(request: FastifyRequest): string[] {
    return read(request, 'loa-phan-anh')
      .split('.')
      .filter((token) => TOKEN_PATTERN.test(token))
      .slice(0, MOST_REPORTS);
  }

  addReport(request: FastifyRequest, reply: FastifyReply, token: string, path: string): void {
    const value = [token, ...this.reports(request)].slice(0, MOST_REPORTS).join('.');
    this.#set(request, reply, { name: 'loa-phan-anh', value, path, lastsMs: REPORTS_MS });
  }

  #set(
    { protocol }: FastifyRequest,
    reply: FastifyReply,
    { name, value, path, lastsMs }: { name: string; value: string; path: string; lastsMs: Millis },
  ): void {
    // a link from a messenger opens the page with what the browser has reported there
    const parts = [`${name}=${value}`, `Path=${path}`, 'HttpOnly', 'SameSite=Lax', `Max-Age=${lastsMs / 1000}`];
    if (this.#isHttps || protocol === 'https') parts.push('Secure');
    reply.header('set-cookie', parts.join('; '));
  }
}
