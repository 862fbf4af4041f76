/** Two controllers of one deployment on one broker: each asset is pushed by one of them. */
import { BACKGROUND, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresPushLease } from '@loa-lang/controller/adapters/postgres/push-lease';
import { filters, parseTopic, subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedBroker } from '../../support/broker.ts';
import { ControllerHalf } from '../../support/controller-half.ts';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import type { FakeDevice } from '../../support/fake-device.ts';
import { someBroadcast } from '../../support/fake-source.ts';
import { Mosquitto, mosquittoPath } from '../../support/mosquitto.ts';
import { FaultProxy } from '../../support/proxy.ts';

const brokers: [string, boolean, () => Promise<{ url: string; stop(): Promise<void> }>][] = [
  ['a broker without shared subscriptions', false, () => startEmbeddedBroker()],
];
if (mosquittoPath() !== undefined) brokers.push(['Mosquitto', true, () => Mosquitto.start()]);

describe.each(brokers)('two controllers on %s', (_name, anonymous, startBroker) => {
  let broker: Awaited<ReturnType<typeof startBroker>>;
  let databases: TestDatabases;
  let pools: pg.Pool[];
  let leases: PostgresPushLease[];
  let controllers: [ControllerHalf, ControllerHalf];
  let device: FakeDevice;

  beforeEach(async () => {
    broker = await startBroker();
    databases = await startTestDatabases();
    const url = await databases.fresh();
    pools = [openPool(url, BACKGROUND), openPool(url, BACKGROUND)];
    leases = pools.map((pool) => new PostgresPushLease(pool));
    const rules = { bytesPerSecond: 1_000_000, gatherMs: 300 };
    const first = await ControllerHalf.make({ url: broker.url }, rules, { lease: leases[0] as PostgresPushLease });
    const more = { lease: leases[1] as PostgresPushLease, beside: first };
    controllers = [first, await ControllerHalf.make({ url: broker.url }, rules, more)];
    device = await first.enrol('d1', []);
    for (const controller of controllers) await controller.start();
    await eventually('connected', () => controllers.every(({ transport }) => transport.connected));
  }, 60_000);

  afterEach(async () => {
    await device.disconnect();
    for (const controller of controllers) await controller.stop();
    for (const pool of pools) await pool.end();
    await databases.stop();
    await broker.stop();
  });

  const chunks = (assetId: string): number[] =>
    device.arrived.flatMap(({ topic }) => {
      const parsed = parseTopic(topic);
      return parsed?.kind === 'chunk' && parsed.assetId === assetId ? [parsed.index] : [];
    });
  const ALL = Array.from({ length: 25 }, (_, index) => index);

  it('push each chunk once, whichever of them hears a want', async () => {
    const assetId = controllers[0].assets.make(200_000);
    await device.connect(broker.url, [filters.asset(assetId)], anonymous);
    for (let round = 0; round < 4; round++) await device.want({ assetId, ranges: [[0, 25]] });
    await eventually('all came', () => new Set(chunks(assetId)).size === 25);
    await sleep(500);
    expect(chunks(assetId)).toEqual(ALL);
  });

  it('hand an asset over when the one that pushed it dies', async () => {
    const assetId = controllers[0].assets.make(200_000);
    await device.connect(broker.url, [filters.asset(assetId)], anonymous);
    await device.want({ assetId });
    await eventually('all came', () => new Set(chunks(assetId)).size === 25);
    const pushed = controllers.map((controller) => controller.half.pusher.published(assetId).audioBytes > 0);
    expect(pushed.filter(Boolean)).toHaveLength(1);
    const survivor = controllers[pushed.indexOf(false)] as ControllerHalf;
    await (controllers[pushed.indexOf(true)] as ControllerHalf).transport.stop();
    await device.want({ assetId, ranges: [[3, 5]] });
    await sleep(300);
    expect(survivor.half.pusher.published(assetId).audioBytes).toBe(0);
    // what PostgreSQL does when the machine is gone
    leases[pushed.indexOf(true)]?.release();
    await sleep(100);
    await device.want({ assetId, ranges: [[3, 5]] });
    await eventually('the other one pushes', () => survivor.half.pusher.published(assetId).audioBytes === 2 * 8192);
  });
});

describe.each(brokers)('a controller that is cut off from %s', (_name, anonymous, startBroker) => {
  const PLAN = 'commune-1';

  it.each([
    ['its connection refused', (proxy: FaultProxy) => proxy.dropFor(60_000)],
    ['its connection silent', (proxy: FaultProxy) => proxy.freeze('up')],
  ])('%s: what it records another one sends', async (_how, cut) => {
    const broker = await startBroker();
    const proxy = new FaultProxy({ target: { host: '127.0.0.1', port: Number(new URL(broker.url).port) } });
    await proxy.start();
    const first = await ControllerHalf.make({ url: proxy.url });
    const second = await ControllerHalf.make({ url: broker.url }, {}, { beside: first, sameDatabase: true });
    const device = await first.enrol('d1', [PLAN]);
    for (const controller of [first, second]) await controller.start();
    await eventually('connected', () => first.transport.connected && second.transport.connected);
    await device.connect(broker.url, [topicOf(subjects.plan(PLAN))], anonymous);
    const plans = () => device.arrived.filter(({ topic }) => topic === topicOf(subjects.plan(PLAN))).length;
    await eventually('published', () => plans() > 0);
    await sleep(500);

    const before = plans();
    cut(proxy);
    first.source.plans.set(PLAN, [someBroadcast('gap', Date.now() + 60_000)]);
    const [outcome] = await first.half.publisher.publishPlans([PLAN]);
    expect(outcome).toMatchObject({ ok: false, recorded: true });
    await eventually('the other one sends it', () => plans() === before + 1, 15_000);
    await sleep(3_000);
    expect(plans()).toBe(before + 1);

    await device.disconnect();
    proxy.unfreeze();
    for (const controller of [first, second]) await controller.stop();
    await proxy.stop();
    await broker.stop();
  });
});
