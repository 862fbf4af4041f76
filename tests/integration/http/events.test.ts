import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { InProcessFeed } from '@loa-lang/controller/adapters/progress-feed';
import type { Place, Sight } from '@loa-lang/controller/domain/permissions/sight';
import { EventStream } from '@loa-lang/controller/http/event-stream';
import { installErrors } from '@loa-lang/controller/http/plugins/errors';
import { watchingRoutes } from '@loa-lang/controller/http/routes/watching';
import type { ProgressEvent } from '@loa-lang/controller/ports/progress-feed';
import fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';

let feed: InProcessFeed;
let events: EventStream;
let port: number;
let stop: () => Promise<void>;

/** Whether the session of whoever watches is open still. */
let isKnown = true;
/** What whoever watches can know of, and from the next look on; `undefined`: they have left. */
let sight: Sight | undefined;
let placeOf: (event: ProgressEvent) => Promise<Place | undefined>;
const within = (...ids: string[]): Sight => ({ within: new Set(ids), folders: new Set(ids), line: new Set(ids) });

async function start(maxWatchers: number, maxLagBytes?: number): Promise<void> {
  sight = 'everything';
  placeOf = async () => undefined;
  feed = new InProcessFeed((cause) => {
    throw cause;
  });
  events = new EventStream(feed, (event) => placeOf(event), {
    maxWatchers,
    heartbeatMs: 50,
    ...(maxLagBytes !== undefined && { maxLagBytes }),
  });
  events.start();
  const server = fastify({ forceCloseConnections: true }).withTypeProvider<TypeBoxTypeProvider>();
  server.setValidatorCompiler(TypeBoxValidatorCompiler);
  installErrors(server, () => false);
  server.decorateRequest('sight', null);
  server.decorateRequest('stillKnown', async () => isKnown);
  isKnown = true;
  server.addHook('onRequest', async (request) => {
    request.sight = sight ?? null;
  });
  const permissions = { sightAgain: async () => sight };
  watchingRoutes(server, { events, permissions });
  server.addHook('preClose', async () => events.stop());
  await server.listen({ host: '127.0.0.1', port: 0 });
  port = (server.server.address() as AddressInfo).port;
  stop = () => server.close();
}

/** Opens the stream and answers what it has received so far. */
async function watch(query = ''): Promise<{ text: () => string; close: () => void; status: number }> {
  return new Promise((resolve, reject) => {
    const opening = request({ port, path: `/api/v1/events${query}` }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece;
      });
      response.on('error', () => undefined);
      resolve({ text: () => text, close: () => opening.destroy(), status: response.statusCode ?? 0 });
    });
    opening.on('error', reject).end();
  });
}

beforeEach(() => start(2500));
afterEach(() => stop());

describe('event stream', () => {
  it('ends with the session it was opened in', async () => {
    await watch();
    await eventually('it watches', () => events.watchers === 1);
    isKnown = false;
    await eventually('it has ended', () => events.watchers === 0);
  });

  it('tells watchers what happens, and those of one broadcast only what concerns it', async () => {
    const all = await watch();
    const one = await watch('?broadcastId=b1');
    await eventually('both watch', () => events.watchers === 2);
    feed.emit({ type: 'broadcast', broadcastId: 'b1', state: 'planned' });
    feed.emit({ type: 'broadcast', broadcastId: 'b2', state: 'planned' });
    feed.emit({ type: 'presence', deviceId: 'd', state: 'online' });
    await eventually('the last one arrives', () => all.text().includes('presence') && one.text().includes('presence'));
    expect(all.text()).toContain('event: broadcast\ndata: {"type":"broadcast","broadcastId":"b2"');
    expect(one.text()).toContain('b1');
    expect(one.text()).not.toContain('b2');
    await eventually('a heartbeat comes', () => all.text().includes(': \n\n'));
    all.close();
    one.close();
    await eventually('both are gone', () => events.watchers === 0);
  });

  it('24,000 leaked connections (dust PR 24357): 2,000 opened and killed leave nothing behind', async () => {
    const listenersBefore = feed.listeners;
    for (let round = 0; round < 10; round++) {
      const sockets: Socket[] = [];
      for (let index = 0; index < 200; index++) {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => undefined).on('data', () => undefined);
        socket.write('GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n');
        sockets.push(socket);
      }
      await eventually('200 watch', () => events.watchers === 200);
      expect(feed.listeners).toBe(listenersBefore);
      for (const [index, socket] of sockets.entries()) index % 2 === 0 ? socket.destroy() : socket.resetAndDestroy();
      await eventually('none watches', () => events.watchers === 0);
    }
    feed.emit({ type: 'broadcast', broadcastId: 'b', state: 'planned' });
    await stop();
    expect(feed.listeners).toBe(0);
    await start(1);
  });

  it('more watchers than allowed are turned away, and may come when one leaves', async () => {
    await stop();
    await start(2);
    const first = await watch();
    await watch();
    const third = await watch();
    expect(third.status).toBe(503);
    await eventually('the refusal is read', () => third.text().includes('too-many-watchers'));
    first.close();
    await eventually('one left', () => events.watchers === 1);
    expect((await watch()).status).toBe(200);
  });

  it('a watcher that reads nothing is dropped, the others go on', async () => {
    await stop();
    await start(10, 256 * 1024);
    const reader = await watch();
    const frozen = connect(port, '127.0.0.1');
    frozen.on('error', () => undefined);
    frozen.write('GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n');
    frozen.pause();
    await eventually('both watch', () => events.watchers === 2);
    const detail = 'x'.repeat(60_000);
    await eventually('the frozen one is dropped', async () => {
      // one at a time: the reader shares this process and must get its turn
      feed.emit({ type: 'incident', kind: 'clone', subject: 's', state: 'raised', detail });
      await new Promise((resolve) => setTimeout(resolve, 5));
      return events.watchers === 1;
    });
    feed.emit({ type: 'presence', deviceId: 'last', state: 'online' });
    await eventually('the reader has the last event', () => reader.text().includes('"last"'));
    frozen.destroy();
  });

  it('tells of what is in sight by now; what cannot be placed is for who sees everything; who has left is cut off', async () => {
    sight = within('a');
    const places: Record<string, Place | undefined> = { b1: { at: ['a'] }, b2: { at: ['b'] } };
    placeOf = async (event) => {
      if (event.type !== 'broadcast') throw new Error('no database');
      return places[event.broadcastId];
    };
    const bounded = await watch();
    await eventually('it watches', () => events.watchers === 1);
    const emit = (broadcastId: string) => feed.emit({ type: 'broadcast', broadcastId, state: 'planned' });
    for (const id of ['b2', 'b3', 'b1']) emit(id);
    feed.emit({ type: 'presence', deviceId: 'd', state: 'online' });
    await eventually('what is in sight arrives', () => bounded.text().includes('"b1"'));
    expect(bounded.text()).not.toMatch(/"b2"|"b3"|presence/);
    sight = within('b');
    await eventually('the new sight holds', () => {
      emit('b2');
      return bounded.text().includes('"b2"');
    });
    sight = undefined;
    await eventually('the stream ends', () => events.watchers === 0);
  });
});
