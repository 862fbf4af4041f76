/** One exchange with a speech service, under limits. */

export interface Wanted {
  /** content types that are read; anything else is an error page or a job's number */
  type: RegExp;
  /** of the answer, unpacked */
  maxBytes: number;
}

export interface Failure {
  ok: false;
  detail: string;
  /** it may go through the next time, not before `afterMs` if the service said so */
  retry: boolean;
  afterMs?: number;
  /** of the answer, if there was one */
  status?: number;
}

export type Exchanged = { ok: true; bytes: Uint8Array } | Failure;

/** @throws what `fetch` throws, an abort among it */
export async function exchange(
  url: string | URL,
  request: Pick<RequestInit, 'method' | 'headers' | 'body'>,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Exchanged> {
  // another address might be handed the key in the headers, and a POST would arrive there as a GET
  const response = await fetch(url, { ...request, redirect: 'manual', signal });
  const { status, headers, body } = response;
  const refuse = async (detail: string, retry: boolean): Promise<Failure> => {
    await body?.cancel();
    const afterMs = retryAfterMs(headers.get('retry-after'));
    return { ok: false, detail, retry, status, ...(afterMs !== undefined && { afterMs }) };
  };
  if (status >= 300 && status < 400) return refuse(`redirected (${status}); the final address is needed`, false);
  if (!response.ok) return refuse(`status ${status}`, status >= 500 || status === 429 || status === 408);
  const type = headers.get('content-type') ?? 'none';
  if (!wanted.type.test(type)) return refuse(`the answer is ${type.slice(0, 60)}, not sound`, false);
  const { maxBytes } = wanted;
  if (Number(headers.get('content-length') ?? 0) > maxBytes) return refuse(`more than ${maxBytes} bytes`, false);
  const chunks: Uint8Array[] = [];
  let count = 0;
  for await (const chunk of body ?? []) {
    count += chunk.length;
    if (count > maxBytes) return { ok: false, detail: `more than ${maxBytes} bytes`, retry: false, status };
    chunks.push(chunk);
  }
  if (count === 0) return { ok: false, detail: 'an empty answer', retry: true, status };
  return { ok: true, bytes: Buffer.concat(chunks) };
}

/** RFC 9110, 10.2.3, in its form of seconds. */
const retryAfterMs = (value: string | null): number | undefined =>
  value !== null && /^\d{1,5}$/.test(value) ? Number(value) * 1000 : undefined;
