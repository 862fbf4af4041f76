/** The WebSocket on which somebody speaks (RFC 6455): frames come in, states go out. */
import type { WebSocket } from '@fastify/websocket';
import { LiveSaidSchema, MOST_LIVE_FRAME_BYTES } from '@loa-lang/schemas/http/live';
import { LIVE_CLOSE_CODES } from '@loa-lang/schemas/http/live-frames';
import type { Millis } from '@loa-lang/schemas/units';
import type { FastifyRequest } from 'fastify';
import { Value } from 'typebox/value';
import type { Caller } from '../domain/people/person.ts';
import type { Clock } from '../ports/clock.ts';
import type { LiveSession } from '../services/live/live-session.ts';
import type { LiveListener } from '../services/live/live-status.ts';
import type { Lives } from '../services/live/lives.ts';
import { stateMessage } from './present-live.ts';

/** Messages that come while it is looked up whose they are: a second of frames. */
const MOST_EARLY = 50;
/** States that nobody reads are left out; a connection that takes nothing at all is none. */
const LAGGING_BYTES = 64 * 1024;
const DEAD_BYTES = 512 * 1024;
/** Somebody who was signed out, or may not any more, speaks no longer than this. */
const KNOWN_EVERY_MS: Millis = 2_000;
/** Whoever does not answer a close is cut off. */
const CLOSE_WITHIN_MS: Millis = 1_000;
/** A page that is closed or left says so (RFC 6455, 7.4.1); a network that is lost says nothing. */
const LEAVING = [1000, 1001];

export interface LiveSocketDeps {
  lives: Lives;
  clock: Clock;
}

export function speakInto(socket: WebSocket, request: FastifyRequest, id: string, { lives, clock }: LiveSocketDeps) {
  const listener: LiveListener = {
    tell(status) {
      if (socket.bufferedAmount > DEAD_BYTES) socket.terminate();
      else if (socket.bufferedAmount < LAGGING_BYTES) socket.send(JSON.stringify(stateMessage(status)));
    },
    close: (code) => close(socket, code),
  };
  const early: { data: Buffer; isBinary: boolean; at: number }[] = [];
  let session: LiveSession | undefined;
  const take = (data: Buffer, isBinary: boolean, at: number): void => {
    if (session === undefined) return;
    const said = isBinary ? undefined : readSaid(data);
    if (isBinary) session.take(listener, data, at);
    else if (said !== undefined) session.said(listener, said);
  };
  socket.on('message', (data, isBinary) => {
    const message = { data: data as Buffer, isBinary, at: clock.preciseNow() };
    if (session !== undefined) take(message.data, isBinary, message.at);
    else if (early.length < MOST_EARLY) early.push(message);
  });
  const judge = async (): Promise<void> => {
    if (!(await request.stillKnown())) return cutOff(LIVE_CLOSE_CODES.notSignedIn);
    const { caller } = request;
    if (session !== undefined && !(await lives.maySpeakOn(session, caller))) cutOff(LIVE_CLOSE_CODES.notYours);
  };
  // nothing that comes until the other end has closed, too, is heard
  const cutOff = (code: number): void => {
    session?.detach(listener, true);
    close(socket, code);
  };
  const known = setInterval(() => void judge().catch(() => undefined), KNOWN_EVERY_MS);
  socket.on('close', (code) => {
    clearInterval(known);
    session?.detach(listener, LEAVING.includes(code));
  });
  socket.on('error', () => socket.terminate());

  const caller = request.caller as Caller | null;
  if (caller === null) return close(socket, LIVE_CLOSE_CODES.notSignedIn);
  // browsers say which page speaks; a cookie without one is nobody's page
  if (request.visit !== undefined && request.headers.origin === undefined) {
    return close(socket, LIVE_CLOSE_CODES.notYours);
  }
  void lives.attach(id, caller, listener).then(
    (attached) => {
      if (!attached.ok) return close(socket, attached.closeCode);
      session = attached.session;
      for (const { data, isBinary, at } of early.splice(0)) take(data, isBinary, at);
      if (socket.readyState !== socket.OPEN) session.detach(listener, false);
    },
    () => close(socket, 1011),
  );
}

function close(socket: WebSocket, code: number): void {
  socket.close(code);
  setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS).unref();
}

function readSaid(data: Buffer) {
  if (data.length > MOST_LIVE_FRAME_BYTES) return undefined;
  try {
    const said: unknown = JSON.parse(data.toString('utf8'));
    return Value.Check(LiveSaidSchema, said) ? said : undefined;
  } catch {
    return undefined;
  }
}
