/** The controller's MQTT half on a real broker, with memory in place of the database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MqttTransport, type MqttTransportOptions } from '@loa-lang/controller/adapters/mqtt/mqtt-transport';
import type { PushRules } from '@loa-lang/controller/domain/push/push-rules';
import type { DeploymentKeys } from '@loa-lang/controller/ports/key-store';
import type { PushLease } from '@loa-lang/controller/ports/push-lease';
import { createMqttHalf, type MqttHalf } from '@loa-lang/controller/services/device-traffic/mqtt-half';
import { alone } from './alone.ts';
import { controllerCredentials } from './broker.ts';
import { FakeAssets } from './fake-assets.ts';
import { wallClock } from './fake-clock.ts';
import { FakeDevice } from './fake-device.ts';
import { FakeFeed } from './fake-feed.ts';
import { FakeLedger } from './fake-ledger.ts';
import { FakeIncidents, FakeRegistry } from './fake-registry.ts';
import { FakeReportStore } from './fake-report-store.ts';
import { FakeSilenceJournal, FakeSilenceStore } from './fake-silence.ts';
import { FakeSource, someSettings } from './fake-source.ts';
import { openTestKeys } from './test-keys.ts';

interface HalfOptions {
  lease?: PushLease;
  beside?: ControllerHalf;
  sameDatabase?: boolean;
  journal?: FakeSilenceJournal;
}

export class ControllerHalf {
  readonly ledger: FakeLedger;
  readonly registry: FakeRegistry;
  readonly incidents = new FakeIncidents();
  readonly reports = new FakeReportStore(this.incidents);
  readonly source: FakeSource;
  readonly feed = new FakeFeed();
  readonly silenceStore: FakeSilenceStore;
  readonly silenceJournal: FakeSilenceJournal;
  readonly assets: FakeAssets;
  readonly problems: string[] = [];
  readonly keys: DeploymentKeys;
  readonly transport: MqttTransport;
  readonly half: MqttHalf;
  private readonly folder: string;

  private constructor(
    folder: string,
    keys: DeploymentKeys,
    transport: Partial<MqttTransportOptions>,
    rules: Partial<PushRules>,
    lease: PushLease,
    other: ControllerHalf | undefined,
    database: ControllerHalf | undefined,
    journal: FakeSilenceJournal,
  ) {
    this.folder = folder;
    this.keys = other?.keys ?? keys;
    this.registry = other?.registry ?? new FakeRegistry();
    this.assets = other?.assets ?? new FakeAssets();
    this.ledger = database?.ledger ?? new FakeLedger();
    this.source = database?.source ?? new FakeSource();
    this.silenceStore = database?.silenceStore ?? new FakeSilenceStore();
    this.silenceJournal = journal;
    this.source.latches = () => this.silenceStore.latches.values();
    this.transport = new MqttTransport(
      {
        url: '',
        backOff: { firstMs: 20, maxMs: 100 },
        publishTimeoutMs: 2000,
        ...controllerCredentials(),
        ...transport,
      },
      wallClock,
    );
    const { ledger, source, registry, incidents, reports, feed, assets } = this;
    this.half = createMqttHalf(
      {
        transport: this.transport,
        keys: this.keys,
        clock: wallClock,
        ledger,
        source,
        registry,
        incidents,
        reportStore: reports,
        feed,
        assets,
        describeAsset: (assetId) => assets.describe(assetId),
        pushLease: lease,
        silenceStore: this.silenceStore,
        silenceJournal: this.silenceJournal,
        onProblem: (problem, cause) => this.problems.push(`${problem}: ${cause}`),
      },
      { push: rules, upkeep: { retryFirstMs: 50, retryMaxMs: 200 }, beside: other !== undefined },
    );
  }

  /**
   * `beside`: another controller of the same deployment; `sameDatabase`: and on the same database; `journal`: the file
   * of an earlier life.
   */
  static async make(
    transport: Partial<MqttTransportOptions> & { url: string },
    rules: Partial<PushRules> = {},
    { lease = alone, beside, sameDatabase = false, journal = new FakeSilenceJournal() }: HalfOptions = {},
  ): Promise<ControllerHalf> {
    const folder = await mkdtemp(join(tmpdir(), 'loa-half-'));
    const keys = await openTestKeys(folder);
    const database = sameDatabase ? beside : undefined;
    return new ControllerHalf(folder, keys, transport, rules, lease, beside, database, journal);
  }

  async start(): Promise<void> {
    await this.half.start();
    await this.transport.start();
  }

  /** A device known to the controller, following `planIds`; connected by the caller. */
  async enrol(deviceId: string, planIds: string[]): Promise<FakeDevice> {
    const device = await FakeDevice.make(deviceId, this.keys.deploymentId);
    this.registry.devices.set(deviceId, {
      deviceId,
      publicKey: device.publicKey,
      clusterId: `cluster-of-${deviceId}`,
      installationId: undefined,
      planIds,
    });
    this.source.settings.set(deviceId, someSettings(planIds));
    for (const planId of planIds) if (!this.source.plans.has(planId)) this.source.plans.set(planId, []);
    return device;
  }

  async stop(): Promise<void> {
    await this.half.stop();
    await this.transport.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
