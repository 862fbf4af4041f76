/** The controller on virtual time: its real use cases, services and documents, with memory in place of database and broker. */
import { DEFAULT_ENCODING, encodingKey } from '@loa-lang/controller/adapters/audio/encoding-settings';
import { InProcessFeed } from '@loa-lang/controller/adapters/progress-feed';
import { composeUseCases } from '@loa-lang/controller/compose/use-cases';
import type { Cluster, Territory } from '@loa-lang/controller/domain/areas/territory';
import { followedAreaIds, followedGroupIds } from '@loa-lang/controller/domain/areas/territory';
import type { Person } from '@loa-lang/controller/domain/people/person';
import type { Exclusive } from '@loa-lang/controller/ports/exclusive';
import type { DeploymentKeys } from '@loa-lang/controller/ports/key-store';
import { createMqttHalf, type MqttHalf } from '@loa-lang/controller/services/device-traffic/mqtt-half';
import { People } from '@loa-lang/controller/services/people/people';
import { alone } from '../alone.ts';
import { FakeLedger } from '../fake-ledger.ts';
import type { FakeHub } from '../fake-link.ts';
import { FakeIncidents, FakeRegistry } from '../fake-registry.ts';
import { FakeReportStore } from '../fake-report-store.ts';
import { FakeSilenceJournal, FakeSilenceStore } from '../fake-silence.ts';
import { Tables } from '../memory/tables.ts';
import { openTestKeys } from '../test-keys.ts';
import { HubTransport } from './hub-transport.ts';
import type { Kernel } from './kernel.ts';
import { only } from './only.ts';
import { SimAssets, simAudio } from './sim-audio.ts';
import { type SimStores, simStores } from './sim-stores.ts';

/** The queue looks through schedules every quarter of an hour; eight days ahead are planned, so this is often enough here. */
const JOBS_EVERY_MS = 3 * 3600_000;

export type UseCases = ReturnType<typeof composeUseCases>;

interface Running {
  half: MqttHalf;
  transport: HubTransport;
  useCases: UseCases;
  jobs: NodeJS.Timeout;
}

export class SimController {
  readonly ledger = new FakeLedger();
  readonly registry = new FakeRegistry();
  readonly incidents = new FakeIncidents();
  readonly reports = new FakeReportStore(this.incidents);
  readonly assets = new SimAssets();
  readonly tables = new Tables();
  readonly problems: string[] = [];
  readonly stores: SimStores;
  readonly clock;
  readonly keys: DeploymentKeys;
  readonly feed = new InProcessFeed((cause) => this.problems.push(`feed: ${cause}`));
  readonly #territory: Territory;
  readonly #people: readonly Person[];
  readonly #kernel: Kernel;
  readonly #hub: FakeHub;
  readonly #journal = new FakeSilenceJournal();
  readonly #silence = new FakeSilenceStore();
  #ids = 0;
  #running: Running | undefined;

  private constructor(kernel: Kernel, hub: FakeHub, commune: Commune, keys: DeploymentKeys) {
    this.#kernel = kernel;
    this.#hub = hub;
    this.#territory = commune.territory;
    this.#people = commune.people;
    this.keys = keys;
    this.clock = { now: () => Math.floor(kernel.now), preciseNow: () => kernel.now, monotonicNow: () => kernel.now };
    const { tables, registry } = this;
    this.stores = simStores({ tables, territory: commune.territory, registry, silence: this.#silence });
  }

  /** @param folder where the keys lie */
  static async make(kernel: Kernel, hub: FakeHub, commune: Commune, folder: string): Promise<SimController> {
    return new SimController(kernel, hub, commune, await openTestKeys(folder));
  }

  /** In the order in which they are made, as real ones are. */
  readonly newId = (): string => `i${String(++this.#ids).padStart(6, '0')}`;

  /** A device known to the controller in this cluster. */
  enrol(deviceId: string, publicKey: string, cluster: Cluster): void {
    const territory = this.#territory;
    const planIds = [...followedAreaIds(territory.areas, cluster), ...followedGroupIds(territory, cluster)];
    const device = { deviceId, publicKey, clusterId: cluster.id, installationId: undefined, planIds };
    this.registry.devices.set(deviceId, device);
  }

  get isUp(): boolean {
    return this.#running !== undefined;
  }

  get useCases(): UseCases {
    if (this.#running === undefined) throw new Error('the controller is down');
    return this.#running.useCases;
  }

  /** As a process starts: nothing is known but what is in the stores. */
  async start(): Promise<void> {
    const onProblem = (problem: string, cause?: unknown) => void this.problems.push(`${problem}: ${cause}`);
    const transport = new HubTransport(this.#hub, () => this.#kernel.now);
    const { half, useCases } = this.#compose(transport, onProblem);
    const { making, bringForward, materialiser, sourceAdvance, silence, launch, looking, approvalUpkeep } = useCases;
    await half.start();
    await transport.start();
    await making.start();
    bringForward.start();
    const look = () => {
      const work = [materialiser.all(), sourceAdvance.look(), approvalUpkeep.look()];
      for (const each of work) each.catch((cause: unknown) => onProblem('job', cause));
    };
    look();
    await silence.start();
    await launch.start();
    looking.start();
    this.#running = { half, transport, useCases, jobs: setInterval(look, JOBS_EVERY_MS) };
  }

  async stop(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    const { half, transport, useCases, jobs } = running;
    clearInterval(jobs);
    await useCases.looking.stop();
    useCases.launch.stop();
    useCases.silence.stop();
    await useCases.materialiser.stop();
    await useCases.bringForward.stop();
    await useCases.making.stop();
    await half.stop();
    await transport.stop();
    this.#running = undefined;
  }

  #compose(transport: HubTransport, onProblem: (problem: string, cause?: unknown) => void) {
    const { ledger, registry, incidents, feed, assets, keys, clock, stores } = this;
    const half = createMqttHalf({
      ...{ transport, keys, clock, ledger, registry, incidents, feed, assets, onProblem },
      source: stores.documents,
      reportStore: this.reports,
      silenceStore: this.#silence,
      silenceJournal: this.#journal,
      describeAsset: (assetId) => assets.describe(assetId),
      pushLease: alone,
      onReports: (added) => stores.broadcasts.take(added),
    });
    const useCases = composeUseCases({
      ...{ stores, feed, clock, newId: this.newId, assets, onProblem },
      ...simAudio(assets),
      publisher: half.publisher,
      originals: only('originals'),
      partials: only('partials'),
      photos: only('photos'),
      liveRecordings: only('liveRecordings'),
      newSender: only('newSender'),
      encoder: only('encoder'),
      auditJournal: only('auditJournal'),
      auditHeads: only('auditHeads'),
      encoding: DEFAULT_ENCODING,
      encodingKey,
      defaultVoice: 'simulated',
      defaultWordsPerMinute: 180,
      uploadLimitBytes: 1,
      pace: { bytesPerSecond: 32_000, burstBytes: 65_536 },
      maxWatchers: 1,
      probes: [],
      deployment: only('deployment', { id: keys.deploymentId }),
      authority: only('authority'),
      gate: only('gate'),
      puller: only('puller'),
      deviceBrokerUrl: undefined,
      deploymentFile: () => undefined,
      apiToken: undefined,
      trial: false,
      secretBox: only('secretBox'),
      passwordHasher: only('passwordHasher'),
      locks: inTurn(),
      people: new People(this.#people),
      incidentLog: incidents,
      publicUrl: undefined,
      trustedProxies: [],
      keeper: half.silence,
      confirmations: half.confirmations,
      preparedEmergencies: false,
    });
    return { half, useCases };
  }
}

export interface Commune {
  territory: Territory;
  people: readonly Person[];
}

/** One controller alone has its turn at once; its own callers wait for each other. */
function inTurn(): Exclusive {
  const turns = new Map<string, Promise<unknown>>();
  return {
    run(subject, work) {
      const turn = (turns.get(subject) ?? Promise.resolve()).then(work, work);
      turns.set(
        subject,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
}
