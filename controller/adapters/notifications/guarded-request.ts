/** A request to an address that people have entered: to what the address rule allows, with TLS verified, never redirected. */

import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { connect as secure, type TLSSocket } from 'node:tls';
import type { NotificationFault } from '@loa-lang/schemas/errors/notification-faults';
import type { Millis } from '@loa-lang/schemas/units';
import type { AddressRule } from '../streams/address-rule.ts';
import { dial } from '../streams/dial.ts';
import { bare } from '../streams/filter-proxy.ts';

export interface GuardedRequest {
  url: string;
  method: 'POST' | 'PUT';
  headers: Readonly<Record<string, string>>;
  body: string;
}
export type Answered =
  | { ok: true; status: number; body: string }
  | { ok: false; fault: NotificationFault; detail?: string };

export interface GuardedDeps {
  rule: AddressRule;
  /** authorities besides those of the machine */
  ca?: string;
  withinMs?: Millis;
}

/** For the whole of it: the other side has nothing to do but to note it. */
const WITHIN_MS: Millis = 15_000;
/** An answer says yes or no. */
const MOST_BYTES = 64 * 1024;

export async function guardedRequest(asked: GuardedRequest, deps: GuardedDeps): Promise<Answered> {
  const url = new URL(asked.url);
  const { withinMs = WITHIN_MS } = deps;
  const until = performance.now() + withinMs;
  const left = () => Math.max(1, until - performance.now());
  const host = bare(url.hostname);
  const encrypted = url.protocol === 'https:';
  const dialled = await dial(deps.rule, host, Number(url.port || (encrypted ? 443 : 80)), left());
  if (!dialled.ok) {
    const { fault } = dialled;
    return { ok: false, fault: fault.kind, ...(fault.kind === 'unreachable' && { detail: fault.detail }) };
  }
  try {
    const socket = encrypted ? await secured(dialled.socket, host, deps.ca, left()) : dialled.socket;
    return typeof socket === 'string'
      ? { ok: false, fault: faultOf(socket), detail: socket }
      : await ask(socket, url, asked, left());
  } finally {
    dialled.socket.destroy();
  }
}

const LATE = 'no answer in time';
/** What Node calls connections that broke or came to nothing; all else is about the certificate. */
const BROKEN = /^(E[A-Z]+|ERR_SOCKET_\w+)$/;
const faultOf = (why: string): NotificationFault =>
  why === LATE ? 'timed-out' : BROKEN.test(why) && why !== 'EPROTO' ? 'unreachable' : 'not-trusted';

/** The certificate is judged for the name, the connection went to the address. */
function secured(socket: Socket, host: string, ca: string | undefined, withinMs: Millis): Promise<TLSSocket | string> {
  return new Promise((resolve) => {
    const encrypted = secure({ socket, servername: host, host, ...(ca !== undefined && { ca }) });
    const end = (outcome: TLSSocket | string) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const timer = setTimeout(() => end(LATE), withinMs);
    encrypted.once('secureConnect', () => end(encrypted));
    encrypted.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
    encrypted.once('close', () => end('ECONNRESET'));
  });
}

function ask(socket: Socket, url: URL, { method, headers, body }: GuardedRequest, withinMs: Millis): Promise<Answered> {
  return new Promise((resolve) => {
    const end = (answer: Answered) => {
      clearTimeout(timer);
      sending.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end({ ok: false, fault: 'timed-out' }), withinMs);
    const bytes = Buffer.from(body, 'utf8');
    const sending = request(
      {
        ...{ method, path: `${url.pathname}${url.search}`, createConnection: () => socket, setDefaultHeaders: false },
        headers: { ...headers, host: url.host, 'content-length': String(bytes.length), connection: 'close' },
      },
      (answer) => {
        const { statusCode: status = 0 } = answer;
        if (status >= 300 && status < 400) return end({ ok: false, fault: 'redirected', detail: String(status) });
        read(answer, (text) => end({ ok: true, status, body: text }));
      },
    );
    sending.on('error', (error: NodeJS.ErrnoException) =>
      end({ ok: false, fault: 'unreachable', detail: error.code ?? 'no answer of HTTP' }),
    );
    sending.end(bytes);
  });
}

/** So much of it as says yes or no; the rest is not waited for. */
function read(answer: IncomingMessage, onRead: (text: string) => void): void {
  const pieces: Buffer[] = [];
  let length = 0;
  const done = () => onRead(Buffer.concat(pieces).toString('utf8'));
  answer.on('data', (piece: Buffer) => {
    pieces.push(piece);
    length += piece.length;
    if (length >= MOST_BYTES) done();
  });
  answer.once('end', done);
  answer.once('error', done);
  answer.once('close', done);
}
