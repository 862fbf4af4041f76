/** What every broker behind the transport must do; run against the embedded broker and against Mosquitto. */
import { MqttTransport, type MqttTransportOptions } from '@loa-lang/controller/adapters/mqtt/mqtt-transport';
import type { IncomingMessage } from '@loa-lang/controller/ports/broadcast-transport';
import { filters, subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, sleep } from '../../support/eventually.ts';
import { wallClock } from '../../support/fake-clock.ts';
import { FaultProxy } from '../../support/proxy.ts';

export interface BrokerUnderTest {
  port: number;
  credentials: Partial<MqttTransportOptions>;
  sharedWorks: boolean;
  /** back at the same port, with nothing retained */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const text = (payload: Uint8Array) => Buffer.from(payload).toString();
const bytes = (value: string) => new TextEncoder().encode(value);

export function transportSuite(name: string, startBroker: () => Promise<BrokerUnderTest>): void {
  describe(`transport over ${name}`, () => {
    let broker: BrokerUnderTest;
    let proxy: FaultProxy;
    const transports: MqttTransport[] = [];

    function make(options: Partial<MqttTransportOptions> = {}): MqttTransport {
      const transport = new MqttTransport(
        { url: proxy.url, ...broker.credentials, backOff: { firstMs: 10, maxMs: 50 }, ...options },
        wallClock,
      );
      transports.push(transport);
      return transport;
    }

    async function connected(options: Partial<MqttTransportOptions> = {}): Promise<MqttTransport> {
      const transport = make(options);
      await transport.start();
      await eventually('connected', () => transport.connected);
      return transport;
    }

    beforeEach(async () => {
      broker = await startBroker();
      proxy = new FaultProxy({ target: { host: '127.0.0.1', port: broker.port } });
      await proxy.start();
    });

    afterEach(async () => {
      await Promise.all(transports.splice(0).map((transport) => transport.stop()));
      await proxy.stop();
      await broker.stop();
    });

    it('delivers what is published, with topic, bytes and the instant of arrival', async () => {
      const receiver = make();
      const got: IncomingMessage[] = [];
      receiver.subscribe(filters.fromDevices('report'), { shared: false }, (message) => got.push(message));
      await receiver.start();
      await eventually('connected', () => receiver.connected);
      const sender = await connected();
      const before = wallClock.preciseNow();
      for (const qos of [0, 1] as const) {
        expect(await sender.publish(topicOf(subjects.device('d1', 'report')), bytes(`qos ${qos}`), { qos })).toEqual({
          ok: true,
        });
      }
      await eventually('both arrived', () => got.length === 2);
      expect(got.map((message) => text(message.payload)).sort()).toEqual(['qos 0', 'qos 1']);
      for (const message of got) {
        expect(message.retained).toBe(false);
        expect(message.receivedAt).toBeGreaterThanOrEqual(before);
        expect(message.receivedAt).toBeLessThanOrEqual(wallClock.preciseNow());
      }
    });

    it('answers "not-connected" before the connection, while it is down and after the stop', async () => {
      const transport = make();
      const send = () => transport.publish(topicOf(subjects.keys()), bytes('x'), { qos: 1 });
      expect(await send()).toEqual({ ok: false, reason: 'not-connected' });
      await transport.start();
      await eventually('connected', () => transport.connected);
      expect(await send()).toEqual({ ok: true });
      await transport.stop();
      expect(await send()).toEqual({ ok: false, reason: 'not-connected' });
    });

    it('sends nothing late: what was refused during an outage never arrives (MQTT.js#397)', async () => {
      const got: string[] = [];
      const transport = make();
      transport.subscribe(filters.allPlans(), { shared: false }, (message) => got.push(text(message.payload)));
      await transport.start();
      await eventually('connected', () => transport.connected);
      proxy.dropFor(400);
      await eventually('gone', () => !transport.connected);
      for (const qos of [0, 1] as const) {
        const result = await transport.publish(topicOf(subjects.plan('a')), bytes('stale'), { qos });
        expect(result).toEqual({ ok: false, reason: 'not-connected' });
      }
      await eventually('back', () => transport.connected);
      await transport.publish(topicOf(subjects.plan('a')), bytes('fresh'), { qos: 1 });
      await eventually('fresh arrived', () => got.includes('fresh'));
      await sleep(200);
      expect(got).toEqual(['fresh']);
    });

    it('answers when the link hangs before PUBACK, and when it breaks', async () => {
      const transport = await connected();
      proxy.freeze('down');
      const topic = topicOf(subjects.plan('a'));
      expect(await transport.publish(topic, bytes('x'), { qos: 1, timeoutMs: 200 })).toEqual({
        ok: false,
        reason: 'timed-out',
      });
      const hanging = transport.publish(topic, bytes('y'), { qos: 1, timeoutMs: 10_000 });
      proxy.cut();
      expect(await hanging).toEqual({ ok: false, reason: 'not-connected' });
    });

    it('handles each message once after 20 reconnects (MQTT.js#909)', async () => {
      const transport = make();
      const got: string[] = [];
      let connections = 0;
      transport.onConnection((up) => {
        if (up) connections++;
      });
      transport.subscribe(filters.fromDevices('health'), { shared: false }, (message) =>
        got.push(text(message.payload)),
      );
      await transport.start();
      for (let n = 1; n <= 21; n++) {
        await eventually(`connection ${n}`, () => connections === n && transport.connected);
        if (n < 21) proxy.cut();
      }
      const sender = await connected();
      await sender.publish(topicOf(subjects.device('d', 'health')), bytes('one'), { qos: 1 });
      await eventually('arrived', () => got.length > 0);
      await sleep(200);
      expect(got).toEqual(['one']);
    });

    it('still receives after 100 flaps of the link (MQTT.js PR 989)', async () => {
      const transport = make({ backOff: { firstMs: 1, maxMs: 5 } });
      const got: string[] = [];
      transport.subscribe(filters.allPlans(), { shared: false }, (message) => got.push(text(message.payload)));
      await transport.start();
      for (let n = 0; n < 100; n++) {
        await eventually('a socket', () => proxy.connections > 0);
        await sleep(n % 7);
        proxy.cut();
      }
      await eventually('connected', () => transport.connected);
      const sender = await connected();
      await eventually('received again', async () => {
        await sender.publish(topicOf(subjects.plan('a')), bytes('plan'), { qos: 1 });
        return got.includes('plan');
      });
    });

    it('gets all 1,000 messages on overlapping filters (MQTT.js#545, aedes#88)', async () => {
      const transport = make();
      const wide = new Set<string>();
      const narrow = new Set<string>();
      transport.subscribe(filters.fromDevices('report'), { shared: false }, (m) => wide.add(text(m.payload)));
      transport.subscribe(topicOf(subjects.device('d', 'report')), { shared: false }, (m) =>
        narrow.add(text(m.payload)),
      );
      await transport.start();
      await eventually('connected', () => transport.connected);
      const sender = await connected();
      const topic = topicOf(subjects.device('d', 'report'));
      const results = await Promise.all(
        Array.from({ length: 1000 }, (_, i) => sender.publish(topic, bytes(String(i)), { qos: 1 })),
      );
      expect(results.every((result) => result.ok)).toBe(true);
      await eventually('all arrived', () => wide.size === 1000 && narrow.size === 1000);
    });

    it('keeps retained messages for whoever subscribes later, until an empty one', async () => {
      const sender = await connected();
      const topic = topicOf(subjects.plan('a'));
      await sender.publish(topic, bytes('kept'), { qos: 1, retain: true });
      const late = make();
      const got: IncomingMessage[] = [];
      late.subscribe(filters.allPlans(), { shared: false }, (message) => got.push(message));
      await late.start();
      await eventually('retained arrived', () => got.length === 1);
      expect(got[0]).toMatchObject({ topic, retained: true });
      await sender.publish(topic, new Uint8Array(), { qos: 1, retain: true });
      const later = make();
      const none: IncomingMessage[] = [];
      later.subscribe(filters.allPlans(), { shared: false }, (message) => none.push(message));
      await later.start();
      await eventually('connected', () => later.connected);
      await sleep(200);
      expect(none).toEqual([]);
    });

    it('finds out whether shared subscriptions work, and each message is handled by at least one controller', async () => {
      const counts = new Map<number, number>();
      const handled = () => [...counts.values()].reduce((sum, count) => sum + count, 0);
      const controllers = [0, 1].map((i) => {
        const transport = make();
        transport.subscribe(filters.fromDevices('report'), { shared: true }, () => {
          counts.set(i, (counts.get(i) ?? 0) + 1);
        });
        return transport;
      });
      for (const controller of controllers) {
        await controller.start();
        await eventually('connected', () => controller.connected);
        expect(controller.sharedSubscriptions).toBe(broker.sharedWorks);
      }
      const sender = await connected();
      for (let i = 0; i < 40; i++) {
        await sender.publish(topicOf(subjects.device(`d${i}`, 'report')), bytes('r'), { qos: 1 });
      }
      const expected = broker.sharedWorks ? 40 : 80;
      await eventually('all handled', () => handled() >= expected);
      await sleep(100);
      expect(handled()).toBe(expected);
      if (broker.sharedWorks) expect(counts.size).toBe(2);
    });

    it('comes back by itself when the broker restarts, on the same subscriptions', async () => {
      const transport = make();
      const got: string[] = [];
      transport.subscribe(filters.allPlans(), { shared: false }, (message) => got.push(text(message.payload)));
      await transport.start();
      await eventually('connected', () => transport.connected);
      await broker.restart();
      await eventually('arrives again', async () => {
        await transport.publish(topicOf(subjects.plan('a')), bytes('again'), { qos: 1 });
        return got.includes('again');
      });
    });
  });
}
