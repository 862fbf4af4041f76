/** What every controller link does, whatever carries it. Rows of other systems' faults are named where they apply. */
import type { ControllerLink, IncomingMessage } from '@loa-lang/device-agent/ports/controller-link';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, sleep } from '../../support/eventually.ts';

export interface Will {
  topic: string;
  payload: Uint8Array;
  retain: boolean;
}

export interface LinkBench {
  makeLink(options: { clientId: string; will?: () => Will | Promise<Will> }): ControllerLink;
  /** from the other side */
  publish(topic: string, payload: Uint8Array, options?: { retain?: boolean }): Promise<void>;
  /** everything that anybody published below `up/` */
  seen: { topic: string; text: string }[];
  /** breaks every link's connection; they may come back at once */
  cut(): void;
  /** breaks them and lets none come back */
  block(): void;
  unblock(): void;
  close(): Promise<void>;
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (payload: Uint8Array): string => Buffer.from(payload).toString('utf8');

export function linkContract(name: string, makeBench: () => Promise<LinkBench>): void {
  describe(`controller link: ${name}`, () => {
    let bench: LinkBench;
    const links: ControllerLink[] = [];
    beforeEach(async () => {
      bench = await makeBench();
    });
    afterEach(async () => {
      await Promise.all(links.splice(0).map((link) => link.stop()));
      await bench.close();
    });

    interface Observed {
      link: ControllerLink;
      messages: IncomingMessage[];
      states: boolean[];
    }
    const observe = async (filters: string[], will?: () => Will | Promise<Will>): Promise<Observed> => {
      const link = bench.makeLink({ clientId: `device-${links.length}`, ...(will ? { will } : {}) });
      links.push(link);
      const observed: Observed = { link, messages: [], states: [] };
      link.onMessage((message) => observed.messages.push(message));
      link.onConnection((connected) => observed.states.push(connected));
      link.subscribe(new Set(filters));
      await link.start();
      await eventually('the link connects', () => link.connected);
      return observed;
    };
    const ups = ({ states }: Observed): number => states.filter(Boolean).length;

    it('has its subscriptions when it says that it is connected', async () => {
      const link = bench.makeLink({ clientId: 'device-early' });
      links.push(link);
      const got: string[] = [];
      link.onMessage((message) => got.push(textOf(message.payload)));
      link.onConnection((connected) => {
        if (connected) void bench.publish('down/a', bytes('at once'));
      });
      link.subscribe(new Set(['down/a']));
      expect(link.connected).toBe(false);
      await link.start();
      await eventually('the message comes', () => got.length > 0);
      expect(got).toEqual(['at once']);
    });

    it('delivers each message once, with its topic, bytes, retained flag and instant of reading', async () => {
      await bench.publish('down/kept', bytes('kept'), { retain: true });
      const before = performance.now();
      const { messages } = await observe(['down/+']);
      const raw = Uint8Array.from({ length: 256 }, (_, index) => index);
      await bench.publish('down/raw', raw);
      await eventually('both are there', () => messages.length >= 2);
      await sleep(50);
      expect(messages.map(({ topic, retained }) => ({ topic, retained }))).toEqual([
        { topic: 'down/kept', retained: true },
        { topic: 'down/raw', retained: false },
      ]);
      expect(Buffer.compare(messages[1]?.payload ?? new Uint8Array(), raw)).toBe(0);
      for (const { receivedAtMs } of messages) {
        expect(receivedAtMs).toBeGreaterThanOrEqual(before);
        expect(receivedAtMs).toBeLessThanOrEqual(performance.now());
      }
    });

    it('publishes and says so', async () => {
      const { link } = await observe([]);
      expect(await link.send('up/a', bytes('one'), { qos: 1 })).toBe('sent');
      expect(await link.send('up/a', bytes('two'), { qos: 0 })).toBe('sent');
      await eventually('both are seen', () => bench.seen.length === 2);
      expect(bench.seen.map(({ text }) => text)).toEqual(['one', 'two']);
    });

    it('changes its subscriptions while connected', async () => {
      await bench.publish('down/b', bytes('kept b'), { retain: true });
      const { link, messages } = await observe(['down/a']);
      link.subscribe(new Set(['down/b']));
      await eventually('the retained message of the new one comes', () => messages.length === 1);
      await sleep(100);
      await bench.publish('down/a', bytes('not wanted'));
      await bench.publish('down/b', bytes('wanted'));
      await eventually('the wanted one comes', () => messages.length >= 2);
      await sleep(50);
      expect(messages.map(({ payload }) => textOf(payload))).toEqual(['kept b', 'wanted']);
    });

    it('20 reconnects: one handling of each message (MQTT.js#909)', async () => {
      const observed = await observe(['down/a']);
      for (let n = 1; n <= 20; n += 1) {
        observed.link.reconnect();
        await eventually('it is back', () => ups(observed) === n + 1);
      }
      await bench.publish('down/a', bytes('once'));
      await eventually('it comes', () => observed.messages.length > 0);
      await sleep(100);
      expect(observed.messages.length).toBe(1);
      expect(observed.states).toEqual(Array.from({ length: 41 }, (_, index) => index % 2 === 0));
    });

    it('100 flaps: still receives (MQTT.js PR 989)', async () => {
      const observed = await observe(['down/a', 'down/b/+']);
      for (let n = 1; n <= 100; n += 1) {
        bench.cut();
        await eventually('it is back', () => ups(observed) === n + 1 && observed.link.connected);
      }
      await bench.publish('down/a', bytes('a'));
      await bench.publish('down/b/c', bytes('b'));
      await eventually('both come', () => observed.messages.length >= 2);
      await sleep(50);
      expect(observed.messages.map(({ payload }) => textOf(payload))).toEqual(['a', 'b']);
    });

    it('queues nothing while offline: refused now, and never sent later (MQTT.js#397, #607)', async () => {
      const observed = await observe([]);
      bench.block();
      await eventually('it is gone', () => !observed.link.connected);
      for (const qos of [0, 1] as const) {
        expect(await observed.link.send('up/late', bytes('stale'), { qos })).toBe('not-connected');
      }
      bench.unblock();
      await eventually('it is back', () => observed.link.connected);
      expect(await observed.link.send('up/now', bytes('fresh'), { qos: 1 })).toBe('sent');
      await eventually('the fresh one is seen', () => bench.seen.length > 0);
      await sleep(100);
      expect(bench.seen).toEqual([{ topic: 'up/now', text: 'fresh' }]);
    });

    it('leaves the will of each connection with that connection’s number', async () => {
      let connection = 0;
      const observed = await observe([], async () => {
        connection += 1;
        return { topic: 'up/presence', payload: bytes(`gone ${connection}`), retain: true };
      });
      for (let n = 1; n <= 3; n += 1) {
        bench.cut();
        await eventually('its will is seen', () => bench.seen.length === n);
        await eventually('it is back', () => observed.link.connected);
      }
      expect(bench.seen.map(({ text }) => text)).toEqual(['gone 1', 'gone 2', 'gone 3']);
      await observed.link.stop();
      await sleep(100);
      expect(bench.seen.length).toBe(3);
    });

    it('stops for good', async () => {
      const observed = await observe(['down/a']);
      await observed.link.stop();
      expect(observed.link.connected).toBe(false);
      expect(observed.states).toEqual([true, false]);
      await bench.publish('down/a', bytes('too late'));
      observed.link.reconnect();
      await sleep(150);
      expect(observed.states).toEqual([true, false]);
      expect(observed.messages).toEqual([]);
      expect(await observed.link.send('up/a', bytes('x'), { qos: 1 })).toBe('not-connected');
    });
  });
}
