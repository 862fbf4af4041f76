/** The two cookies (RFC 6265bis): whose session this is, and that this browser needs no code. */
import type { Millis } from '@loa-lang/schemas/units';
import type { FastifyReply, FastifyRequest } from 'fastify';

const NAMES = { session: 'loa-session', phone: 'loa-phone' } as const;
type CookieName = keyof typeof NAMES;

export class Cookies {
  readonly #isHttps: boolean;

  /** @param publicUrl where people reach this system */
  constructor(publicUrl: string | undefined) {
    this.#isHttps = publicUrl?.startsWith('https:') === true;
  }

  read(request: FastifyRequest, name: CookieName): string | undefined {
    const wanted = this.#name(request, name);
    const pairs = String(request.headers.cookie ?? '').split(';');
    return pairs.map((pair) => pair.trim().split('=')).find(([key]) => key === wanted)?.[1];
  }

  /** @param lastsMs until the browser is closed, when absent */
  set(request: FastifyRequest, reply: FastifyReply, name: CookieName, value: string, lastsMs?: Millis): void {
    const age = lastsMs === undefined ? [] : [`Max-Age=${Math.floor(lastsMs / 1000)}`];
    const secure = this.#isSecure(request) ? ['Secure'] : [];
    const parts = [`${this.#name(request, name)}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', ...age, ...secure];
    reply.header('set-cookie', parts.join('; '));
  }

  clear(request: FastifyRequest, reply: FastifyReply, name: CookieName): void {
    this.set(request, reply, name, '', 0);
  }

  /** With TLS nobody else can set it: not a page of a neighbouring name, nor one without TLS. */
  #name(request: FastifyRequest, name: CookieName): string {
    return this.#isSecure(request) ? `__Host-${NAMES[name]}` : NAMES[name];
  }

  /** Whether the browser sees `https`: by configuration, or by the word of a proxy that is trusted. */
  #isSecure({ protocol }: FastifyRequest): boolean {
    return this.#isHttps || protocol === 'https';
  }
}
