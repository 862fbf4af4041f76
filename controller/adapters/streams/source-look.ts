/**
 * A first look at an address, before ffmpeg is started for it: redirects and lists are followed, and what answers with
 * a page, an error or nothing at all is named. No more is read than tells one from the other.
 */
import type { Socket } from 'node:net';
import { connect as secure } from 'node:tls';
import type { Millis } from '@loa-lang/schemas/units';
import { entriesOf, isHtml, listKind } from '../../domain/streams/playlist.ts';
import { soundFormat } from '../../domain/streams/sound-format.ts';
import type { PullEnd } from '../../ports/stream-puller.ts';
import type { AddressRule } from './address-rule.ts';
import { type DialFault, dial } from './dial.ts';
import { bare } from './filter-proxy.ts';
import { type Head, readHead } from './http-head.ts';

export type Looked =
  /** `format` as ffmpeg's demuxers are called, where it is known */
  { ok: true; address: string; inPieces: boolean; format: string | undefined } | { ok: false; end: PullEnd };

const CONNECT_WITHIN_MS: Millis = 4_000;
const ANSWER_WITHIN_MS: Millis = 4_000;
/** Whole lists are that small. Of sound a few frames tell what it is. */
const MOST_BYTES = 64 * 1024;
const ENOUGH_BYTES = 2048;
const MOST_REDIRECTS = 5;
/** Lists that name lists are followed so far. */
const MOST_LISTS = 3;
export const USER_AGENT = 'LoaLang/1 (relay)';

interface Answer {
  status: number;
  head: Head;
  body: Buffer;
}

const fault = (kind: PullEnd['fault'], detail: string): { ok: false; end: PullEnd } => ({
  ok: false,
  end: { fault: kind, detail },
});

export const endOf = (of: DialFault): PullEnd => {
  if (of.kind === 'refused-address') return { fault: of.kind, detail: `${of.host} (${of.address})` };
  if (of.kind === 'unknown-host') return { fault: of.kind, detail: of.host };
  return { fault: of.kind, detail: `${of.host}: ${of.detail}` };
};

export class SourceLook {
  readonly #rule: AddressRule;

  constructor(rule: AddressRule) {
    this.#rule = rule;
  }

  /** Never rejects. */
  look(address: string, signal: AbortSignal): Promise<Looked> {
    return this.#follow(address, { redirects: 0, lists: 0 }, signal);
  }

  async #follow(address: string, gone: { redirects: number; lists: number }, signal: AbortSignal): Promise<Looked> {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
      return fault('bad-address', address.slice(0, 200));
    }
    const asked = await this.#ask(url, signal);
    if (!asked.ok) return asked;
    const { status, head, body } = asked.answer;
    const location = head.headers.get('location');
    if (status >= 300 && status < 400 && location !== undefined) {
      if (gone.redirects >= MOST_REDIRECTS) return fault('bad-address', 'too many redirects');
      const next = URL.canParse(location, url.href) ? new URL(location, url.href).href : location;
      return this.#follow(next, { ...gone, redirects: gone.redirects + 1 }, signal);
    }
    if (status !== 200) return fault('refused', String(status));
    const type = (head.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    const text = body.toString('utf8');
    if (isHtml(text, type)) return fault('html', url.href);
    const kind = listKind(text, type);
    if (kind === 'hls') return { ok: true, address: url.href, inPieces: true, format: 'hls' };
    if (kind === undefined) return { ok: true, address: url.href, inPieces: false, format: soundFormat(body, type) };
    if (gone.lists >= MOST_LISTS) return fault('empty-list', 'lists that lead to lists');
    return this.#firstOf(entriesOf(text, kind, url.href), { ...gone, lists: gone.lists + 1 }, signal);
  }

  async #firstOf(entries: readonly string[], gone: { redirects: number; lists: number }, signal: AbortSignal) {
    let looked: Looked = fault('empty-list', 'no address in it');
    for (const entry of entries) {
      looked = await this.#follow(entry, gone, signal);
      if (looked.ok || signal.aborted) break;
    }
    return looked;
  }

  async #ask(url: URL, signal: AbortSignal): Promise<{ ok: true; answer: Answer } | { ok: false; end: PullEnd }> {
    const host = bare(url.hostname);
    const encrypted = url.protocol === 'https:';
    const port = Number(url.port || (encrypted ? 443 : 80));
    const dialled = await dial(this.#rule, host, port, CONNECT_WITHIN_MS);
    if (!dialled.ok) return { ok: false, end: endOf(dialled.fault) };
    // the certificate is judged for the name, the connection went to the address
    const socket = encrypted ? secure({ socket: dialled.socket, servername: host, host }) : dialled.socket;
    try {
      return await answerOf(socket, url, signal);
    } finally {
      socket.destroy();
      dialled.socket.destroy();
    }
  }
}

function answerOf(
  socket: Socket,
  url: URL,
  signal: AbortSignal,
): Promise<{ ok: true; answer: Answer } | { ok: false; end: PullEnd }> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    const end = (result: { ok: true; answer: Answer } | { ok: false; end: PullEnd }) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const judge = (isAll: boolean) => {
      const read = answerIn(bytes, isAll);
      if (read === 'more') return;
      end(read === 'nothing' ? fault('refused', 'no answer of HTTP') : { ok: true, answer: read });
    };
    const onAbort = () => end(fault('stalled', 'given up'));
    const timer = setTimeout(() => {
      const read = answerIn(bytes, true);
      end(typeof read === 'string' ? fault('stalled', 'no answer in time') : { ok: true, answer: read });
    }, ANSWER_WITHIN_MS);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const untrusted = url.protocol === 'https:' && bytes.length === 0;
      end(fault(untrusted ? 'not-trusted' : 'unreachable', error.code ?? error.message));
    });
    socket.on('data', (more: Buffer) => {
      bytes = Buffer.concat([bytes, more]);
      judge(false);
    });
    socket.once('close', () => judge(true));
    const lines = [
      `GET ${url.pathname}${url.search} HTTP/1.1`,
      ...[`Host: ${url.host}`, `User-Agent: ${USER_AGENT}`, 'Accept: */*', 'Accept-Encoding: identity'],
      ...['Connection: close', '', ''],
    ];
    socket.write(lines.join('\r\n'));
  });
}

/** HTTP, or SHOUTcast's own. */
const STATUS_LINE = /^(?:HTTP\/\d(?:\.\d)?|ICY) (\d{3})\b/;

function answerIn(bytes: Buffer, isAll: boolean): Answer | 'more' | 'nothing' {
  let head: Head | undefined;
  try {
    head = readHead(bytes);
  } catch {
    return 'nothing';
  }
  if (head === undefined) return isAll ? 'nothing' : 'more';
  const status = Number(STATUS_LINE.exec(head.line)?.[1] ?? 0);
  if (status === 0) return 'nothing';
  const { rest } = head;
  if (status !== 200 || isAll || rest.length >= MOST_BYTES) return { status, head, body: bodyIn(head) };
  // lists are read as a whole, sound is known by its first bytes
  return rest.length >= ENOUGH_BYTES && !isText(rest.subarray(0, ENOUGH_BYTES))
    ? { status, head, body: bodyIn(head) }
    : 'more';
}

/** No format of sound begins with as much text: frames of MP3 and AAC begin with what UTF-8 never has, others have zeros. */
function isText(bytes: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return !text.includes('\0');
  } catch {
    return false;
  }
}

/** What a chunked body says, as far as it is there. */
function bodyIn({ headers, rest }: Head): Buffer {
  const bytes = rest.subarray(0, MOST_BYTES);
  if (!headers.get('transfer-encoding')?.toLowerCase().includes('chunked')) return bytes;
  const pieces: Buffer[] = [];
  for (let from = 0; from < bytes.length; ) {
    const lineEnd = bytes.indexOf('\r\n', from);
    const size = lineEnd === -1 ? 0 : Number.parseInt(bytes.toString('latin1', from, lineEnd), 16);
    if (!(size > 0)) break;
    pieces.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    from = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(pieces);
}
