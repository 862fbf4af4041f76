/** The same identity twice, with whole agents and the controller's own services: the first installation keeps playing. */
import type { DeploymentKeys } from '@loa-lang/controller/ports/key-store';
import { createMqttHalf, type MqttHalf } from '@loa-lang/controller/services/device-traffic/mqtt-half';
import { keyRingOf } from '@loa-lang/schemas/sealing/key-ring';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AgentBench, broadcast, parts, S } from '../../support/agent-bench/agent-bench.ts';
import { expectHeard } from '../../support/agent-bench/expect-heard.ts';
import { HubTransport } from '../../support/agent-bench/hub-transport.ts';
import { KeyCabinet } from '../../support/agent-bench/key-cabinet.ts';
import { alone } from '../../support/alone.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { FakeAssets } from '../../support/fake-assets.ts';
import { FakeFeed } from '../../support/fake-feed.ts';
import { FakeLedger } from '../../support/fake-ledger.ts';
import { FakeIncidents, FakeRegistry } from '../../support/fake-registry.ts';
import { FakeReportStore } from '../../support/fake-report-store.ts';
import { FakeSilenceJournal, FakeSilenceStore } from '../../support/fake-silence.ts';
import { FakeSource, someSettings } from '../../support/fake-source.ts';
import { DEPLOYMENT } from '../../support/stand-in-controller.ts';

let bench: AgentBench;
let half: MqttHalf;
let transport: HubTransport;

beforeEach(async () => {
  bench = await AgentBench.open();
});
afterEach(async () => {
  await half.stop();
  await transport.stop();
  await bench.close();
});

it('the first is answered and plays on; the clone learns no time, sounds nothing, counts for nothing, is an incident', async () => {
  const audio = bench.sound(1);
  const cabinet = await KeyCabinet.open(bench.controller);
  const first = await bench.device('d1');
  const [registry, incidents, reports, source, ledger] = [
    new FakeRegistry(),
    new FakeIncidents(),
    new FakeReportStore(),
    new FakeSource(),
    new FakeLedger(),
  ];
  const keys: DeploymentKeys = {
    deploymentId: DEPLOYMENT,
    root: bench.controller.root,
    ring: await keyRingOf(cabinet.document),
    signed: { ...cabinet.document, bytes: await cabinet.next() },
    signer: (use) => bench.controller.signer(use),
  };
  // the bench has published with epoch 1
  await ledger.openEpoch(2);
  const { key } = first.options;
  const row = { deviceId: 'd1', publicKey: key.x, clusterId: 'cluster-1', installationId: undefined, planIds: ['h1'] };
  registry.devices.set('d1', row);
  source.settings.set('d1', { ...someSettings(['h1']), clusterId: 'cluster-1' });
  const startAt = bench.at(20 * S);
  source.plans.set('h1', [
    broadcast('a', startAt, parts(audio, 20 * S)),
    broadcast('b', startAt + 30 * S, parts(audio, 20 * S), { joinUntilAt: startAt + 50 * S }),
  ]);
  transport = new HubTransport(bench.hub, () => bench.now);
  const clock = { now: () => Math.floor(bench.now), preciseNow: () => bench.now, monotonicNow: () => bench.now };
  const assets = new FakeAssets();
  half = createMqttHalf({
    transport,
    keys,
    clock,
    ledger,
    source,
    registry,
    incidents,
    reportStore: reports,
    feed: new FakeFeed(),
    assets,
    describeAsset: (assetId) => assets.describe(assetId),
    pushLease: alone,
    silenceStore: new FakeSilenceStore(),
    silenceJournal: new FakeSilenceJournal(),
  });
  await half.start();
  await transport.start();
  await eventually('published', async () => (await ledger.all()).length >= 3);
  // audio comes from the stand-in, everything else from the services
  await first.boot();
  await bench.run(2 * S);
  expect(first.status()).toMatchObject({ time: { trust: 'synced' }, held: { plans: { h1: { epoch: 2 } } } });
  // 20 ms of real time gather a batch of reports
  await sleep(100);

  bench.controller.answering = false;
  await bench.runTo(startAt + 5 * S);
  const clone = bench.cloneOf(first);
  await clone.boot();
  await bench.runTo(startAt + 60 * S);
  for (let n = 0; n < 3; n++) {
    await sleep(100);
    await bench.run(11 * S);
  }
  expectHeard(first.ears, startAt, [
    [1, 0, 20_000, 0],
    [1, 30_000, 50_000, 0],
  ]);
  expect(clone.ears.silent).toBe(true);
  expect(clone.status().time.trust).toBe('none');
  expect(new Set(incidents.of('clone'))).toEqual(new Set(['d1']));
  expect(registry.devices.get('d1')?.installationId).toBe('board-d1');
  const stores = new Set([...reports.rows.values()].map((report) => report.storeId));
  expect(stores.size).toBe(1);
  const bodies = [...reports.rows.values()].map((report) => report.entry.body);
  const finished = bodies.filter((body) => body.kind === 'receipt' && body.state === 'finished');
  expect(finished.map((body) => (body.kind === 'receipt' ? body.broadcastId : ''))).toEqual(['a', 'b']);
});
