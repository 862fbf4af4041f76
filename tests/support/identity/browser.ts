/** A browser as the API sees it: keeps cookies, sends what pages send, and has an authenticator app at hand. */
import { fromBase32 } from '@loa-lang/controller/domain/identity/base32';
import { stepAt, totpCode } from '@loa-lang/controller/domain/identity/totp';
import { PAGE_HEADER } from '@loa-lang/schemas/http/sign-in';
import type { Answer, HttpApp } from '../http-app.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Page {
  status: number;
  text: string;
  headers: Record<string, unknown>;
}

export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #app: HttpApp;
  readonly #headers: Record<string, string>;
  #totp: Uint8Array | undefined;
  #now: () => number;

  /** @param headers sent with every request @param now the application's time */
  constructor(app: HttpApp, headers: Record<string, string> = {}, now: () => number = Date.now) {
    this.#app = app;
    this.#now = now;
    this.#headers = { host: 'localhost', 'user-agent': 'Trình duyệt thử', [PAGE_HEADER]: '1', ...headers };
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async call(method: Method, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const payload = body === undefined ? {} : { payload: body as object };
    const response = await this.#send({ method, url: `/api/v1${path}`, headers, ...payload });
    return { status: response.statusCode, body: response.body === '' ? undefined : JSON.parse(response.body) };
  }

  /** A page, or a form of one. */
  async page(url: string, form?: Record<string, string>, headers: Record<string, string> = {}): Promise<Page> {
    const asked = {
      origin: `http://${this.#headers.host}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    };
    const response = await this.#send(
      form === undefined
        ? { method: 'GET', url, headers }
        : { method: 'POST', url, headers: asked, payload: new URLSearchParams(form).toString() },
    );
    return { status: response.statusCode, text: response.body, headers: response.headers };
  }

  /** The code that the app shows now. @param later steps of 30 s */
  code(later = 0): string {
    if (this.#totp === undefined) throw new Error('no authenticator app is set up');
    return totpCode(this.#totp, stepAt(this.#now()) + later);
  }

  useApp(secret: string): void {
    this.#totp = fromBase32(secret);
  }

  /** Sets up the app. @returns the recovery codes */
  async enrolTotp(): Promise<string[]> {
    const { body } = await this.call('POST', '/account/totp');
    this.useApp(body.secret);
    const confirmed = await this.call('PUT', '/account/totp', { sealed: body.sealed, code: this.code() });
    if (confirmed.status !== 200) throw new Error(JSON.stringify(confirmed.body));
    return confirmed.body.recoveryCodes;
  }

  async #send(request: { method: Method; url: string; headers: Record<string, string>; payload?: object | string }) {
    const cookie = this.cookieHeader;
    const headers = { ...this.#headers, ...(cookie !== '' && { cookie }), ...request.headers };
    const response = await this.#app.server.inject({ ...request, headers });
    for (const line of [response.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }
}
