/** Reports, presence, health and commands through the embedded broker. */
import { HealthIngest } from '@loa-lang/controller/services/device-traffic/ingest-health';
import { openDocument, publicKeyFrom, sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { ReportBody } from '@loa-lang/schemas/wire/report';
import type { Ack } from '@loa-lang/schemas/wire/sync';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedBroker, type TestBroker } from '../../support/broker.ts';
import { ControllerHalf } from '../../support/controller-half.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { wallClock } from '../../support/fake-clock.ts';
import type { FakeDevice } from '../../support/fake-device.ts';
import { FakeHealthStore } from '../../support/fake-health-store.ts';

const receipt = (broadcastId: string, state: 'started' | 'finished' = 'finished'): ReportBody => ({
  kind: 'receipt',
  broadcastId,
  version: 1,
  run: 1,
  state,
  items: [{ index: 0, part: 0, playedMs: 15_000 }],
  outputLevelDbfs: -20,
});

describe('messages of devices', () => {
  let broker: TestBroker;
  let controller: ControllerHalf;
  let device: FakeDevice;

  beforeEach(async () => {
    broker = await startEmbeddedBroker();
    controller = await ControllerHalf.make({ url: broker.url });
    device = await controller.enrol('d1', ['commune-1']);
    await controller.start();
    await eventually('connected', () => controller.transport.connected);
    await device.connect(broker.url, device.ownTopics);
  });

  afterEach(async () => {
    await device.disconnect();
    await controller.stop();
    await broker.stop();
  });

  async function acks(from = device): Promise<Ack[]> {
    const key = controller.keys.ring.document.keys.find(({ use }) => use === 'ack');
    const publicKey = await publicKeyFrom(key?.x ?? '');
    const { deploymentId } = controller.keys;
    const subject = subjects.device(from.deviceId, 'ack');
    const found: Ack[] = [];
    for (const bytes of from.on('ack')) {
      const opened = await openDocument('ack', bytes, { deploymentId, subject, publicKey: () => publicKey });
      if (opened.ok) found.push(opened.payload);
    }
    return found;
  }

  it('stores each report once and acknowledges the highest contiguous number', async () => {
    await device.report(new Map([[1, receipt('b1', 'started')]]));
    await device.report(new Map([[3, receipt('b2')]]));
    await eventually('two stored', () => controller.reports.rows.size === 2);
    await eventually('acknowledged to 1', async () => (await acks()).some(({ contiguous }) => contiguous === 1));
    expect((await acks()).every(({ contiguous, storeId }) => contiguous <= 1 && storeId === 'store-1')).toBe(true);
    await device.report(
      new Map([
        [1, receipt('b1', 'started')],
        [2, receipt('b1')],
        [3, receipt('b2')],
      ]),
    );
    await eventually('acknowledged to 3', async () => (await acks()).some(({ contiguous }) => contiguous === 3));
    expect(controller.reports.rows.size).toBe(3);
    const events = controller.feed.of('receipt');
    expect(events.map(({ broadcastId, state }) => `${broadcastId} ${state}`).sort()).toEqual([
      'b1 finished',
      'b1 started',
      'b2 finished',
    ]);
    expect(events.every(({ clusterId }) => clusterId === 'cluster-of-d1')).toBe(true);
  });

  it('stores once what is delivered again after a broker restart (MQTTX#272)', async () => {
    const payload = {
      storeId: 'store-1',
      installationId: 'board-1',
      lowestHeld: 1,
      reports: [{ number: 1, body: receipt('b1') }],
    };
    const bytes = await device.seal('report', 'report', payload);
    await device.publish('report', bytes);
    await eventually('stored', () => controller.reports.rows.size === 1);
    const { port } = broker;
    await broker.stop();
    await eventually('gone', () => !controller.transport.connected);
    broker = await startEmbeddedBroker({ port });
    await eventually('back', () => controller.transport.connected);
    await device.connect(broker.url, device.ownTopics);
    const before = (await acks()).length;
    for (let i = 0; i < 3; i++) await device.publish('report', bytes);
    await eventually('acknowledged again', async () => (await acks()).length > before);
    expect(controller.reports.rows.size).toBe(1);
    expect(controller.feed.of('receipt').length).toBe(1);
  });

  it('counts a gap as closed once the device no longer holds what is missing', async () => {
    await device.report(new Map([[5, receipt('b5')]]), 5);
    await eventually('acknowledged', async () => (await acks()).some(({ contiguous }) => contiguous === 5));
  });

  it('acknowledges nothing while the database is away; what comes again is stored', async () => {
    controller.reports.down = true;
    await device.report(new Map([[1, receipt('b1')]]));
    await eventually('given up', () => controller.half.ingest.counts.dropped === 1);
    await sleep(100);
    expect(await acks()).toEqual([]);
    controller.reports.down = false;
    await device.report(new Map([[1, receipt('b1')]]));
    await eventually('acknowledged', async () => (await acks()).some(({ contiguous }) => contiguous === 1));
  });

  it('does not let the reports of one device block those of others', async () => {
    const sick = await controller.enrol('sick', ['commune-1']);
    await sick.connect(broker.url, sick.ownTopics);
    controller.reports.poisonous = 'sick';
    await Promise.all([sick.report(new Map([[1, receipt('b1')]])), device.report(new Map([[1, receipt('b1')]]))]);
    await eventually('the healthy one is acknowledged', async () => (await acks()).length > 0);
    expect(await acks(sick)).toEqual([]);
    await sick.disconnect();
  });

  it('stores many reports in few transactions', async () => {
    const sends: Promise<void>[] = [];
    for (let first = 1; first <= 1600; first += 16) {
      const numbers = Array.from({ length: 16 }, (_, i) => first + i);
      sends.push(device.report(new Map(numbers.map((number) => [number, receipt(`b${number}`)]))));
    }
    await Promise.all(sends);
    await eventually('all stored', () => controller.reports.rows.size === 1600);
    await eventually('acknowledged', async () => (await acks()).some(({ contiguous }) => contiguous === 1600));
    expect(Math.max(...controller.reports.batchSizes)).toBeLessThanOrEqual(1024);
    expect(controller.reports.batchSizes.length).toBeLessThan(100);
  });

  it('keeps the first content of a number and raises an incident for another one', async () => {
    await device.report(new Map([[1, receipt('b1')]]));
    await eventually('stored', () => controller.reports.rows.size === 1);
    await device.report(new Map([[1, receipt('another')]]));
    await eventually('incident', () => controller.incidents.of('receipt-conflict').includes('d1'));
    const [row] = controller.reports.rows.values();
    expect(row?.entry.body).toMatchObject({ broadcastId: 'b1' });
  });

  it('stores no forged, unsigned or spliced report and raises one incident for a flood of them', async () => {
    const thief = await controller.enrol('thief', []);
    const payload = {
      storeId: 'store-1',
      installationId: 'board-1',
      lowestHeld: 1,
      reports: [{ number: 1, body: receipt('b1') }],
    };
    const subject = subjects.device('d1', 'report');
    const { deploymentId } = controller.keys;
    const forged = await sealDocument('report', subject, deploymentId, payload, thief.signer);
    const spliced = await thief.seal('report', 'report', payload);
    const unsigned = new TextEncoder().encode(JSON.stringify(payload));
    const otherDeployment = await sealDocument('report', subject, 'elsewhere', payload, device.signer);
    for (let i = 0; i < 5; i++) {
      for (const bytes of [forged, spliced, unsigned, otherDeployment]) await device.publish('report', bytes);
    }
    await eventually('incident', () => controller.incidents.of('forged-message').length > 0);
    await sleep(100);
    expect(controller.incidents.of('forged-message')).toEqual(['d1']);
    expect(controller.reports.rows.size).toBe(0);
  });

  it('tells faults as incidents, opened and closed', async () => {
    await device.report(new Map([[1, { kind: 'fault', code: 'disk-full', state: 'raised', detail: 'no room' }]]));
    await eventually('open', () => controller.incidents.open.get('device-fault d1/disk-full') === 'no room');
    await device.report(new Map([[2, { kind: 'fault', code: 'disk-full', state: 'cleared' }]]));
    await eventually('closed', () => !controller.incidents.open.has('device-fault d1/disk-full'));
  });

  it('tells who is there, and no older connection says that it is gone', async () => {
    await device.presence('online', 7);
    await eventually('online', () => controller.registry.presences.get('d1')?.state === 'online');
    await device.presence('offline', 6);
    await device.presence('offline', 7);
    await eventually('offline', () => controller.registry.presences.get('d1')?.state === 'offline');
    expect(controller.feed.of('presence').map(({ state }) => state)).toEqual(['online', 'offline']);
  });

  it('stores health together, once it was dated now, and drops it while the database is away', async () => {
    const store = new FakeHealthStore();
    const ingest = new HealthIngest({ messages: controller.half.messages, healthStore: store, clock: wallClock });
    ingest.start();
    await sleep(100);
    const say = async (at: number | undefined) => {
      const health = { uptimeMs: 5, agentVersion: '0.1.0', ...(at !== undefined && { at }) };
      await device.publish('health', await device.seal('health', 'health', health));
    };
    const now = Date.now();
    await say(undefined);
    await say(now - 3_600_000);
    for (let n = 0; n < 20; n++) await say(now + n);
    await eventually('stored', () => store.samples.length === 20);
    expect(store.batches).toBeLessThan(10);
    expect(store.samples.map(({ deviceId, at }) => [deviceId, at])).toEqual(
      Array.from({ length: 20 }, (_, n) => ['d1', now + n]),
    );
    store.down = true;
    for (let n = 0; n < 9; n++) await say(now + 100 + n);
    await eventually('dropped', () => ingest.counts.dropped === 9);
    store.down = false;
    await say(now + 200);
    await eventually('stored again', () => store.samples.length === 21);
    expect(ingest.counts).toEqual({ stored: 21, known: 0, dropped: 9 });
    await ingest.stop();
  });

  it('ignores a clone and says so', async () => {
    await device.presence('online', 1);
    await eventually('bound', () => controller.registry.devices.get('d1')?.installationId === 'board-1');
    device.installationId = 'board-2';
    await device.presence('online', 9);
    await device.report(new Map([[1, receipt('b1')]]));
    await eventually('incident', () => controller.incidents.of('clone').includes('d1'));
    await sleep(100);
    expect(controller.registry.presences.get('d1')?.connection).toBe(1);
    expect(controller.reports.rows.size).toBe(0);
  });

  it('sends a signed command that expires, or says that it is not sent', async () => {
    const sent = await controller.half.commands.send('d1', 'test', { parameters: { tone: 'chime' }, validForMs: 5000 });
    expect(sent.ok).toBe(true);
    await eventually('arrived', () => device.on('command').length === 1);
    const key = controller.keys.ring.document.keys.find(({ use }) => use === 'command');
    const publicKey = await publicKeyFrom(key?.x ?? '');
    const opened = await openDocument('command', device.on('command')[0] ?? Buffer.alloc(0), {
      deploymentId: controller.keys.deploymentId,
      subject: subjects.device('d1', 'command'),
      publicKey: () => publicKey,
    });
    expect(opened).toMatchObject({ ok: true, payload: { name: 'test', parameters: { tone: 'chime' } } });
    if (opened.ok) expect(opened.payload.expiresAt - opened.payload.issuedAt).toBe(5000);
    await broker.stop();
    await eventually('gone', () => !controller.transport.connected);
    expect(await controller.half.commands.send('d1', 'test')).toEqual({ ok: false, reason: 'not-connected' });
  });

  it('lets no device act for another one on the broker', async () => {
    const client = device.client;
    if (client === undefined) throw new Error('not connected');
    const granted = await client
      .subscribeAsync([topicOf(subjects.device('d2', 'command')), '#', '$share/x/#', topicOf('device/+/report')])
      .catch(() => 'refused');
    expect(granted).toBe('refused');
    const closed = new Promise<void>((resolve) => client.once('close', resolve));
    client.publish(topicOf(subjects.plan('commune-1')), 'play', { qos: 1, retain: true });
    await closed;
    expect(broker.refusals).toContainEqual(
      expect.objectContaining({ what: 'publish', topic: topicOf('area/commune-1/plan') }),
    );
  });
});
