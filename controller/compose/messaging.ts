/** The way to the devices: the broker, embedded or outside, and the services behind it. */
import type { AssetId } from '@loa-lang/schemas/ids';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import type { JsonLog } from '../adapters/json-log.ts';
import { MqttTransport } from '../adapters/mqtt/mqtt-transport.ts';
import { PostgresDeviceRegistry } from '../adapters/postgres/device-registry.ts';
import { PostgresPushLease } from '../adapters/postgres/push-lease.ts';
import { PostgresReportStore } from '../adapters/postgres/report-store.ts';
import { InProcessFeed } from '../adapters/progress-feed.ts';
import { ReleaseRepository } from '../adapters/repositories/release-repository.ts';
import { openSilenceFile } from '../adapters/silence-file.ts';
import type { ControllerConfig } from '../config.ts';
import type { BroadcastTransport } from '../ports/broadcast-transport.ts';
import type { BrokerGate } from '../ports/broker-gate.ts';
import type { IncomingReport } from '../ports/report-store.ts';
import { createMqttHalf, type MqttHalf } from '../services/device-traffic/mqtt-half.ts';
import { TakeNewKeys } from '../services/keys/take-new-keys.ts';
import { RecordLocalActs } from '../services/on-the-spot/record-local-acts.ts';
import type { Shutdown } from '../shutdown.ts';
import { type OpenedBroker, openBroker } from './broker.ts';
import { composeHealth, type HealthParts } from './health.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';

/** How devices are reached where it is not by a broker. */
export interface Way {
  broker: OpenedBroker;
  transport: BroadcastTransport;
}

type ReportsListener = (added: readonly IncomingReport[]) => void;

export interface Messaging {
  half: MqttHalf;
  health: HealthParts['ingest'];
  healthUpkeep: Pick<HealthParts, 'keeping' | 'cards'>;
  transport: BroadcastTransport;
  feed: InProcessFeed;
  registry: PostgresDeviceRegistry;
  /** where devices connect */
  mqttUrl: string;
  /** password of a device at the embedded broker; an outside broker has its own accounts */
  devicePassword: ((deviceId: string) => string) | undefined;
  /** where devices with certificates connect */
  deviceBrokerUrl: string | undefined;
  gate: BrokerGate;
  /** Who is told of every new report after its commit. */
  onReports(listener: ReportsListener): void;
  /** Connects; what can be published is published. */
  /** @param onNewKeys told when others are in use */
  start(onNewKeys: () => void): Promise<void>;
}

export async function openMessaging(
  config: ControllerConfig,
  storage: Storage,
  stores: Stores,
  log: JsonLog,
  shutdown: Shutdown,
  way?: Way,
): Promise<Messaging> {
  const { database, backgroundPool, clock } = storage;
  const registry = new PostgresDeviceRegistry(database);
  const onProblem = (problem: string, cause?: unknown) => log.warn({ err: cause }, problem);
  const feed = new InProcessFeed((cause) => log.error({ err: cause }, 'a listener of events failed'));
  const broker = way?.broker ?? (await openBroker(config, storage, stores, registry, log, shutdown));
  const transport = way?.transport ?? new MqttTransport({ ...broker.connection, onProblem }, clock);
  const localActs = new RecordLocalActs({
    ...{ registry, feed, clock, onProblem },
    acts: stores.localActs,
    spotCredentials: stores.spotCredentials,
    broadcasts: stores.broadcasts,
    bulletins: stores.bulletins,
    emergencies: stores.emergencies,
    reader: stores.register.reader,
    incidents: storage.incidents,
    openIncidents: stores.incidents,
  });
  const afterReports: ReportsListener[] = [(added) => localActs.added(added)];
  // a version of the agent comes to devices as audio does
  const releases = new ReleaseRepository(database);
  const artefact = async (assetId: AssetId) => {
    const release = await releases.find(assetId);
    return release && { sizeBytes: release.sizeBytes };
  };
  const half = createMqttHalf(
    {
      ...storage,
      transport,
      source: stores.documents,
      registry,
      reportStore: new PostgresReportStore(backgroundPool),
      pushLease: new PostgresPushLease(backgroundPool),
      silenceStore: stores.silence,
      silenceJournal: openSilenceFile(storage.dataDir),
      feed,
      onReports: (added) => {
        for (const tell of afterReports) tell(added);
      },
      describeAsset: async (assetId) => (await stores.bulletins.asset(assetId)) ?? (await artefact(assetId)),
      onProblem,
    },
    { push: { bytesPerSecond: config.audioPaceBytesPerSecond }, beside: config.broker.kind === 'outside' },
  );
  const health = composeHealth(storage, stores, half.messages, onProblem);
  const newKeys = new TakeNewKeys({
    ...storage,
    publisher: half.publisher,
    reissueAll: () => half.upkeep.reissueAll(),
    onProblem,
  });
  return {
    half,
    health: health.ingest,
    healthUpkeep: health,
    transport,
    feed,
    registry,
    mqttUrl: broker.connection.url,
    devicePassword: broker.devicePassword,
    deviceBrokerUrl: broker.deviceBrokerUrl,
    onReports: (listener) => void afterReports.push(listener),
    gate: {
      changed: () => broker.gate.changed(),
      async shutOut(device) {
        half.devices.forget(device.deviceId);
        await broker.gate.shutOut(device);
        // what it said of itself last would be believed of a stranger, or taken for a forgery
        const presence = topicOf(subjects.device(device.deviceId, 'presence'));
        await transport.publish(presence, new Uint8Array(0), { qos: 1, retain: true });
      },
    },
    async start(onNewKeys) {
      shutdown.add('transport', () => transport.stop());
      shutdown.add('acts at devices', () => localActs.stop());
      shutdown.add('messages', () => half.stop());
      await half.start();
      await health.start(shutdown);
      await transport.start();
      localActs.start();
      newKeys.start(onNewKeys);
      shutdown.add('new keys', () => newKeys.stop());
    },
  };
}
