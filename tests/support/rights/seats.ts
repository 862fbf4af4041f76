/** People in their seats, and requests in their name. The one place of these tests that knows how somebody is known. */

import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import type { Reach } from '@loa-lang/controller/domain/people/person';
import type { Role } from '@loa-lang/schemas/states/people';
import type { HttpApp } from '../http-app.ts';
import { person, signedIn } from '../people.ts';

export interface Seat {
  id: string;
  roles: Role[];
  areaIds: Reach;
  active?: boolean;
}

/** Puts just these people on record. */
export async function seat(app: HttpApp, seats: readonly Seat[]): Promise<void> {
  await app.putPeople(
    seats.map(({ id, roles, areaIds, active = true }) => person(id, `Người ${id}`, roles, { areaIds, active })),
  );
}

export interface Sent {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Got {
  status: number;
  code: string | undefined;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into by tests, which fail where they differ
  body: any;
}

export type AskAs = (id: string | undefined, sent: Sent) => Promise<Got>;

/** Listens on loopback; requests go over real connections. */
export async function listening(app: HttpApp): Promise<{ ask: AskAs; port: number; open: () => Socket }> {
  await app.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.server.address() as AddressInfo;
  const ask: AskAs = async (id, { method, path, body, headers = {} }) => {
    const isJson = body !== undefined && !(body instanceof FormData) && !(body instanceof Uint8Array);
    const send = () =>
      fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
        method,
        headers: {
          ...(isJson && { 'content-type': 'application/json' }),
          ...(id === undefined ? {} : signedIn(id)),
          ...headers,
        },
        ...(body !== undefined && {
          body: isJson ? JSON.stringify(body) : (body as FormData | Uint8Array<ArrayBuffer>),
        }),
      });
    let answer = await send();
    // a machine at its limit does not answer in time: what it has not done may be asked for again
    for (let turn = 0; answer.status === 503 && turn < 5; turn++) answer = await send();
    const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
    if (isStream) await answer.body?.cancel();
    const text = isStream ? '' : await answer.text();
    const isObject = answer.headers.get('content-type')?.includes('json') === true && text !== '';
    const parsed = isObject ? JSON.parse(text) : undefined;
    return { status: answer.status, code: parsed?.code, text, body: parsed };
  };
  return { ask, port, open: () => connect(port, '127.0.0.1') };
}
