/** The controller on virtual time: its real services and documents, with memory in place of database and broker. */
import type { Cluster, Territory } from '@loa-lang/controller/domain/areas/territory';
import { followedAreaIds, followedGroupIds } from '@loa-lang/controller/domain/areas/territory';
import { KEEP_CANCELLED_MS, planContent } from '@loa-lang/controller/domain/plan-content/plan-content';
import { settingsContent } from '@loa-lang/controller/domain/plan-content/settings-content';
import type { DocumentSource } from '@loa-lang/controller/ports/document-ledger';
import type { DeploymentKeys } from '@loa-lang/controller/ports/key-store';
import { createMqttHalf, type MqttHalf } from '@loa-lang/controller/services/device-traffic/mqtt-half';
import { DocumentDelivery } from '@loa-lang/controller/services/publishing/deliver-documents';
import { alone } from '../alone.ts';
import { FakeAssets } from '../fake-assets.ts';
import { FakeFeed } from '../fake-feed.ts';
import { FakeLedger } from '../fake-ledger.ts';
import type { FakeHub } from '../fake-link.ts';
import { FakeIncidents, FakeRegistry } from '../fake-registry.ts';
import { FakeReportStore } from '../fake-report-store.ts';
import { FakeSilenceJournal, FakeSilenceStore } from '../fake-silence.ts';
import { openTestKeys } from '../test-keys.ts';
import { HubTransport } from './hub-transport.ts';
import type { Kernel } from './kernel.ts';
import { MemoryBroadcasts } from './memory-broadcasts.ts';

/** Devices ask for the time less often than in life: what they do with the answer is what matters here. */
const INTERVALS = { syncBusyMs: 60_000, syncIdleMs: 6 * 3600_000 };

export class SimController {
  readonly feed = new FakeFeed();
  readonly ledger = new FakeLedger();
  readonly registry = new FakeRegistry();
  readonly incidents = new FakeIncidents();
  readonly assets = new FakeAssets();
  readonly silence = new FakeSilenceStore();
  readonly problems: string[] = [];
  readonly broadcasts: MemoryBroadcasts;
  readonly clock;
  readonly keys: DeploymentKeys;
  readonly territory: Territory;
  readonly #kernel: Kernel;
  readonly #hub: FakeHub;
  #half: MqttHalf | undefined;
  #transport: HubTransport | undefined;
  delivery: DocumentDelivery | undefined;

  private constructor(kernel: Kernel, hub: FakeHub, territory: Territory, keys: DeploymentKeys) {
    this.#kernel = kernel;
    this.#hub = hub;
    this.territory = territory;
    this.keys = keys;
    this.clock = { now: () => Math.floor(kernel.now), preciseNow: () => kernel.now, monotonicNow: () => kernel.now };
    const deviceOf = (clusterId: string) => {
      const device = [...this.registry.devices.values()].find((each) => each.clusterId === clusterId);
      if (device === undefined) return undefined;
      return { deviceId: device.deviceId, online: this.registry.presences.get(device.deviceId)?.state === 'online' };
    };
    this.broadcasts = new MemoryBroadcasts(deviceOf, (deviceId) => this.registry.devices.get(deviceId)?.clusterId);
  }

  /** @param folder where the keys lie */
  static async make(kernel: Kernel, hub: FakeHub, territory: Territory, folder: string): Promise<SimController> {
    return new SimController(kernel, hub, territory, await openTestKeys(folder));
  }

  /** A device known to the controller in this cluster. */
  enrol(deviceId: string, publicKey: string, cluster: Cluster): void {
    const planIds = [...followedAreaIds(this.territory.areas, cluster), ...followedGroupIds(this.territory, cluster)];
    this.registry.devices.set(deviceId, {
      deviceId,
      publicKey,
      clusterId: cluster.id,
      installationId: undefined,
      planIds,
    });
  }

  get isUp(): boolean {
    return this.#half !== undefined;
  }

  get half(): MqttHalf {
    if (this.#half === undefined) throw new Error('the controller is down');
    return this.#half;
  }

  async start(): Promise<void> {
    const transport = new HubTransport(this.#hub, () => this.#kernel.now);
    const { ledger, registry, incidents, feed, assets, keys, clock } = this;
    const half = createMqttHalf({
      transport,
      keys,
      clock,
      ledger,
      source: this.#source(),
      registry,
      incidents,
      reportStore: this.#reports,
      silenceStore: this.silence,
      silenceJournal: this.#journal,
      feed,
      assets,
      describeAsset: (assetId) => assets.describe(assetId),
      pushLease: alone,
      onReports: (added) => this.broadcasts.take(added),
      onProblem: (problem, cause) => this.problems.push(`${problem}: ${cause}`),
    });
    this.#half = half;
    this.#transport = transport;
    this.delivery = new DocumentDelivery(half.publisher);
    await half.start();
    await transport.start();
  }

  /** Nothing is in memory that matters: the next start reads it all. */
  async stop(): Promise<void> {
    await this.#half?.stop();
    await this.#transport?.stop();
    this.#half = undefined;
  }

  readonly #reports = new FakeReportStore(this.incidents);
  readonly #journal = new FakeSilenceJournal();

  #source(): DocumentSource {
    const { territory, broadcasts, silence } = this;
    return {
      planIds: async () => [...territory.areas.keys(), ...territory.groups.keys()],
      planContent: async (planId, now) =>
        planContent(
          {
            planId,
            removed: false,
            broadcasts: await broadcasts.inPlan(planId, now - KEEP_CANCELLED_MS),
            latches: [...silence.latches.values()].filter((latch) => latch.areaId === planId),
            keepAssets: [],
          },
          now,
        ),
      deviceIds: async () => [...this.registry.devices.keys()],
      settingsContent: async (deviceId) => {
        const clusterId = this.registry.devices.get(deviceId)?.clusterId;
        const cluster = clusterId === undefined ? undefined : territory.clusters.get(clusterId);
        if (cluster === undefined) return undefined;
        const audienceSize = territory.clusters.size;
        const content = settingsContent(territory, { cluster, muted: false, volumeDb: 0, audienceSize });
        return { ...content, intervals: INTERVALS };
      },
    };
  }
}
