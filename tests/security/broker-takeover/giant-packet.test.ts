/** A broker that begins a message of 256 MB: the agent and the controller hang up instead of gathering it. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { MqttConnection } from '@loa-lang/controller/adapters/mqtt/mqtt-connection';
import { MqttSession } from '@loa-lang/device-agent/adapters/mqtt/mqtt-session';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { systemClock } from '../../support/system-clock.ts';

const CONNACK = Buffer.from([0x20, 2, 0, 0]);
const GIANT = Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0, 3, 0x61, 0x2f, 0x62]);

let server: Server;
let sockets: Socket[];
let port: number;
beforeEach(async () => {
  sockets = [];
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(CONNACK));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

const sendGiant = (): void => {
  for (const socket of sockets) socket.write(GIANT);
};

it('the agent', async () => {
  let [connected, ended] = [false, ''];
  const session = new MqttSession(
    {
      ...{ address: { host: '127.0.0.1', port, secure: false }, tls: {}, clientId: 'd.i', will: undefined },
      ...{ keepaliveS: 60, connectTimeoutMs: 30_000, ackTimeoutMs: 30_000 },
    },
    systemClock,
    {
      connected: () => {
        connected = true;
      },
      message: () => expect.fail('a message came'),
      ended: (error) => {
        ended = String(error);
      },
    },
  );
  session.start();
  await eventually('connected', () => connected);
  sendGiant();
  await eventually('hung up', () => ended !== '');
  expect(ended).toContain('announces more');
});

it('the controller', async () => {
  let ended = false;
  const options = { url: `mqtt://127.0.0.1:${port}`, clientId: 'c', protocolVersion: 4, keepaliveSeconds: 60 } as const;
  await MqttConnection.dial(
    { ...options, connectTimeoutMs: 30_000 },
    () => 0,
    () => expect.fail('a message came'),
    () => {
      ended = true;
    },
    new AbortController().signal,
  );
  sendGiant();
  await eventually('hung up', () => ended);
});
