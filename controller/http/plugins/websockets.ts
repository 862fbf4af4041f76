/** Upgrades of connections to WebSockets; before whatever refuses requests, since a refused one has to be closed, too. */
import type { Socket } from 'node:net';
import websocket from '@fastify/websocket';
import type { Millis } from '@loa-lang/schemas/units';
import type { HttpServer } from '../http-server.ts';

/** A frame of PCM, its kind, and nothing much larger: what is larger closes the connection. */
const MOST_MESSAGE_BYTES = 2048;
/** Nothing reads from a connection whose upgrade was not answered as one, so it would not end by itself either. */
const UPGRADE_WITHIN_MS: Millis = 10_000;

export async function installWebSockets(server: HttpServer): Promise<void> {
  server.server.on('upgrade', (_request, socket: Socket) => {
    // an upgraded one has no such limit any more
    socket.setTimeout(UPGRADE_WITHIN_MS, () => socket.destroy());
  });
  await server.register(websocket, {
    options: { maxPayload: MOST_MESSAGE_BYTES },
    // whoever speaks is told why by what ends the lives; a connection that does not answer is not waited for
    preClose(done) {
      for (const client of this.websocketServer.clients) client.terminate();
      done();
    },
  });
}
