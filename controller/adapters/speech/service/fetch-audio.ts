/** The sound of one sentence from a speech service, in whatever form it hands it over, under limits. Never rejects. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Exchanged, exchange, type Failure } from './exchange.ts';
import type { FilledRequest } from './request-template.ts';
import { type AnswerForm, linkTo, soundOfBase64, textIn } from './service-answer.ts';

export interface FetchLimits {
  /** from the first byte out to the last byte of sound in, the wait for a link included */
  timeoutMs: number;
  /** of sound, unpacked */
  maxBytes: number;
}

export interface FetchSettings extends FetchLimits {
  answer: AnswerForm;
  /** from which links are followed, beside the service's own */
  linkHosts: readonly string[];
}

export type FetchedAudio = { ok: true; audio: Uint8Array } | Failure;

/** What services call their sound. */
const SOUND = /^(audio\/|application\/(octet-stream|ogg)\b|binary\/octet-stream\b)/i;
const ANYTHING = /^/;
/** A link and what else is said. */
const LINK_ANSWER_BYTES = 64 * 1024;
/** Read in one go by the loop that carries voice: 4 MB of sound, which takes it some 10 ms. */
const BASE64_ANSWER_BYTES = 6_000_000;
/** A file that is not there yet: storages say 403 where they do not let anyone know what they hold. */
const COMING = new Set([202, 403, 404, 409, 425, 429]);
const FIRST_LOOK_MS = 250;
const LONGEST_LOOK_MS = 2_000;

export async function fetchAudio(
  request: FilledRequest,
  settings: FetchSettings,
  signal: AbortSignal,
): Promise<FetchedAudio> {
  const { timeoutMs } = settings;
  const timeout = AbortSignal.timeout(timeoutMs);
  const awaited: Awaited = { last: undefined };
  try {
    return await fetchIn(request, settings, AbortSignal.any([signal, timeout]), awaited);
  } catch (error) {
    if (signal.aborted) return { ok: false, detail: 'aborted by the caller', retry: false };
    const what = awaited.last === undefined ? 'no whole answer' : `no sound under the link (${awaited.last})`;
    if (timeout.aborted) return { ok: false, detail: `${what} within ${timeoutMs} ms`, retry: true };
    return { ok: false, detail: causeOf(error), retry: true };
  }
}

/** What was found under a link the last time. */
interface Awaited {
  last: string | undefined;
}

async function fetchIn(
  { url, ...request }: FilledRequest,
  { answer, linkHosts, maxBytes }: FetchSettings,
  stop: AbortSignal,
  awaited: Awaited,
): Promise<FetchedAudio> {
  if (answer.kind === 'audio') return soundOf(await exchange(url, request, { type: SOUND, maxBytes }, stop));
  const maxAnswer = answer.kind === 'link' ? LINK_ANSWER_BYTES : BASE64_ANSWER_BYTES;
  const answered = await exchange(url, request, { type: ANYTHING, maxBytes: maxAnswer }, stop);
  if (!answered.ok) return answered;
  const named = textIn(answered.bytes, answer.path);
  // a service that is out of breath may say so in JSON, with a status of 200
  if (!named.ok) return { ...named, retry: true };
  if (answer.kind === 'base64') {
    const audio = soundOfBase64(named.text);
    if (audio === undefined) return { ok: false, detail: 'the answer is not base64', retry: false };
    if (audio.length > maxBytes) return { ok: false, detail: `more than ${maxBytes} bytes`, retry: false };
    return { ok: true, audio };
  }
  const link = linkTo(named.text, url, linkHosts);
  if (!link.ok) return { ...link, retry: false };
  // the key goes to where it went before, and nowhere else
  const { 'content-type': _, ...own } = request.headers;
  const headers = link.url.origin === new URL(url).origin ? own : {};
  return fetchLinked(link.url, headers, maxBytes, stop, awaited);
}

async function fetchLinked(
  url: URL,
  headers: Readonly<Record<string, string>>,
  maxBytes: number,
  stop: AbortSignal,
  awaited: Awaited,
): Promise<FetchedAudio> {
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(LONGEST_LOOK_MS, pauseMs * 2)) {
    const found = await exchange(url, { headers }, { type: SOUND, maxBytes }, stop);
    if (found.ok || !isComing(found)) return soundOf(found);
    awaited.last = found.detail;
    await sleep(pauseMs, undefined, { signal: stop });
  }
}

const isComing = ({ status = 0, retry }: Failure): boolean => retry || COMING.has(status);

const soundOf = (found: Exchanged): FetchedAudio => (found.ok ? { ok: true, audio: found.bytes } : found);

/** `fetch failed` says nothing; its causes do. No part of the request is in them. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${causeOf(error.cause)}`;
}
