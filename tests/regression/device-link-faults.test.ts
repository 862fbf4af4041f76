/** Faults of other MQTT clients that a device's link must not have, over the embedded broker and over Mosquitto. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAedes } from '../contract/link/bare-aedes.ts';
import { bytes, textOf } from '../contract/link/link-contract.ts';
import { type MqttBench, mqttBench } from '../contract/link/mqtt-bench.ts';
import { eventually, sleep } from '../support/eventually.ts';
import { Mosquitto, mosquittoPath } from '../support/mosquitto.ts';

const brokers = [
  { name: 'aedes', start: startAedes, skip: false },
  { name: 'Mosquitto', start: () => Mosquitto.start(), skip: mosquittoPath() === undefined },
];

for (const { name, start, skip } of brokers) {
  describe.skipIf(skip)(`device link over ${name}`, () => {
    let bench: MqttBench;
    beforeEach(async () => {
      bench = await mqttBench(await start());
    });
    afterEach(() => bench.close());

    it('a route that changed without a reset is noticed within 1.5 × keepalive (aws-iot-device-sdk-js#264)', async () => {
      const keepaliveS = 2;
      const causes: unknown[] = [];
      const link = bench.makeLink({ clientId: 'd1', keepaliveS, onTrouble: (_detail, cause) => causes.push(cause) });
      await link.start();
      await eventually('it connects', () => link.connected);
      bench.proxy.freeze('up');
      bench.proxy.freeze('down');
      const frozenAt = performance.now();
      await eventually('it is noticed', () => !link.connected);
      // One second for timers that fire late on a busy machine.
      expect(performance.now() - frozenAt).toBeLessThan(1.5 * keepaliveS * 1000 + 1000);
      expect(String(causes[0])).toContain('Keepalive timeout');
      bench.proxy.unfreeze();
      bench.cut();
      await eventually('it is back', () => link.connected);
      await link.stop();
    });

    it('what was under way when the link broke is failed, not replayed (MQTT.js#2015)', async () => {
      const link = bench.makeLink({ clientId: 'd2' });
      await link.start();
      await eventually('it connects', () => link.connected);
      bench.proxy.freeze('up');
      const underWay = Array.from({ length: 20 }, (_, n) => link.send('up/report', bytes(`${n}`), { qos: 1 }));
      await sleep(50);
      bench.cut();
      expect(new Set(await Promise.all(underWay))).toEqual(new Set(['failed']));
      bench.proxy.unfreeze();
      await eventually('it is back', () => link.connected);
      expect(await link.send('up/report', bytes('again'), { qos: 1 })).toBe('sent');
      await sleep(150);
      expect(bench.seen.map(({ text }) => text)).toEqual(['again']);
      await link.stop();
    });

    it('1,000 messages over overlapping subscriptions: all arrive, none hangs (aedes#88)', async () => {
      const link = bench.makeLink({ clientId: 'd3' });
      const got = new Set<string>();
      link.onMessage(({ payload }) => got.add(textOf(payload)));
      link.subscribe(new Set(['down/#', 'down/+', 'down/a']));
      await link.start();
      await eventually('it connects', () => link.connected);
      for (let n = 0; n < 1000; n += 1) await bench.publish('down/a', bytes(`${n}`));
      await eventually('all are there', () => got.size === 1000);
      await link.stop();
    });

    it('stops within 2 s of a link on which nothing moves any more', async () => {
      const link = bench.makeLink({ clientId: 'd4' });
      await link.start();
      await eventually('it connects', () => link.connected);
      bench.proxy.freeze('up');
      bench.proxy.freeze('down');
      const underWay = link.send('up/a', bytes('never'), { qos: 1 });
      const outcome = await Promise.race([link.stop().then(() => 'stopped'), sleep(2000).then(() => 'still there')]);
      expect(outcome).toBe('stopped');
      expect(await underWay).toBe('failed');
      expect(link.connected).toBe(false);
    });

    it('a farewell reaches the broker, so that no will follows a presence sent before it', async () => {
      const will = { topic: 'up/presence', payload: bytes('lost'), retain: false };
      const link = bench.makeLink({ clientId: 'd5', will: () => will });
      await link.start();
      await eventually('it connects', () => link.connected);
      void link.send('up/presence', bytes('offline by itself'), { qos: 1 });
      await link.stop();
      await eventually('the presence is seen', () => bench.seen.length > 0);
      await sleep(150);
      expect(bench.seen.map(({ text }) => text)).toEqual(['offline by itself']);
    });

    it('a will that cannot be made delays the connection and does not end the link', async () => {
      let attempts = 0;
      const link = bench.makeLink({
        clientId: 'd6',
        will() {
          attempts += 1;
          if (attempts < 3) throw new Error('not yet');
          return { topic: 'up/presence', payload: bytes('gone'), retain: false };
        },
      });
      await link.start();
      await eventually('it connects', () => link.connected);
      expect(attempts).toBe(3);
      await link.stop();
    });
  });
}

describe('a server that takes the connection and says nothing', () => {
  let server: Server;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    server = createServer((socket) => sockets.push(socket.on('error', () => undefined).resume()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  it('is given up after the connect time-out, again and again, and stopping is at once', async () => {
    const { MqttLink } = await import('@loa-lang/device-agent/adapters/mqtt/mqtt-link');
    const { systemClock } = await import('../support/system-clock.ts');
    const { port } = server.address() as { port: number };
    const options = { url: `mqtt://127.0.0.1:${port}`, clientId: 'd7', connectTimeoutMs: 100 };
    const link = new MqttLink({ ...options, redial: { firstMs: 5, maxMs: 10 } }, systemClock);
    await link.start();
    await eventually('it dials a third time', () => sockets.length >= 3);
    expect(link.connected).toBe(false);
    await link.stop();
    await eventually('the last socket is closed', () => sockets.every((socket) => socket.destroyed));
    const dialled = sockets.length;
    await sleep(150);
    expect(sockets.length).toBe(dialled);
  });
});
