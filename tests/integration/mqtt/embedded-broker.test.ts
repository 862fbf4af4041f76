/** The embedded broker against slow, hostile and very many clients. */
import { connect as connectTcp } from 'node:net';
import { EmbeddedBroker } from '@loa-lang/controller/embedded/broker';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  controllerCredentials,
  deviceCredentials,
  startEmbeddedBroker,
  type TestBroker,
} from '../../support/broker.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { FaultProxy } from '../../support/proxy.ts';

const ASSET = 'a'.repeat(64);

describe('address of the embedded broker', () => {
  it('can be dialled, whatever it listens on', () => {
    const access = { authenticate: async () => undefined, mayFollow: async () => false };
    const urlOf = (host: string) => new EmbeddedBroker({ host, port: 1883, access }).url;
    expect(['127.0.0.1', '0.0.0.0', '::1', '::', 'localhost'].map(urlOf)).toEqual([
      'mqtt://127.0.0.1:1883',
      'mqtt://127.0.0.1:1883',
      'mqtt://[::1]:1883',
      'mqtt://[::1]:1883',
      'mqtt://localhost:1883',
    ]);
  });
});

describe('embedded broker', () => {
  let broker: TestBroker;
  const clients: MqttClient[] = [];

  async function client(options: mqtt.IClientOptions, url = broker.url): Promise<MqttClient> {
    const made = await mqtt.connectAsync(url, { reconnectPeriod: 0, ...options }, false);
    made.on('error', () => {});
    clients.push(made);
    return made;
  }

  const device = (id: string, url?: string) => client({ clientId: `${id}:board`, ...deviceCredentials(id) }, url);

  beforeEach(async () => {
    broker = await startEmbeddedBroker({ limits: { stallMs: 3000 } });
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((one) => one.endAsync(true)));
    await broker.stop();
  });

  it('takes only whom it knows, under a client id of its own, with a clean session and a keepalive', async () => {
    const refused = (options: mqtt.IClientOptions) => expect(client(options)).rejects.toThrow();
    await refused({ clientId: 'd1' });
    await refused({ clientId: 'd1', username: 'd1', password: 'guess' });
    await refused({ clientId: 'd2', ...deviceCredentials('d1') });
    await refused({ clientId: 'd10', ...deviceCredentials('d1') });
    await refused({ clientId: 'd1', clean: false, ...deviceCredentials('d1') });
    await refused({ clientId: 'd1', keepalive: 0, ...deviceCredentials('d1') });
    await refused({ clientId: 'x', username: '$controller', password: deviceCredentials('$Controller').password });
    await device('d1');
    await client({ clientId: 'anything', ...controllerCredentials() });
  });

  it('gives a device the plans it follows and no others', async () => {
    await broker.stop();
    broker = await startEmbeddedBroker({ follows: (_id, planId) => planId === 'mine' });
    const one = await device('d1');
    await expect(one.subscribeAsync(topicOf(subjects.plan('mine')))).resolves.toBeDefined();
    await expect(one.subscribeAsync(topicOf(subjects.plan('other')))).rejects.toThrow();
    await expect(one.subscribeAsync(topicOf(subjects.keys()))).resolves.toBeDefined();
    await expect(one.subscribeAsync(topicOf('audio/#'))).resolves.toBeDefined();
    await expect(one.subscribeAsync(topicOf('live/#'))).resolves.toBeDefined();
    await expect(one.subscribeAsync(topicOf('area/#'))).rejects.toThrow();
  });

  it('lets a frozen subscriber stall nobody, in bounded memory (aedes#51)', async () => {
    const proxy = new FaultProxy({ target: { host: '127.0.0.1', port: broker.port } });
    await proxy.start();
    const frozen = await device('frozen', proxy.url);
    const well = await device('well');
    for (const one of [frozen, well]) await one.subscribeAsync(topicOf('audio/#'), { qos: 1 });
    let heard = 0;
    well.on('message', () => heard++);
    proxy.freeze('down');
    const sender = await client({ clientId: 'c', ...controllerCredentials() });
    const chunk = Buffer.alloc(8192, 7);
    let peakQueued = 0;
    for (let i = 0; i < 3000; i++) {
      await sender.publishAsync(topicOf(subjects.chunk(ASSET, i)), chunk, { qos: 0 });
      if (i % 100 === 0) {
        await eventually('the well one follows', () => heard > i - 20);
        peakQueued = Math.max(peakQueued, broker.broker.queuedBytes);
      }
    }
    await eventually('the well one got all', () => heard === 3000);
    expect(peakQueued).toBeLessThan(1024 * 1024);
    await eventually('the frozen one is cut', () => broker.broker.connectedClients === 2);
    proxy.unfreeze();
    await proxy.stop();
  });

  it('cuts a client that does not take acknowledged messages either', async () => {
    await broker.stop();
    broker = await startEmbeddedBroker({ limits: { queueBytes: 256 * 1024, stallMs: 60_000 } });
    const proxy = new FaultProxy({ target: { host: '127.0.0.1', port: broker.port } });
    await proxy.start();
    const frozen = await device('frozen', proxy.url);
    await frozen.subscribeAsync(topicOf(subjects.plan('a')), { qos: 1 });
    proxy.freeze('down');
    const sender = await client({ clientId: 'c', ...controllerCredentials() });
    const plan = Buffer.alloc(60_000, 7);
    for (let i = 0; i < 300; i++) await sender.publishAsync(topicOf(subjects.plan('a')), plan, { qos: 1 });
    await eventually('cut', () => broker.broker.connectedClients === 1);
    expect(broker.broker.queuedBytes).toBeLessThan(512 * 1024);
    proxy.unfreeze();
    await proxy.stop();
  });

  it('cuts who announces a packet larger than allowed before taking it', async () => {
    const socket = connectTcp(broker.port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    // CONNECT of 100 MiB
    socket.write(Buffer.from([0x10, 0x80, 0x80, 0x80, 0x32]));
    await closed;
    const one = await device('d1');
    const gone = new Promise<void>((resolve) => one.once('close', resolve));
    one.publish(topicOf(subjects.device('d1', 'report')), Buffer.alloc(1024 * 1024), { qos: 1 }, () => {});
    await gone;
  });

  it('notices within 1.5 keepalives that a client is gone, and publishes its last will', async () => {
    const proxy = new FaultProxy({ target: { host: '127.0.0.1', port: broker.port } });
    await proxy.start();
    const watcher = await client({ clientId: 'c', ...controllerCredentials() });
    const wills: string[] = [];
    watcher.on('message', (_topic, payload) => wills.push(payload.toString()));
    await watcher.subscribeAsync(topicOf('device/+/presence'));
    const will = {
      topic: topicOf(subjects.device('d1', 'presence')),
      payload: Buffer.from('gone'),
      qos: 1,
      retain: true,
    } as const;
    await client({ clientId: 'd1', keepalive: 2, will, ...deviceCredentials('d1') }, proxy.url);
    proxy.freeze('up');
    await eventually('the will', () => wills.includes('gone'), 10_000);
    await proxy.stop();
  });

  it('lets 1,500 devices connect and hear one message each (mosquitto#1505)', async () => {
    const topic = topicOf(subjects.plan('a'));
    let heard = 0;
    for (let from = 0; from < 1500; from += 100) {
      const ids = Array.from({ length: 100 }, (_, i) => `many-${from + i}`);
      const batch = await Promise.all(ids.map((id) => device(id)));
      await Promise.all(
        batch.map((one) => {
          one.on('message', () => heard++);
          return one.subscribeAsync(topic, { qos: 1 });
        }),
      );
    }
    expect(broker.broker.connectedClients).toBe(1500);
    const sender = await client({ clientId: 'c', ...controllerCredentials() });
    await sender.publishAsync(topic, 'plan', { qos: 1 });
    await eventually('all heard', () => heard === 1500);
    await sleep(200);
    expect(heard).toBe(1500);
  });

  it('says which port is taken', async () => {
    await expect(startEmbeddedBroker({ port: broker.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
