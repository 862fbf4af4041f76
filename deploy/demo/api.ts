/** The controller's HTTP API as the demonstration uses it: a client like any other. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PAGE_HEADER, type SignInAnswer } from '@loa-lang/schemas/http/sign-in';
import { codeOf } from './month/caller.ts';
import type { Credentials } from './month/people.ts';

/** The API answered with an error; `message` is its text for people. */
export class ApiError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
  }
}

export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<T>;
  upload<T>(path: string, form: FormData): Promise<T>;
  download(path: string): Promise<Uint8Array>;
  /** Server-sent events until the signal aborts; reconnects when the stream ends. */
  events(path: string, signal: AbortSignal, listener: (event: unknown) => void): Promise<void>;
}

const RECONNECT_MS = 500;

/** @param cookies of somebody who has signed in; nobody has where the controller is on trial */
export function apiAt(baseUrl: string, cookies: readonly string[] = []): Api {
  const identity: Record<string, string> =
    cookies.length === 0 ? {} : { cookie: cookies.join('; '), [PAGE_HEADER]: '1' };
  const call = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = { ...identity, ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(`${baseUrl}${path}`, { ...init, headers });
    if (response.ok) return response;
    const body = (await response.json().catch(() => undefined)) as
      | { code?: string; message?: { vi?: string; en?: string } }
      | undefined;
    const { vi, en } = body?.message ?? {};
    throw new ApiError(
      body?.code ?? `http-${response.status}`,
      vi === undefined ? response.statusText : `${vi}\n${en}`,
    );
  };
  return {
    async get<T>(path: string) {
      return (await (await call(path, {})).json()) as T;
    },
    async post<T>(path: string, body: unknown, headers: Record<string, string> = {}) {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      };
      return (await (await call(path, init)).json()) as T;
    },
    async upload<T>(path: string, form: FormData) {
      return (await (await call(path, { method: 'POST', body: form })).json()) as T;
    },
    async download(path) {
      return new Uint8Array(await (await call(path, {})).arrayBuffer());
    },
    async events(path, signal, listener) {
      while (!signal.aborted) {
        try {
          const response = await call(path, { signal, headers: { accept: 'text/event-stream' } });
          for await (const data of eventData(response)) listener(JSON.parse(data));
        } catch {
          if (signal.aborted) return;
        }
        await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}

/** Signs in with password and code. @returns the lines of the cookies, as they are set */
export async function signInTo(baseUrl: string, { phone, password, totp }: Credentials): Promise<string[]> {
  const ask = async (path: string, body: object): Promise<{ said: SignInAnswer; cookies: string[] }> => {
    const headers = { 'content-type': 'application/json', [PAGE_HEADER]: '1' };
    const response = await fetch(`${baseUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    // biome-ignore lint/suspicious/noExplicitAny: an answer is what its status says it is
    const said = (await response.json()) as any;
    if (!response.ok) throw new ApiError(said.code, said.message?.vi ?? response.statusText);
    return { said, cookies: response.headers.getSetCookie() };
  };
  const first = await ask('/sign-in', { name: phone, password });
  if (first.said.state === 'signed-in') return first.cookies;
  return (await ask('/sign-in/code', { ticket: first.said.ticket, code: codeOf(totp, Date.now()) })).cookies;
}

/** The `data` of each event of a stream (WHATWG HTML, 9.2.6). */
async function* eventData(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let buffer = '';
  for await (const chunk of response.body ?? []) {
    buffer += decoder.decode(chunk as Uint8Array, { stream: true });
    for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
      const lines = buffer.slice(0, end).split('\n');
      buffer = buffer.slice(end + 2);
      const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
      if (data.length > 0) yield data.join('\n');
    }
  }
}
