/** One request to a speech service, under limits. Never rejects. */
import type { FilledRequest } from './request-template.ts';

export interface FetchLimits {
  /** from the first byte out to the last byte in */
  timeoutMs: number;
  /** of the answer, unpacked */
  maxBytes: number;
}

export type FetchedAudio =
  | { ok: true; audio: Uint8Array }
  /** `retry`: it may go through the next time, not before `afterMs` if the service said so */
  | { ok: false; detail: string; retry: boolean; afterMs?: number };

/** What services call their sound; anything else is an error page or a job's number. */
const SOUND = /^(audio\/|application\/(octet-stream|ogg)\b|binary\/octet-stream\b)/i;

export async function fetchAudio(
  { url, ...request }: FilledRequest,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<FetchedAudio> {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  try {
    const stop = AbortSignal.any([signal, timeout]);
    // another address might be handed the key in the headers, and a POST would arrive there as a GET
    const response = await fetch(url, { ...request, redirect: 'manual', signal: stop });
    return await readAnswer(response, limits.maxBytes);
  } catch (error) {
    if (signal.aborted) return { ok: false, detail: 'aborted by the caller', retry: false };
    if (timeout.aborted) return { ok: false, detail: `no whole answer within ${limits.timeoutMs} ms`, retry: true };
    return { ok: false, detail: causeOf(error), retry: true };
  }
}

async function readAnswer(response: Response, maxBytes: number): Promise<FetchedAudio> {
  const refuse = async (detail: string, retry: boolean): Promise<FetchedAudio> => {
    await response.body?.cancel();
    const afterMs = retryAfterMs(response.headers.get('retry-after'));
    return { ok: false, detail, retry, ...(afterMs !== undefined && { afterMs }) };
  };
  const { status, headers, body } = response;
  if (status >= 300 && status < 400) return refuse(`redirected (${status}); the final address is needed`, false);
  if (!response.ok) return refuse(`status ${status}`, status >= 500 || status === 429 || status === 408);
  const type = headers.get('content-type') ?? 'none';
  if (!SOUND.test(type)) return refuse(`the answer is ${type.slice(0, 60)}, not sound`, false);
  if (Number(headers.get('content-length') ?? 0) > maxBytes) return refuse(`more than ${maxBytes} bytes`, false);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) return { ok: false, detail: `more than ${maxBytes} bytes`, retry: false };
    chunks.push(chunk);
  }
  if (bytes === 0) return { ok: false, detail: 'an empty answer', retry: true };
  return { ok: true, audio: Buffer.concat(chunks) };
}

/** RFC 9110, 10.2.3, in its form of seconds. */
const retryAfterMs = (value: string | null): number | undefined =>
  value !== null && /^\d{1,5}$/.test(value) ? Number(value) * 1000 : undefined;

/** `fetch failed` says nothing; its causes do. No part of the request is in them. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${causeOf(error.cause)}`;
}
