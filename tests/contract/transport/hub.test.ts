/** The simulation's transport over the hub in memory does what the real one does over a real broker. */
import { MqttTransport } from '@loa-lang/controller/adapters/mqtt/mqtt-transport';
import type { BroadcastTransport, IncomingMessage } from '@loa-lang/controller/ports/broadcast-transport';
import { filters, subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { controllerCredentials, startEmbeddedBroker, type TestBroker } from '../../support/broker.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { wallClock } from '../../support/fake-clock.ts';
import { FakeHub } from '../../support/fake-link.ts';
import { FaultProxy } from '../../support/proxy.ts';
import { HubTransport } from '../../support/simulation/hub-transport.ts';

interface Side {
  make(): BroadcastTransport;
  /** the connection of this transport breaks, and it makes another */
  breakUp(transport: BroadcastTransport): Promise<void>;
  stop(): Promise<void>;
}

async function hub(): Promise<Side> {
  const shared = new FakeHub();
  return {
    make: () => new HubTransport(shared, wallClock.preciseNow),
    breakUp: async (transport) => {
      (transport as HubTransport).lose();
      await transport.start();
    },
    stop: async () => undefined,
  };
}

async function broker(): Promise<Side> {
  const real: TestBroker = await startEmbeddedBroker();
  const proxy = new FaultProxy({ target: { host: '127.0.0.1', port: real.port } });
  await proxy.start();
  const options = { url: proxy.url, ...controllerCredentials(), backOff: { firstMs: 10, maxMs: 50 } };
  return {
    make: () => new MqttTransport(options, wallClock),
    breakUp: async (transport) => {
      let isGone = false;
      transport.onConnection((isUp) => {
        isGone ||= !isUp;
      });
      proxy.cut();
      // it may be back before anybody looks
      await eventually('gone', () => isGone);
      await eventually('back', () => transport.connected);
    },
    stop: async () => {
      await proxy.stop();
      await real.stop();
    },
  };
}

const text = ({ payload }: IncomingMessage) => Buffer.from(payload).toString();
const bytes = (value: string) => new TextEncoder().encode(value);
const plan = topicOf(subjects.plan('a'));
const report = topicOf(subjects.device('d1', 'report'));

describe.each([
  ['the hub in memory', hub],
  ['an embedded broker', broker],
])('transport over %s', (_, open) => {
  let side: Side;
  const transports: BroadcastTransport[] = [];
  beforeEach(async () => {
    side = await open();
  });
  afterEach(async () => {
    for (const transport of transports.splice(0)) await transport.stop();
    await side.stop();
  });

  /** @param before what is subscribed before it connects */
  async function connected(before?: (transport: BroadcastTransport) => void): Promise<BroadcastTransport> {
    const transport = side.make();
    transports.push(transport);
    before?.(transport);
    await transport.start();
    await eventually('connected', () => transport.connected);
    return transport;
  }
  const hearing = (filter: string, into: IncomingMessage[]) => (transport: BroadcastTransport) =>
    transport.subscribe(filter, { shared: false }, (message) => into.push(message));

  it('delivers to whoever has subscribed, once, with its bytes and the instant of arrival', async () => {
    const [got, other]: IncomingMessage[][] = [[], []];
    await connected(hearing(filters.fromDevices('report'), got ?? []));
    await connected(hearing(filters.fromDevices('health'), other ?? []));
    const sender = await connected();
    const before = wallClock.preciseNow();
    expect(await sender.publish(report, bytes('một'), { qos: 1 })).toEqual({ ok: true });
    expect(await sender.publish(report, bytes('hai'), { qos: 0 })).toEqual({ ok: true });
    await eventually('both', () => got?.length === 2);
    expect(got?.map(text)).toEqual(['một', 'hai']);
    for (const message of got ?? []) {
      expect(message).toMatchObject({ topic: report, retained: false });
      expect(message.receivedAt).toBeGreaterThanOrEqual(before);
    }
    expect(other).toEqual([]);
  });

  it('answers "not-connected" before it is, after it was, and sends nothing late', async () => {
    const got: IncomingMessage[] = [];
    await connected(hearing(filters.allPlans(), got));
    const transport = side.make();
    const send = (what: string) => transport.publish(plan, bytes(what), { qos: 1 });
    expect(await send('trước')).toEqual({ ok: false, reason: 'not-connected' });
    await transport.start();
    await eventually('connected', () => transport.connected);
    expect(await send('giữa')).toEqual({ ok: true });
    await transport.stop();
    expect(transport.connected).toBe(false);
    expect(await send('sau')).toEqual({ ok: false, reason: 'not-connected' });
    await eventually('arrived', () => got.length > 0);
    await sleep(50);
    expect(got.map(text)).toEqual(['giữa']);
  });

  it('keeps what is retained for whoever subscribes later, the last of it, until an empty one', async () => {
    const sender = await connected();
    await sender.publish(plan, bytes('cũ'), { qos: 1, retain: true });
    await sender.publish(plan, bytes('mới'), { qos: 1, retain: true });
    await sender.publish(report, bytes('không giữ'), { qos: 1 });
    const late: IncomingMessage[] = [];
    await connected(hearing('loa/v1/#', late));
    await eventually('retained', () => late.length > 0);
    await sleep(50);
    expect(late.map((message) => [text(message), message.retained])).toEqual([['mới', true]]);
    await sender.publish(plan, new Uint8Array(), { qos: 1, retain: true });
    const none: IncomingMessage[] = [];
    await connected(hearing(filters.allPlans(), none));
    await sleep(50);
    expect(none).toEqual([]);
  });

  it('tells of every connection, and hears each message once after it, what is retained again', async () => {
    const got: IncomingMessage[] = [];
    const states: boolean[] = [];
    const transport = await connected((made) => {
      made.onConnection((isUp) => states.push(isUp));
      hearing(filters.allPlans(), got)(made);
    });
    await transport.publish(plan, bytes('kế hoạch'), { qos: 1, retain: true });
    await eventually('own', () => got.length === 1);
    await side.breakUp(transport);
    expect(states).toEqual([true, false, true]);
    await eventually('again', () => got.length === 2);
    expect(got.map((message) => message.retained)).toEqual([false, true]);
    const sender = await connected();
    await sender.publish(plan, bytes('tiếp'), { qos: 1 });
    await eventually('the next', () => got.length > 2);
    await sleep(50);
    expect(got.map(text)).toEqual(['kế hoạch', 'kế hoạch', 'tiếp']);
  });
});
