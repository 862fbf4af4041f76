/** Somebody who works with the controller, by its HTTP application: signs in, keeps the cookies, shows the code. */
import { fromBase32 } from '@loa-lang/controller/domain/identity/base32';
import { stepAt, totpCode } from '@loa-lang/controller/domain/identity/totp';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { PAGE_HEADER } from '@loa-lang/schemas/http/sign-in';
import { type Api, ApiError } from '../api.ts';

/** What an application takes without listening. */
export interface Injected {
  inject(request: {
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    url: string;
    headers: Record<string, string>;
    payload?: object | string;
  }): Promise<{ statusCode: number; body: string; headers: Record<string, unknown> }>;
}

/** The database has not answered in time; what only reads may be asked again. */
const BUSY = 503;
const READ_AGAIN = 5;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';
const BOUNDARY = 'a-file-of-the-month';

export class Caller {
  readonly #server: Injected;
  readonly #now: () => number;
  readonly #cookies = new Map<string, string>();

  constructor(server: Injected, now: () => number) {
    this.#server = server;
    this.#now = now;
  }

  /** @throws ApiError with the controller's words */
  async call<T>(method: Method, path: string, body?: object | string, more: Record<string, string> = {}): Promise<T> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { host: 'localhost', [PAGE_HEADER]: '1', ...(cookie !== '' && { cookie }), ...more };
    const payload = body === undefined ? {} : { payload: body };
    const ask = () => this.#server.inject({ method, url: `${API_ROOT}${path}`, headers, ...payload });
    let answer = await ask();
    // a computer that is busy with other things is slow, not broken
    for (let left = READ_AGAIN; left > 0 && method === 'GET' && answer.statusCode === BUSY; left--)
      answer = await ask();
    this.#keep(answer.headers['set-cookie']);
    const said = answer.body === '' ? undefined : JSON.parse(answer.body);
    if (answer.statusCode < 300) return said as T;
    throw new ApiError(said?.code ?? String(answer.statusCode), `${method} ${path}: ${answer.body}`);
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }
  post<T>(path: string, body: object, headers?: Record<string, string>): Promise<T> {
    return this.call<T>('POST', path, body, headers);
  }
  put<T>(path: string, body: object): Promise<T> {
    return this.call<T>('PUT', path, body);
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.call<T>('PATCH', path, body);
  }
  /** A form with one file. */
  upload<T>(path: string, name: string, content: string): Promise<T> {
    const head = `content-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/json`;
    const form = `--${BOUNDARY}\r\n${head}\r\n\r\n${content}\r\n--${BOUNDARY}--\r\n`;
    return this.call<T>('POST', path, form, { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` });
  }

  /** Sets up an authenticator app. @returns its secret, base 32 */
  async enrol(): Promise<string> {
    const { secret, sealed } = await this.post<{ secret: string; sealed: string }>('/account/totp', {});
    await this.put('/account/totp', { sealed, code: codeOf(secret, this.#now()) });
    return secret;
  }

  async signIn(name: string, password: string, secret: string): Promise<void> {
    const { ticket } = await this.post<{ ticket?: string }>('/sign-in', { name, password });
    if (ticket !== undefined) await this.post('/sign-in/code', { ticket, code: codeOf(secret, this.#now()) });
  }

  /** The part of the demonstration's API that a register is made with. */
  get api(): Pick<Api, 'get' | 'post'> {
    return {
      get: (path) => this.get(path),
      post: (path, body, headers) => this.post(path, body as object, headers),
    };
  }

  #keep(lines: unknown): void {
    for (const line of [lines ?? []].flat() as string[]) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

export const codeOf = (secret: string, now: number): string => totpCode(fromBase32(secret), stepAt(now));
