/**
 * The lock of silence while the database is away: out at once, remembered by whoever is left, adopted by the database
 * when it is back, and never ended by accident.
 */
import type { LatchRecord } from '@loa-lang/controller/ports/silence-store';
import { openOwnPlans } from '@loa-lang/controller/services/publishing/own-plans';
import { UNRECORDED_STRIDE } from '@loa-lang/schemas/wire/common';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedBroker } from '../../support/broker.ts';
import { ControllerHalf } from '../../support/controller-half.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import type { FakeDevice } from '../../support/fake-device.ts';
import type { FakeSilenceJournal } from '../../support/fake-silence.ts';
import { someBroadcast } from '../../support/fake-source.ts';
import { Mosquitto, mosquittoPath } from '../../support/mosquitto.ts';

interface Broker {
  url: string;
  anonymous: boolean;
  /** gone, with everything it retained */
  kill(): Promise<void>;
  back(): Promise<void>;
  stop(): Promise<void>;
}

async function embedded(): Promise<Broker> {
  let broker = await startEmbeddedBroker();
  const { url, port } = broker;
  return {
    ...{ url, anonymous: false },
    kill: () => broker.stop(),
    async back() {
      broker = await startEmbeddedBroker({ port });
    },
    stop: () => broker.stop(),
  };
}

async function mosquitto(): Promise<Broker> {
  const broker = await Mosquitto.start();
  const { url } = broker;
  return { url, anonymous: true, kill: () => broker.kill(), back: () => broker.launch(), stop: () => broker.stop() };
}

const brokers: [string, () => Promise<Broker>][] = [['the embedded broker', embedded]];
if (mosquittoPath() !== undefined) brokers.push(['Mosquitto', mosquitto]);

const PLAN = 'commune-1';
const OTHER = 'hamlet-1';
let latches = 0;
const latch = (more: Partial<LatchRecord> = {}): LatchRecord => {
  latches += 1;
  return { id: `latch-${latches}`, areaId: PLAN, level: 'commune', since: Date.now(), reason: 'Phát nhầm', ...more };
};

describe.each(brokers)('silence without the database, over %s', (_name, startBroker) => {
  let broker: Broker;
  let controller: ControllerHalf;
  let device: FakeDevice;
  const others: ControllerHalf[] = [];

  beforeEach(async () => {
    broker = await startBroker();
    controller = await ControllerHalf.make({ url: broker.url });
    device = await controller.enrol('d1', [PLAN, OTHER]);
    controller.source.plans.set(PLAN, [someBroadcast('later', Date.now() + 3600_000)]);
    await controller.start();
    await eventually('published', async () => (await controller.ledger.all()).length === 4);
    await eventually('sent', () => controller.half.upkeep.unsentSubjects.length === 0);
    await device.connect(broker.url, [topicOf(subjects.plan(PLAN)), ...device.ownTopics], broker.anonymous);
    await eventually('held', () => heldPlans().length > 0);
  });
  afterEach(async () => {
    await device.disconnect();
    for (const other of others.splice(0)) await other.stop();
    await controller.stop();
    await broker.stop();
  });

  const heldPlans = () => device.arrived.filter(({ topic }) => topic === topicOf(subjects.plan(PLAN)));
  const open = async (bytes: Uint8Array): Promise<Plan> => {
    const plan = await openOwnPlans(controller.keys)(PLAN, bytes);
    if (plan === undefined) throw new Error('not a plan of ours');
    return plan;
  };
  /** what a device that keeps the highest revision holds now */
  const holds = async (): Promise<Plan> => {
    const plans = await Promise.all(heldPlans().map(({ payload }) => open(payload)));
    return plans.reduce((a, b) => (b.epoch > a.epoch || (b.epoch === a.epoch && b.revision > a.revision) ? b : a));
  };
  const openLatches = async () =>
    (await holds()).silence.filter(({ liftedAt }) => liftedAt === undefined).map(({ id }) => id);
  const setDatabase = (away: boolean, of = controller) => {
    of.ledger.down = away;
    of.silenceStore.down = away;
  };
  const successor = async (journal?: FakeSilenceJournal): Promise<ControllerHalf> => {
    const made = await ControllerHalf.make(
      { url: broker.url },
      {},
      { beside: controller, sameDatabase: true, ...(journal === undefined ? {} : { journal }) },
    );
    others.push(made);
    return made;
  };
  /** dies as by kill -9: nothing of it speaks any more */
  const die = () => controller.stop();

  it('goes out at once and says what is known; the database adopts it before anything else is published', async () => {
    const before = await holds();
    setDatabase(true);
    const silence = latch();
    const carried = await controller.half.silence.carry(silence);
    expect(carried).toEqual({ planId: PLAN, sent: true, stored: false, durable: true });
    await eventually('silenced', async () => (await openLatches()).includes(silence.id));
    expect((await holds()).revision).toBe(before.revision + UNRECORDED_STRIDE);
    // nothing else of the plan is lost
    expect((await holds()).broadcasts).toEqual(before.broadcasts);

    // a device that asks is told of it
    await device.sync({ plans: { [PLAN]: before } });
    await eventually('answered', () => device.on('sync').length > 0);

    const order: string[] = [];
    const take = controller.silenceStore.take.bind(controller.silenceStore);
    controller.silenceStore.take = async (taken) => {
      await take(taken);
      order.push('adopted');
    };
    const record = controller.ledger.record.bind(controller.ledger);
    controller.ledger.record = async (entry) => {
      order.push(entry.subject);
      await record(entry);
    };
    setDatabase(false);
    await controller.half.publisher.publish({ kind: 'plan', planId: OTHER }, { force: true });
    expect(order[0]).toBe('adopted');
    await eventually('continued above', async () => (await holds()).revision > before.revision + UNRECORDED_STRIDE);
    expect(await openLatches()).toEqual([silence.id]);
    expect(await controller.ledger.epoch()).toBe(1);
    await eventually('settled', () => controller.half.silence.record.unsettled.length === 0);
    expect((await controller.ledger.last(subjects.plan(PLAN)))?.revision).toBe((await holds()).revision);
  });

  it('several latches and a lift meanwhile: all of it is there afterwards, once', async () => {
    setDatabase(true);
    const [one, two, three] = [latch(), latch(), latch({ areaId: OTHER })];
    for (const each of [one, two, three]) await controller.half.silence.carry(each);
    await controller.half.silence.carry({ ...one, liftedAt: Date.now() + 1 });
    await eventually('one is left', async () => (await openLatches()).join() === two.id);
    setDatabase(false);
    await eventually('settled', () => controller.half.silence.record.unsettled.length === 0);
    const stored = [...controller.silenceStore.latches.values()];
    expect(stored.map(({ id, liftedAt }) => [id, liftedAt === undefined])).toEqual([
      [one.id, false],
      [two.id, true],
      [three.id, true],
    ]);
    await sleep(300);
    expect(await openLatches()).toEqual([two.id]);
  });

  it('is learnt from the broker by another controller when the one that signed it died before its disk took it', async () => {
    setDatabase(true);
    controller.silenceJournal.full = true;
    const silence = latch();
    expect(await controller.half.silence.carry(silence)).toMatchObject({ sent: true, durable: false });
    await eventually('silenced', async () => (await openLatches()).includes(silence.id));
    await die();
    setDatabase(false);
    const heard = heldPlans().length;
    const next = await successor();
    await next.start();
    await eventually('adopted', () => next.silenceStore.latches.has(silence.id));
    await eventually('continued', () => heldPlans().length > heard);
    // not once was the plan published without it
    for (const { payload } of heldPlans().slice(heard)) {
      expect((await open(payload)).silence.map(({ id }) => id)).toContain(silence.id);
    }
    await eventually('recorded above', async () => {
      const last = await next.ledger.last(subjects.plan(PLAN));
      return (last?.revision ?? 0) > UNRECORDED_STRIDE;
    });
    expect(await openLatches()).toEqual([silence.id]);
    expect(await next.ledger.epoch()).toBe(1);
  });

  it('is learnt from a device when the broker has forgotten it too, and no number alone is believed', async () => {
    setDatabase(true);
    controller.silenceJournal.full = true;
    const silence = latch();
    await controller.half.silence.carry(silence);
    await eventually('silenced', async () => (await openLatches()).includes(silence.id));
    const evidence = heldPlans().at(-1)?.payload ?? Buffer.alloc(0);
    const plan = await holds();
    await die();
    await device.disconnect();
    await broker.kill();
    await broker.back();
    setDatabase(false);
    const next = await successor();
    await next.start();
    await eventually('connected', () => next.transport.connected);
    await device.connect(broker.url, [topicOf(subjects.plan(PLAN)), ...device.ownTopics], broker.anonymous);
    await device.sync({ plans: { [PLAN]: { epoch: plan.epoch, revision: plan.revision } } });
    await eventually('noticed', () => next.incidents.open.has(`epoch-behind ${subjects.plan(PLAN)}`));
    expect(await next.ledger.epoch()).toBe(1);
    expect(next.silenceStore.latches.size).toBe(0);

    // a device's own invention is refused
    const forged = Buffer.from(evidence.toString().replace(/\.[^.]+$/, `.${'A'.repeat(86)}`));
    const send = async (document: Buffer) => {
      const payload = { planId: PLAN, document: document.toString() };
      await device.publish('evidence', await device.seal('evidence', 'evidence', payload));
    };
    await send(forged);
    await eventually('refused', () => next.incidents.open.has('forged-message d1'));
    expect(next.silenceStore.latches.size).toBe(0);

    await send(evidence);
    await eventually('adopted', () => next.silenceStore.latches.has(silence.id));
    await eventually('continued above', async () => (await holds()).revision > plan.revision);
    expect(await openLatches()).toEqual([silence.id]);
    expect(await next.ledger.epoch()).toBe(1);
  });

  it('is sent after a restart when the controller died between its file and the broker', async () => {
    setDatabase(true);
    await broker.kill();
    const silence = latch();
    const carried = await controller.half.silence.carry(silence);
    expect(carried).toMatchObject({ sent: false, durable: true, stored: false });
    expect(carried.reason).toBeDefined();
    await die();
    setDatabase(false);
    await device.disconnect();
    await broker.back();
    const next = await successor(controller.silenceJournal);
    await next.start();
    await device.connect(broker.url, [topicOf(subjects.plan(PLAN))], broker.anonymous);
    await eventually('silenced', async () => (await openLatches()).includes(silence.id));
    expect([...next.silenceStore.latches.keys()]).toEqual([silence.id]);
  });

  it('says when the broker cannot be reached, and sends it once it can, the database still away', async () => {
    setDatabase(true);
    await device.disconnect();
    await broker.kill();
    await eventually('cut off', () => !controller.transport.connected);
    const silence = latch();
    expect(await controller.half.silence.carry(silence)).toEqual({
      ...{ planId: PLAN, sent: false, reason: 'not-connected', stored: false, durable: true },
    });
    await broker.back();
    await device.connect(broker.url, [topicOf(subjects.plan(PLAN))], broker.anonymous);
    await eventually('silenced', async () => (await openLatches()).includes(silence.id));
    expect(controller.ledger.down).toBe(true);
  });

  it('a copy of the database from before it cannot end it', async () => {
    const restore = controller.ledger.backup();
    const silence = latch();
    expect(await controller.half.silence.carry(silence)).toMatchObject({ sent: true, durable: true });
    await eventually('stored', () => controller.silenceStore.latches.has(silence.id));
    await die();
    restore();
    controller.silenceStore.latches.clear();
    const next = await successor(controller.silenceJournal);
    await next.start();
    await eventually('told again', () => next.silenceStore.latches.has(silence.id));
    await sleep(1000);
    expect(await openLatches()).toEqual([silence.id]);
  });
});
