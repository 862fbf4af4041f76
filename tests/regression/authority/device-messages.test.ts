/**
 * What comes in from devices, at the controller's own services on PostgreSQL: forged, spliced, replayed and foreign
 * messages of every kind are refused, told, and leave no row; a clone is an incident and changes nothing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BACKGROUND, connect, type Database, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresDeviceRegistry } from '@loa-lang/controller/adapters/postgres/device-registry';
import { PostgresHealthHistory } from '@loa-lang/controller/adapters/postgres/health/health-history';
import { PostgresHealthStore } from '@loa-lang/controller/adapters/postgres/health/health-store';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { PostgresReportStore } from '@loa-lang/controller/adapters/postgres/report-store';
import type { DeploymentKeys } from '@loa-lang/controller/ports/key-store';
import { HealthIngest } from '@loa-lang/controller/services/device-traffic/ingest-health';
import { createMqttHalf, type MqttHalf } from '@loa-lang/controller/services/device-traffic/mqtt-half';
import { KeepHistory } from '@loa-lang/controller/services/health/keep-history';
import type { DocumentName } from '@loa-lang/schemas/sealing/document-types';
import { type PayloadOf, privateKeyFrom, type SigningIdentity, sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { ReceiptState } from '@loa-lang/schemas/wire/report';
import { type DeviceMessageKind, subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgeriesOf } from '../../support/agent-bench/forge.ts';
import { HubTransport } from '../../support/agent-bench/hub-transport.ts';
import { alone } from '../../support/alone.ts';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { FakeAssets } from '../../support/fake-assets.ts';
import { wallClock } from '../../support/fake-clock.ts';
import { FakeFeed } from '../../support/fake-feed.ts';
import { FakeLedger } from '../../support/fake-ledger.ts';
import { FakeHub } from '../../support/fake-link.ts';
import { FakeSilenceJournal, FakeSilenceStore } from '../../support/fake-silence.ts';
import { FakeSource, someSettings } from '../../support/fake-source.ts';
import { addAreas, addBroadcast, addDevice } from '../../support/rows.ts';
import { newKey } from '../../support/stand-in-controller.ts';
import { openTestKeys } from '../../support/test-keys.ts';

let databases: TestDatabases;
let database: Database;
let pool: pg.Pool;
let folder: string;
let keys: DeploymentKeys;
let half: MqttHalf;
let ingest: HealthIngest;
let keeping: KeepHistory;
let hub: FakeHub;
const said: { topic: string; payload: Uint8Array }[] = [];
const signers = new Map<string, SigningIdentity>();

beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());

beforeEach(async () => {
  const url = await databases.fresh();
  database = connect(url);
  pool = openPool(url, BACKGROUND);
  await addAreas(database);
  for (const n of [1, 2]) {
    await addDevice(database, n);
    const key = await newKey();
    await database.device.update({ where: { id: `may-${n}` }, data: { publicKey: key.x } });
    signers.set(`may-${n}`, { kid: `may-${n}`, privateKey: await privateKeyFrom(key) });
  }
  await addBroadcast(database, 'buoi-sang', ['cum-1']);
  await addBroadcast(database, 'buoi-chieu', ['cum-2']);
  folder = await mkdtemp(join(tmpdir(), 'loa-forged-'));
  keys = await openTestKeys(folder);
  hub = new FakeHub();
  said.length = 0;
  const source = new FakeSource();
  for (const n of [1, 2]) source.settings.set(`may-${n}`, someSettings(['thon-1', 'xa', 'tinh']));
  const assets = new FakeAssets();
  const transport = new HubTransport(hub);
  half = createMqttHalf({
    transport,
    keys,
    clock: wallClock,
    ledger: new FakeLedger(),
    source,
    registry: new PostgresDeviceRegistry(database),
    incidents: new PostgresIncidentLog(database),
    reportStore: new PostgresReportStore(pool),
    feed: new FakeFeed(),
    assets,
    describeAsset: (assetId) => assets.describe(assetId),
    pushLease: alone,
    silenceStore: new FakeSilenceStore(),
    silenceJournal: new FakeSilenceJournal(),
  });
  // makes the parts that samples lie in
  const onProblem = () => undefined;
  keeping = new KeepHistory({ clock: wallClock, history: new PostgresHealthHistory(pool), onProblem });
  await keeping.start();
  ingest = new HealthIngest({ clock: wallClock, messages: half.messages, healthStore: new PostgresHealthStore(pool) });
  ingest.start();
  await half.start();
  await transport.start();
  hub.observe('loa/v1/device/#', ({ topic, payload }) => said.push({ topic, payload: Uint8Array.from(payload) }));
});
afterEach(async () => {
  await half.stop();
  await ingest.stop();
  await keeping.stop();
  await pool.end();
  await database.$disconnect();
  await rm(folder, { recursive: true, force: true });
});

type Spoken = 'presence' | 'sync-request' | 'want' | 'report' | 'health';
const NAMES = {
  presence: 'presence',
  'sync-request': 'syncRequest',
  want: 'want',
  report: 'report',
  health: 'health',
} as const;

const signer = (n: number): SigningIdentity => {
  const found = signers.get(`may-${n}`);
  if (found === undefined) throw new Error(`no key of may-${n}`);
  return found;
};
const subject = (n: number, kind: DeviceMessageKind) => subjects.device(`may-${n}`, kind);
const publish = (n: number, kind: Spoken, bytes: Uint8Array) => hub.publish(topicOf(subject(n, kind)), bytes);

async function say<K extends Spoken>(n: number, kind: K, payload: PayloadOf<(typeof NAMES)[K]>): Promise<Uint8Array> {
  const name: DocumentName = NAMES[kind];
  const bytes = await sealDocument(name, subject(n, kind), keys.deploymentId, payload as never, signer(n));
  publish(n, kind, bytes);
  return bytes;
}

const receipt = (broadcastId: string, state: ReceiptState) => ({
  kind: 'receipt' as const,
  broadcastId,
  version: 1,
  run: 1,
  state,
  items: [{ index: 0, part: 0, playedMs: 60_000 }],
});
const report = (number: number, body: PayloadOf<'report'>['reports'][number]['body'], installationId = 'board-1') => ({
  storeId: 'kho-1',
  installationId,
  lowestHeld: 1,
  reports: [{ number, body }],
});
const presence = (state: 'online' | 'offline', connection: number, installationId = 'board-1') => ({
  state,
  installationId,
  connection,
  protocol: 1,
  agentVersion: '0.0.0',
  capabilities: [],
});
const syncRequest = (nonce: string, installationId = 'board-1') => ({
  nonce,
  installationId,
  sentAtMs: 1,
  storeId: 'kho-1',
  held: { plans: {} },
});
const payloads: { [K in Spoken]: () => PayloadOf<(typeof NAMES)[K]> } = {
  presence: () => presence('online', 99),
  'sync-request': () => syncRequest('nonce-0123456789abcdef'),
  want: () => ({ assetId: 'a'.repeat(64) }),
  report: () => report(1, receipt('buoi-sang', 'finished')),
  health: () => ({ uptimeMs: 1, at: Date.now(), agentVersion: 'forged' }),
};

const incidents = async () => {
  const rows = await database.incident.findMany({ orderBy: { kind: 'asc' } });
  return rows.map(({ kind, subject: about }) => `${kind} ${about}`);
};
const device = (n: number) => database.device.findUniqueOrThrow({ where: { id: `may-${n}` } });
const answers = (kind: 'sync' | 'ack', n: number) => said.filter(({ topic }) => topic === topicOf(subject(n, kind)));
/** Long enough for a batch to be gathered and stored; what must not happen has no moment to wait for. */
const quiet = () => sleep(150);

describe.each(Object.keys(NAMES) as Spoken[])('a forged %s', (kind) => {
  it('leaves no trace but an incident; the genuine one is taken', async () => {
    const before = await device(1);
    const name: DocumentName = NAMES[kind];
    const forgeries = await forgeriesOf({
      name,
      subject: subject(1, kind),
      otherSubject: subject(2, kind),
      payload: payloads[kind]() as never,
      signer: signer(1),
      deploymentId: keys.deploymentId,
      // a device is asked by its topic, not by the name of the key: the name is no way around
      unfit: [{ what: 'the key of another device', signer: signer(2) }],
    });
    const asItself = await sealDocument(
      name,
      subject(2, kind),
      keys.deploymentId,
      payloads[kind]() as never,
      signer(2),
    );
    for (const { bytes } of forgeries.filter(({ what }) => what !== 'a key nobody knows')) publish(1, kind, bytes);
    publish(1, kind, asItself);
    await eventually('told', async () => (await incidents()).includes('forged-message may-1'));
    await quiet();
    expect(await device(1)).toEqual(before);
    expect(await database.reportRow.count()).toBe(0);
    expect(await database.receiptRow.count()).toBe(0);
    expect([...answers('sync', 1), ...answers('ack', 1)]).toEqual([]);
    expect(await incidents()).toEqual(['forged-message may-1']);

    await say(1, kind, payloads[kind]() as never);
    if (kind === 'report') await eventually('stored', async () => (await database.receiptRow.count()) === 1);
    if (kind === 'sync-request') await eventually('answered', () => answers('sync', 1).length === 1);
    if (kind === 'presence') await eventually('there', async () => (await device(1)).online);
    if (kind === 'health') await eventually('well', async () => (await device(1)).health !== null);
  });
});

describe('reports', () => {
  it('replayed and delivered ten times are stored once, and acknowledged each time', async () => {
    const bytes = await say(1, 'report', report(1, receipt('buoi-sang', 'finished')));
    await eventually('acknowledged', () => answers('ack', 1).length > 0);
    for (let n = 0; n < 10; n++) publish(1, 'report', bytes);
    await quiet();
    expect(await database.reportRow.count()).toBe(1);
    expect(await database.receiptRow.count()).toBe(1);
    expect(await incidents()).toEqual([]);
  });

  it('a receipt for a broadcast that is not for this device covers nobody', async () => {
    await say(1, 'report', report(1, receipt('buoi-chieu', 'finished')));
    await say(1, 'report', report(2, receipt('no-such-broadcast', 'finished')));
    await eventually('acknowledged', () => answers('ack', 1).length > 0);
    await quiet();
    expect(await database.receiptRow.count()).toBe(0);
    await say(2, 'report', report(1, receipt('buoi-chieu', 'missed'), 'board-2'));
    await eventually('stored', async () => (await database.receiptRow.count()) === 1);
    const row = await database.receiptRow.findFirstOrThrow();
    expect([row.clusterId, row.deviceId, row.state]).toEqual(['cum-2', 'may-2', 'missed']);
  });

  it('under a number that is taken change nothing, and are told', async () => {
    await say(1, 'report', report(1, receipt('buoi-sang', 'missed')));
    await eventually('stored', async () => (await database.receiptRow.count()) === 1);
    await say(1, 'report', report(1, receipt('buoi-sang', 'finished')));
    await eventually('told', async () => (await incidents()).includes('receipt-conflict may-1'));
    expect((await database.receiptRow.findFirstOrThrow()).state).toBe('missed');
  });
});

describe('presence', () => {
  it('of an older connection, replayed, does not change who is there', async () => {
    const online = await say(1, 'presence', presence('online', 5));
    await eventually('online', async () => (await device(1)).online);
    const offline = await say(1, 'presence', presence('offline', 5));
    await eventually('offline', async () => !(await device(1)).online);
    publish(1, 'presence', online);
    await quiet();
    expect((await device(1)).online).toBe(false);
    await say(1, 'presence', presence('online', 6));
    await eventually('online again', async () => (await device(1)).online);
    publish(1, 'presence', offline);
    await quiet();
    expect(await device(1)).toMatchObject({ online: true, connection: 6n });
  });
});

it('what a revoked device says until it is cut off counts for nothing, and is no forgery', async () => {
  await database.device.update({ where: { id: 'may-1' }, data: { revokedAt: new Date() } });
  await say(1, 'presence', presence('online', 3));
  await say(1, 'sync-request', syncRequest('nonce-first-00000001'));
  await say(1, 'report', report(1, receipt('buoi-sang', 'finished')));
  await quiet();
  expect((await device(1)).online).toBe(false);
  expect(await database.reportRow.count()).toBe(0);
  expect(answers('sync', 1)).toEqual([]);
  expect(await incidents()).toEqual([]);
});

describe('the same identity twice', () => {
  it('the first installation is answered on; the clone gets no answer, stores nothing, and is an incident', async () => {
    await say(1, 'sync-request', syncRequest('nonce-first-00000001'));
    await eventually('answered', () => answers('sync', 1).length === 1);
    await say(1, 'presence', presence('online', 3));
    await eventually('online', async () => (await device(1)).online);
    await say(1, 'sync-request', syncRequest('nonce-clone-00000001', 'board-clone'));
    await say(1, 'presence', presence('offline', 99, 'board-clone'));
    await say(1, 'report', report(1, receipt('buoi-sang', 'finished'), 'board-clone'));
    await eventually('told', async () => (await incidents()).includes('clone may-1'));
    await quiet();
    expect(answers('sync', 1)).toHaveLength(1);
    expect(answers('ack', 1)).toHaveLength(0);
    expect(await database.reportRow.count()).toBe(0);
    expect(await device(1)).toMatchObject({ online: true, connection: 3n, installationId: 'board-1' });
    await say(1, 'sync-request', syncRequest('nonce-first-00000002'));
    await eventually('answered still', () => answers('sync', 1).length === 2);
  });
});
