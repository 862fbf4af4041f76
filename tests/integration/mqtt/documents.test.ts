/** Publishing, watching and syncing of documents, against the embedded broker and against Mosquitto. */
import { openKeyDocument } from '@loa-lang/schemas/sealing/key-ring';
import { openDocument, publicKeyFrom, sealDocument } from '@loa-lang/schemas/sealing/seal';
import { compareRevisions, LAST_REVISION } from '@loa-lang/schemas/wire/common';
import type { Plan, PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import type { SyncAnswer } from '@loa-lang/schemas/wire/sync';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { controllerCredentials, startEmbeddedBroker } from '../../support/broker.ts';
import { ControllerHalf } from '../../support/controller-half.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import type { FakeDevice } from '../../support/fake-device.ts';
import { someBroadcast } from '../../support/fake-source.ts';
import { Mosquitto, mosquittoPath } from '../../support/mosquitto.ts';
import { FaultProxy } from '../../support/proxy.ts';

interface Broker {
  url: string;
  port: number;
  anonymous: boolean;
  /** gone and back, its retained messages lost */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

async function embedded(): Promise<Broker> {
  let broker = await startEmbeddedBroker();
  const { url, port } = broker;
  const restart = async () => {
    await broker.stop();
    broker = await startEmbeddedBroker({ port });
  };
  return { url, port, anonymous: false, restart, stop: () => broker.stop() };
}

async function mosquitto(): Promise<Broker> {
  const broker = await Mosquitto.start();
  const restart = async () => {
    await broker.kill();
    await broker.launch();
  };
  return { url: broker.url, port: broker.port, anonymous: true, restart, stop: () => broker.stop() };
}

const brokers: [string, () => Promise<Broker>][] = [['the embedded broker', embedded]];
if (mosquittoPath() !== undefined) brokers.push(['Mosquitto', mosquitto]);

const PLAN = 'commune-1';
const planTopic = topicOf(subjects.plan(PLAN));

describe.each(brokers)('documents over %s', (_name, startBroker) => {
  let broker: Broker;
  let proxy: FaultProxy;
  let controller: ControllerHalf;
  const clients: { end(force: boolean): unknown }[] = [];

  beforeEach(async () => {
    broker = await startBroker();
    proxy = new FaultProxy({ target: { host: '127.0.0.1', port: broker.port } });
    await proxy.start();
    controller = await ControllerHalf.make({ url: proxy.url });
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.end(true);
    await controller.stop();
    await proxy.stop();
    await broker.stop();
  });

  async function join(device: FakeDevice, topics: string[] = []): Promise<void> {
    await device.connect(
      broker.url,
      [topicOf(subjects.keys()), planTopic, ...device.ownTopics, ...topics],
      broker.anonymous,
    );
    if (device.client !== undefined) clients.push(device.client);
  }

  /** Somebody with full rights on the broker. */
  async function intruder() {
    const client = await mqtt.connectAsync(broker.url, { ...controllerCredentials(), reconnectPeriod: 0 });
    clients.push(client);
    return client;
  }

  async function openPlan(bytes: Buffer | undefined): Promise<Plan | undefined> {
    const key = controller.keys.ring.document.keys.find(({ use }) => use === 'plan');
    const publicKey = await publicKeyFrom(key?.x ?? '');
    const { deploymentId } = controller.keys;
    const expected = { deploymentId, subject: subjects.plan(PLAN), publicKey: () => publicKey };
    const opened = await openDocument('plan', bytes ?? new Uint8Array(), expected);
    return opened.ok ? opened.payload : undefined;
  }

  const held = (topic: string, device: FakeDevice) =>
    device.arrived.filter((message) => message.topic === topic).map(({ payload }) => payload);

  async function answerOf(device: FakeDevice, nonce: string): Promise<SyncAnswer> {
    let answer: SyncAnswer | undefined;
    const key = controller.keys.ring.document.keys.find(({ use }) => use === 'sync');
    const publicKey = await publicKeyFrom(key?.x ?? '');
    const { deploymentId } = controller.keys;
    await eventually('answered', async () => {
      for (const bytes of device.on('sync')) {
        const subject = subjects.device(device.deviceId, 'sync');
        const opened = await openDocument('sync', bytes, { deploymentId, subject, publicKey: () => publicKey });
        if (opened.ok && opened.payload.nonce === nonce) answer = opened.payload;
      }
      return answer !== undefined;
    });
    if (answer === undefined) throw new Error('no answer');
    return answer;
  }

  it('publishes keys, plans and settings, retained, verifiable with the root alone', async () => {
    const device = await controller.enrol('d1', [PLAN]);
    await controller.start();
    await eventually('published', async () => (await controller.ledger.all()).length === 3);
    await eventually(
      'nothing unsent',
      () => controller.transport.connected && controller.half.upkeep.unsentSubjects.length === 0,
    );
    await eventually('retained', async () => {
      const late = await controller.enrol('late', [PLAN]);
      await late.connect(broker.url, [topicOf(subjects.keys()), planTopic], broker.anonymous);
      if (late.client) clients.push(late.client);
      await sleep(50);
      return late.arrived.length === 2;
    });
    await join(device);
    await eventually('all three', () => new Set(device.arrived.map(({ topic }) => topic)).size === 3);
    const keys = held(topicOf(subjects.keys()), device)[0] ?? Buffer.alloc(0);
    const { deploymentId, root } = controller.keys;
    expect(await openKeyDocument(keys, deploymentId, root)).toMatchObject({
      ok: true,
      payload: { epoch: 1, revision: 1 },
    });
    expect(await openPlan(held(planTopic, device)[0])).toMatchObject({ areaId: PLAN, epoch: 1, revision: 1 });
  });

  it('publishes the same bytes while nothing changes and a higher revision when it does', async () => {
    controller.source.plans.set(PLAN, []);
    await controller.start();
    await eventually('connected', () => controller.transport.connected);
    const [first] = await controller.half.publisher.publishPlans([PLAN]);
    const [again] = await controller.half.publisher.publishPlans([PLAN]);
    expect(again).toMatchObject({ ok: true, issued: false });
    expect(again).toMatchObject({ revision: first?.ok ? first.revision : -1 });
    controller.source.plans.set(PLAN, [someBroadcast('b1', Date.now() + 60_000)]);
    const [changed] = await controller.half.publisher.publishPlans([PLAN], { urgent: true });
    expect(changed).toMatchObject({ ok: true, issued: true, revision: (first?.ok ? first.revision : 0) + 1 });
  });

  it('says "not sent" during an outage, and sends it when the link is back', async () => {
    const device = await controller.enrol('d1', [PLAN]);
    await controller.start();
    await join(device);
    await eventually('first plan', () => held(planTopic, device).length > 0);
    proxy.dropFor(500);
    await eventually('gone', () => !controller.transport.connected);
    controller.source.plans.set(PLAN, [someBroadcast('b1', Date.now() + 60_000)]);
    const [outcome] = await controller.half.publisher.publishPlans([PLAN]);
    expect(outcome).toMatchObject({ ok: false, reason: 'not-connected', recorded: true });
    await eventually('sent later', async () => {
      const plan = await openPlan(held(planTopic, device).at(-1));
      return plan?.broadcasts.length === 1;
    });
    await eventually('nothing unsent', () => controller.half.upkeep.unsentSubjects.length === 0);
  });

  it('names a plan that is too large and leaves the last one standing', async () => {
    controller.source.plans.set(PLAN, []);
    await controller.start();
    await eventually('connected', () => controller.transport.connected);
    await controller.half.publisher.publishPlans([PLAN]);
    const items = () =>
      Array.from({ length: 16 }, () => ({
        kind: 'asset' as const,
        part: 0,
        durationMs: 1000,
        language: 'vi',
        assetId: Array.from({ length: 64 }, () => Math.floor(Math.random() * 16).toString(16)).join(''),
        sizeBytes: 1000,
      }));
    const big: PlannedBroadcast[] = Array.from({ length: 200 }, (_, i) => ({
      ...someBroadcast(`b${i}`, Date.now() + i * 1000),
      items: items(),
    }));
    controller.source.plans.set(PLAN, big);
    const [outcome] = await controller.half.publisher.publishPlans([PLAN]);
    expect(outcome).toMatchObject({ ok: false, reason: 'too-large', recorded: false, subject: subjects.plan(PLAN) });
    expect((await controller.ledger.last(subjects.plan(PLAN)))?.revision).toBe(1);
  });

  it('refuses to sign a plan that every device would refuse', async () => {
    controller.source.plans.set(PLAN, [{ ...someBroadcast('b1', Date.now()), version: 0 }]);
    await controller.start();
    const [outcome] = await controller.half.publisher.publishPlans([PLAN]);
    expect(outcome).toMatchObject({ ok: false, reason: 'invalid' });
  });

  it('restores everything to a broker that lost its retained messages', async () => {
    const device = await controller.enrol('d1', [PLAN]);
    await controller.start();
    await eventually('published', async () => (await controller.ledger.all()).length === 3);
    await broker.restart();
    await eventually('restored', async () => {
      const probe = await controller.enrol('probe', [PLAN]);
      try {
        await probe.connect(broker.url, [topicOf(subjects.keys()), planTopic], broker.anonymous);
        await sleep(100);
        return probe.arrived.length === 2;
      } catch {
        return false;
      } finally {
        await probe.disconnect();
      }
    });
    await join(device);
    await eventually('right again', () => held(planTopic, device).length > 0 && device.on('settings').length > 0);
  });

  it('overwrites a retained plan that nobody of ours signed and raises an incident', async () => {
    const device = await controller.enrol('d1', [PLAN]);
    await controller.start();
    await join(device);
    await eventually('plan there', () => held(planTopic, device).length > 0);
    const ours = (await controller.ledger.last(subjects.plan(PLAN)))?.bytes;
    const evil = await intruder();
    await evil.publishAsync(planTopic, 'play siren.mp3 now', { qos: 1, retain: true });
    await eventually('incident', () => controller.incidents.of('retained-poison').includes(subjects.plan(PLAN)));
    await eventually(
      'ours again',
      () =>
        held(planTopic, device)
          .at(-1)
          ?.equals(Buffer.from(ours ?? [])) === true,
    );
  });

  it('clears a retained command: a bare "play" from yesterday never waits for a device', async () => {
    await controller.start();
    await eventually('connected', () => controller.transport.connected);
    const evil = await intruder();
    const topic = topicOf(subjects.device('d9', 'command'));
    await evil.publishAsync(topic, '{"play":"siren"}', { qos: 1, retain: true });
    // live it is only refused; as a retained message it is met on the next connection
    proxy.cut();
    await eventually('incident', () =>
      controller.incidents.of('retained-poison').includes(subjects.device('d9', 'command')),
    );
    const late = await intruder();
    const seen: string[] = [];
    late.on('message', (_topic, payload) => seen.push(payload.toString()));
    await eventually('cleared', async () => {
      seen.length = 0;
      await late.unsubscribeAsync(topic);
      await late.subscribeAsync(topic);
      await sleep(50);
      return seen.length === 0;
    });
  });

  it('leads everybody into a higher epoch after the database was restored from an older copy', async () => {
    const device = await controller.enrol('d1', [PLAN]);
    await controller.start();
    await join(device);
    await eventually('published', async () => (await controller.ledger.all()).length === 3);
    const restore = controller.ledger.backup();
    controller.source.plans.set(PLAN, [someBroadcast('b1', Date.now() + 60_000)]);
    const [newer] = await controller.half.publisher.publishPlans([PLAN]);
    expect(newer).toMatchObject({ ok: true });
    await eventually('newest arrived', async () => (await openPlan(held(planTopic, device).at(-1)))?.revision === 2);
    const seen = await openPlan(held(planTopic, device).at(-1));
    restore();
    // longer than revisions are remembered
    await sleep(1200);
    proxy.cut();
    await eventually('higher epoch', async () => ((await openPlan(held(planTopic, device).at(-1)))?.epoch ?? 0) > 1);
    const now = await openPlan(held(planTopic, device).at(-1));
    expect(compareRevisions(now ?? { epoch: 0, revision: 0 }, seen ?? { epoch: 0, revision: 0 })).toBeGreaterThan(0);
    expect(controller.incidents.of('epoch-behind').length).toBeGreaterThan(0);
    await eventually('all in the new epoch', async () => {
      const epoch = await controller.ledger.epoch();
      // the root numbers the keys, not the database
      const others = (await controller.ledger.all()).filter(({ subject }) => subject !== subjects.keys());
      return others.length === 2 && others.every((entry) => entry.epoch === epoch);
    });
  });

  describe('sync', () => {
    it('answers with the time and the latest revisions, signed for this device', async () => {
      const device = await controller.enrol('d1', [PLAN]);
      await controller.start();
      await eventually('published', async () => (await controller.ledger.all()).length === 3);
      await join(device);
      const before = Date.now();
      const answer = await answerOf(device, await device.sync());
      expect(answer.receivedAt).toBeGreaterThanOrEqual(before - 1);
      expect(answer.answeredAt).toBeGreaterThanOrEqual(answer.receivedAt);
      expect(answer.latest).toEqual({
        keys: { epoch: 1, revision: 1 },
        settings: { epoch: 1, revision: 1 },
        plans: { [PLAN]: { epoch: 1, revision: 1 } },
      });
    });

    it('names a revision at once after it was recorded', async () => {
      const device = await controller.enrol('d1', [PLAN]);
      await controller.start();
      await eventually('published', async () => (await controller.ledger.all()).length === 3);
      await join(device);
      await answerOf(device, await device.sync());
      await controller.half.publisher.publishPlans([PLAN], { force: true });
      expect((await answerOf(device, await device.sync())).latest.plans[PLAN]).toEqual({ epoch: 1, revision: 2 });
    });

    it('keeps answering from memory while the database is away', async () => {
      const device = await controller.enrol('d1', [PLAN]);
      await controller.start();
      await eventually('published', async () => (await controller.ledger.all()).length === 3);
      await join(device);
      await answerOf(device, await device.sync());
      controller.ledger.down = true;
      controller.registry.down = true;
      await sleep(2200);
      expect((await answerOf(device, await device.sync())).latest.plans[PLAN]).toEqual({ epoch: 1, revision: 1 });
      controller.ledger.down = false;
      controller.registry.down = false;
    });

    it('sends the documents again to a device that is behind', async () => {
      const device = await controller.enrol('d1', [PLAN]);
      await controller.start();
      await eventually('published', async () => (await controller.ledger.all()).length === 3);
      await join(device);
      await eventually('retained came', () => held(planTopic, device).length > 0);
      const before = held(planTopic, device).length;
      await device.sync({ plans: {} });
      await eventually('came again', () => held(planTopic, device).length > before);
    });

    it('refuses a clone, and the first installation is answered still', async () => {
      const device = await controller.enrol('d1', [PLAN]);
      await controller.start();
      await eventually('published', async () => (await controller.ledger.all()).length === 3);
      await join(device);
      await answerOf(device, await device.sync());
      device.installationId = 'board-2';
      const refused = await device.sync();
      await eventually('incident', () => controller.incidents.of('clone').includes('d1'));
      device.installationId = 'board-1';
      await answerOf(device, await device.sync());
      const nonces = device.on('sync').map((bytes) => bytes.toString());
      expect(nonces.some((text) => Buffer.from(text.split('.')[1] ?? '', 'base64url').includes(refused))).toBe(false);
    });

    it('answers nobody who signs with another key', async () => {
      const device = await controller.enrol('d1', [PLAN]);
      const other = await controller.enrol('d2', [PLAN]);
      await controller.start();
      await eventually('connected', () => controller.transport.connected);
      await join(device);
      const forged = {
        nonce: 'n'.repeat(22),
        installationId: 'board-1',
        sentAtMs: 1,
        storeId: 's',
        held: { plans: {} },
      };
      const { deploymentId } = controller.keys;
      const subject = subjects.device('d1', 'sync-request');
      await device.publish(
        'sync-request',
        await sealDocument('syncRequest', subject, deploymentId, forged, other.signer),
      );
      await eventually('incident', () => controller.incidents.of('forged-message').includes('d1'));
      await sleep(100);
      expect(device.on('sync')).toEqual([]);
    });

    it('follows a device that holds more than the database, but not into absurd numbers', async () => {
      const device = await controller.enrol('d1', [PLAN]);
      await controller.start();
      await eventually('published', async () => (await controller.ledger.all()).length === 3);
      await join(device);
      await device.sync({ plans: { [PLAN]: { epoch: LAST_REVISION, revision: 1 } } });
      await eventually('incident', () => controller.incidents.of('epoch-behind').length === 1);
      expect(await controller.ledger.epoch()).toBe(1);
      await device.sync({ plans: { [PLAN]: { epoch: 6, revision: 40 } } });
      await eventually('reissued', async () => (await openPlan(held(planTopic, device).at(-1)))?.epoch === 7);
      await device.sync({ plans: { [PLAN]: { epoch: 8, revision: 40 } } });
      await eventually('second incident', () => controller.incidents.of('epoch-behind').length >= 3);
      await sleep(200);
      expect(await controller.ledger.epoch()).toBe(7);
    });
  });
});
