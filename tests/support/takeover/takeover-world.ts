/**
 * Two communes whose broker belongs to an attacker: whole agents and the controller's own services, with real keys in
 * a real key file, all on virtual time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyCabinet } from '@loa-lang/controller/adapters/keys/key-cabinet';
import { draftOf } from '@loa-lang/controller/domain/keys/renewal';
import { signKeyDocument } from '@loa-lang/controller/domain/keys/sign-key-document';
import type { ChangingKeys } from '@loa-lang/controller/ports/key-store';
import { createMqttHalf, type MqttHalf } from '@loa-lang/controller/services/device-traffic/mqtt-half';
import { TakeNewKeys } from '@loa-lang/controller/services/keys/take-new-keys';
import { privateKeyFrom, type SigningIdentity } from '@loa-lang/schemas/sealing/seal';
import { LAST_INSTANT } from '@loa-lang/schemas/units';
import type { KeyUse } from '@loa-lang/schemas/wire/keys';
import type { PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import type { ReportBody } from '@loa-lang/schemas/wire/report';
import { alone } from '../alone.ts';
import { FakeAssets } from '../fake-assets.ts';
import { FakeFeed } from '../fake-feed.ts';
import { FakeLedger } from '../fake-ledger.ts';
import { FakeIncidents, FakeRegistry } from '../fake-registry.ts';
import { FakeReportStore } from '../fake-report-store.ts';
import { FakeSilenceJournal, FakeSilenceStore } from '../fake-silence.ts';
import { FakeSource, someSettings } from '../fake-source.ts';
import { HubTransport } from '../simulation/hub-transport.ts';
import { Kernel } from '../simulation/kernel.ts';
import { SimDevice } from '../simulation/sim-device.ts';
import { newKey } from '../stand-in-controller.ts';
import { openTestKeys, TEST_BOX } from '../test-keys.ts';
import { HostileBroker } from './hostile-broker.ts';

export const S = 1000;
export const MINUTE = 60 * S;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** 06:00 on a Friday in Vietnam. */
const FIRST_DAY = Date.parse('2027-01-15T06:00:00+07:00');
const SOUND_MS = 20 * S;
/** device → the areas it follows, lowest first; two communes of one province */
export const PLACES: Record<string, string[]> = {
  d1: ['thon-a1', 'xa-a', 'tinh'],
  d2: ['thon-a2', 'xa-a', 'tinh'],
  d3: ['thon-b1', 'xa-b', 'tinh'],
};

export class TakeoverWorld {
  readonly kernel = new Kernel(FIRST_DAY);
  readonly broker = new HostileBroker();
  readonly devices = new Map<string, SimDevice>();
  readonly deviceKeys = new Map<string, { x: string; d: string }>();
  readonly incidents = new FakeIncidents();
  readonly registry = new FakeRegistry();
  readonly ledger = new FakeLedger();
  readonly source = new FakeSource();
  readonly reports = new FakeReportStore(this.incidents);
  readonly assets = new FakeAssets();
  readonly problems: string[] = [];
  readonly folder: string;
  keys: ChangingKeys;
  #half: MqttHalf | undefined;
  #transport: HubTransport | undefined;
  #newKeys: TakeNewKeys | undefined;
  #cards = 0;

  private constructor(folder: string, keys: ChangingKeys) {
    this.folder = folder;
    this.keys = keys;
  }

  /** All devices are on and well. */
  static async open(): Promise<TakeoverWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'loa-takeover-'));
    const world = new TakeoverWorld(folder, await openTestKeys(folder));
    world.kernel.seize(() => 0.5);
    for (const [deviceId, areaIds] of Object.entries(PLACES)) {
      const key = await newKey();
      world.deviceKeys.set(deviceId, key);
      const clusterId = `cluster-${deviceId}`;
      world.source.settings.set(deviceId, { ...someSettings(areaIds), clusterId });
      for (const areaId of areaIds) if (!world.source.plans.has(areaId)) world.source.plans.set(areaId, []);
      const row = { deviceId, publicKey: key.x, clusterId, installationId: undefined, planIds: areaIds };
      world.registry.devices.set(deviceId, row);
      world.devices.set(deviceId, world.newDevice(deviceId));
    }
    await world.start();
    for (const device of world.devices.values()) await device.boot();
    await world.run(10 * S);
    return world;
  }

  /** The same device with nothing on its disk. */
  newDevice(deviceId: string, root = this.keys.root): SimDevice {
    const key = this.deviceKeys.get(deviceId);
    if (key === undefined) throw new Error(`no device ${deviceId}`);
    const { deploymentId } = this.keys;
    const assetLengthMs = () => SOUND_MS;
    const cardName = `card-${++this.#cards}`;
    const options = { deviceId, deploymentId, root, key, assetLengthMs, random: () => 0.5, cardName };
    return new SimDevice(this.kernel, this.broker, options);
  }

  device(deviceId: string): SimDevice {
    const device = this.devices.get(deviceId);
    if (device === undefined) throw new Error(`no device ${deviceId}`);
    return device;
  }

  get half(): MqttHalf {
    if (this.#half === undefined) throw new Error('the controller is down');
    return this.#half;
  }

  get now(): number {
    return this.kernel.now;
  }

  async run(ms: number): Promise<void> {
    await this.kernel.runTo(this.now + ms);
  }

  async start(): Promise<void> {
    const transport = new HubTransport(this.broker, () => this.now);
    const { ledger, registry, incidents, source, reports, assets, keys } = this;
    const clock = { now: () => Math.floor(this.now), preciseNow: () => this.now, monotonicNow: () => this.now };
    const onProblem = (problem: string, cause?: unknown) => this.problems.push(`${problem}: ${cause}`);
    const half = createMqttHalf({
      ...{ transport, keys, clock, ledger, source, registry, incidents, reportStore: reports, assets, onProblem },
      feed: new FakeFeed(),
      describeAsset: (assetId) => assets.describe(assetId),
      pushLease: alone,
      silenceStore: new FakeSilenceStore(),
      silenceJournal: new FakeSilenceJournal(),
    });
    this.#half = half;
    this.#transport = transport;
    const reissueAll = () => half.upkeep.reissueAll();
    this.#newKeys = new TakeNewKeys({ keys, publisher: half.publisher, reissueAll, incidents, clock, onProblem });
    await half.start();
    await transport.start();
  }

  async close(): Promise<void> {
    for (const device of this.devices.values()) await device.crash();
    await this.#half?.stop();
    await this.#transport?.stop();
    this.kernel.release();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The commands of `npm run keys`. */
  get cabinet(): KeyCabinet {
    return new KeyCabinet(this.folder, TEST_BOX);
  }

  /** A key of this scope, vouched for by the root and held by nobody but who asks. */
  async ownKey(use: KeyUse, scope: string): Promise<SigningIdentity> {
    const [read, pair] = [await this.cabinet.read(), await newKey()];
    const kid = `own-${use}`;
    const key = { kid, use, x: pair.x, scope, notBefore: 0, notAfter: LAST_INSTANT };
    const root = {
      ...read.root,
      d: TEST_BOX.open(read.file.secrets[read.root.kid] ?? '', `${read.file.deploymentId}/${read.root.kid}`),
    };
    const draft = draftOf(read.document, { keys: [...read.document.keys, key] }, undefined, Date.now());
    await this.cabinet.apply(await signKeyDocument(draft, read.file.deploymentId, root));
    await this.takeNewKeys();
    return { kid, privateKey: await privateKeyFrom(pair) };
  }

  /** What the running controller does when a command has changed its keys. */
  async takeNewKeys(): Promise<void> {
    await this.#newKeys?.look();
    await this.run(0);
  }

  /** Audio that the controller has. */
  sound(): { assetId: string; sizeBytes: number } {
    return { assetId: this.assets.make(2000), sizeBytes: 2000 };
  }

  /** Brings an area's plan to these broadcasts. */
  async plan(planId: string, broadcasts: PlannedBroadcast[]): Promise<void> {
    this.source.plans.set(planId, broadcasts);
    const [outcome] = await this.half.publisher.publishPlans([planId], { urgent: true });
    if (!outcome?.ok) throw new Error(`plan not published: ${JSON.stringify(outcome)}`);
  }

  broadcast(id: string, startAt: number, over: Partial<PlannedBroadcast> = {}): PlannedBroadcast {
    return {
      ...{ id, version: 1, class: 'scheduled', level: 'commune', startAt, latestStartAt: startAt + 10 * MINUTE },
      ...{ joinUntilAt: startAt + 15 * S, endsAt: startAt + SOUND_MS + 5 * S, targets: 'all' },
      ...{ onInterrupted: 'restart', volumeRule: { gainDb: 0 } },
      items: [{ kind: 'asset', part: 0, durationMs: SOUND_MS, language: 'vi', ...this.sound() }],
      ...over,
    } as PlannedBroadcast;
  }

  /** Three readings would be one sound here: what is read again every ten minutes, for two hours. */
  emergency(id: string, startAt: number): PlannedBroadcast {
    const until = startAt + 2 * HOUR;
    const repeat = { everyMs: 10 * MINUTE, until };
    const ends = { latestStartAt: until, joinUntilAt: until, endsAt: until + SOUND_MS };
    return this.broadcast(id, startAt, { class: 'emergency', repeat, ...ends });
  }

  /** `id@second` of everything heard since, by one device. */
  heard(deviceId: string, since: number): string[] {
    // clocks differ by a millisecond or two
    const stretches = this.device(deviceId).heard.filter(({ fromAt }) => fromAt >= since - S / 2);
    return stretches.map(({ broadcastId, fromAt }) => `${broadcastId}@${Math.round((fromAt - since) / S) + 0}`);
  }

  /** What devices have reported, as the controller has stored it. */
  bodies(deviceId: string): ReportBody[] {
    return [...this.reports.rows.values()].filter((row) => row.deviceId === deviceId).map(({ entry }) => entry.body);
  }

  /** Kinds and subjects of what was raised since the last call. */
  #seen = 0;
  noticed(): string[] {
    const fresh = this.incidents.raised.slice(this.#seen).map(({ kind, subject }) => `${kind} ${subject}`);
    this.#seen = this.incidents.raised.length;
    return [...new Set(fresh)];
  }
}
