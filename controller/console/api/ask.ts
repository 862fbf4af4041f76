/** Requests to the controller, as any client makes them: JSON, the session's cookie, the header that foreign pages cannot send. */
import type { ErrorBody } from '@loa-lang/schemas/errors/body';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { PAGE_HEADER } from '@loa-lang/schemas/http/sign-in';
import { noteServerTime } from './clock.ts';
import { Problem } from './problem.ts';

export interface Asking {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** sent as JSON; a `FormData` or `Blob` as it is */
  body?: unknown;
  signal?: AbortSignal;
  headers?: Readonly<Record<string, string>>;
}

/** Longest that somebody should look at a wheel that turns; acts of haste answer within three seconds. */
const PATIENCE_MS = 30_000;

/**
 * @param path below the API's root, e.g. `/areas`
 * @throws Problem; a session that is over leads to the page to sign in instead
 */
export async function ask<Answer>(path: string, asking: Asking = {}): Promise<Answer> {
  const answer = await send(path, asking);
  if (answer.status === 204) return undefined as Answer;
  return (await answer.json()) as Answer;
}

/** As `ask`, for what is no JSON. */
export async function askFile(path: string, asking: Asking = {}): Promise<Blob> {
  return (await send(path, asking)).blob();
}

export const post = <Answer>(path: string, body: unknown = {}): Promise<Answer> =>
  ask<Answer>(path, { method: 'POST', body });
export const put = <Answer>(path: string, body: unknown = {}): Promise<Answer> =>
  ask<Answer>(path, { method: 'PUT', body });
export const patch = <Answer>(path: string, body: unknown = {}): Promise<Answer> =>
  ask<Answer>(path, { method: 'PATCH', body });
export const remove = <Answer>(path: string, body?: unknown): Promise<Answer> =>
  ask<Answer>(path, { method: 'DELETE', ...(body !== undefined && { body }) });

/** Address of a file or stream of the API, for links and players. */
export const addressOf = (path: string): string => `${API_ROOT}${path}`;

/** `?a=1&b=2` without what is undefined; empty when nothing is asked for. */
export function query(asked: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const pairs = Object.entries(asked).filter(
    (pair): pair is [string, string | number | boolean] => pair[1] !== undefined,
  );
  const text = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

async function send(path: string, { method = 'GET', body, signal, headers = {} }: Asking): Promise<Response> {
  const isRaw = body instanceof FormData || body instanceof Blob;
  const patience = AbortSignal.timeout(isRaw ? PATIENCE_MS * 20 : PATIENCE_MS);
  const stop = new AbortController();
  const abort = () => stop.abort();
  patience.addEventListener('abort', abort);
  signal?.addEventListener('abort', abort);
  let answer: Response;
  try {
    answer = await fetch(`${API_ROOT}${path}`, {
      method,
      credentials: 'same-origin',
      signal: stop.signal,
      headers: {
        ...(method !== 'GET' && { [PAGE_HEADER]: '1' }),
        ...(body !== undefined && !isRaw && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new Problem(0, 'no-connection', undefined, { cause });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  noteServerTime(answer.headers.get('date'));
  if (answer.ok) return answer;
  const told = (await answer.json().catch(() => undefined)) as ErrorBody | undefined;
  const code = told?.code ?? 'unexpected';
  if (code === 'session-missing') signInAgain();
  // only the own account is open until it is set up
  if (code === 'second-factor-missing') location.assign('/tai-khoan');
  throw new Problem(answer.status, code, told?.message === undefined ? undefined : told);
}

/** Comes back to where one was. */
function signInAgain(): void {
  const back = `${location.pathname}${location.search}`;
  location.assign(
    `/dang-nhap?next=${encodeURIComponent(back)}${document.documentElement.lang === 'en' ? '&lang=en' : ''}`,
  );
}
