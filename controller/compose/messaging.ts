/** The way to the devices: the broker, embedded or outside, and the services behind it. */

import type { JsonLog } from '../adapters/json-log.ts';
import { openBrokerSecret } from '../adapters/keys/broker-secret.ts';
import { MqttTransport, type MqttTransportOptions } from '../adapters/mqtt/mqtt-transport.ts';
import { PostgresDeviceRegistry } from '../adapters/postgres/device-registry.ts';
import { PostgresPushLease } from '../adapters/postgres/push-lease.ts';
import { PostgresReportStore } from '../adapters/postgres/report-store.ts';
import { InProcessFeed } from '../adapters/progress-feed.ts';
import { openSilenceFile } from '../adapters/silence-file.ts';
import type { ControllerConfig } from '../config.ts';
import { EmbeddedBroker } from '../embedded/broker.ts';
import { brokerPassword, CONTROLLER_USERNAME, passwordAccess } from '../embedded/broker-access.ts';
import { createMqttHalf, type MqttHalf } from '../services/device-traffic/mqtt-half.ts';
import { TakeNewKeys } from '../services/keys/take-new-keys.ts';
import type { Shutdown } from '../shutdown.ts';
import { portWords, startStep } from '../start-fault.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';

export interface Messaging {
  half: MqttHalf;
  transport: MqttTransport;
  feed: InProcessFeed;
  registry: PostgresDeviceRegistry;
  /** where devices connect */
  mqttUrl: string;
  /** password of a device at the embedded broker; an outside broker has its own accounts */
  devicePassword: ((deviceId: string) => string) | undefined;
  /** Connects; what can be published is published. */
  start(): Promise<void>;
}

export async function openMessaging(
  config: ControllerConfig,
  storage: Storage,
  stores: Stores,
  log: JsonLog,
  shutdown: Shutdown,
): Promise<Messaging> {
  const { database, backgroundPool, clock } = storage;
  const registry = new PostgresDeviceRegistry(database, stores.register.reader);
  const onProblem = (problem: string, cause?: unknown) => log.warn({ err: cause }, problem);
  const feed = new InProcessFeed((cause) => log.error({ err: cause }, 'a listener of events failed'));
  const broker = await openBroker(config, storage.dataDir, registry, log, shutdown);
  const transport = new MqttTransport({ ...broker.connection, onProblem }, clock);
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
      describeAsset: (assetId) => stores.bulletins.asset(assetId),
      onProblem,
    },
    { push: { bytesPerSecond: config.audioPaceBytesPerSecond }, beside: config.broker.kind === 'outside' },
  );
  const newKeys = new TakeNewKeys({
    ...storage,
    publisher: half.publisher,
    reissueAll: () => half.upkeep.reissueAll(),
    onProblem,
  });
  return {
    half,
    transport,
    feed,
    registry,
    mqttUrl: broker.connection.url,
    devicePassword: broker.devicePassword,
    async start() {
      shutdown.add('transport', () => transport.stop());
      shutdown.add('messages', () => half.stop());
      await half.start();
      await transport.start();
      newKeys.start();
      shutdown.add('new keys', () => newKeys.stop());
    },
  };
}

interface OpenedBroker {
  connection: Pick<MqttTransportOptions, 'url' | 'username' | 'password'>;
  devicePassword: Messaging['devicePassword'];
}

async function openBroker(
  { broker }: ControllerConfig,
  dataDir: string,
  registry: PostgresDeviceRegistry,
  log: JsonLog,
  shutdown: Shutdown,
): Promise<OpenedBroker> {
  if (broker.kind === 'outside') {
    const { url, username, password } = broker;
    const connection = {
      url,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
    };
    return { connection, devicePassword: undefined };
  }
  const secret = await openBrokerSecret(dataDir);
  await registry.allOffline();
  const embedded = new EmbeddedBroker({
    host: broker.host,
    port: broker.port,
    // plans are signed, not secret: without the database the answer is yes
    access: passwordAccess(secret, (deviceId, planId) =>
      registry.find(deviceId).then(
        (device) => device === undefined || device.planIds.includes(planId),
        () => true,
      ),
    ),
    onRefused: (refusal) => log.warn({ refusal }, 'the broker refused a client'),
  });
  await startStep(portWords('MQTT_PORT', broker.host, broker.port), () => embedded.start());
  shutdown.add('broker', () => embedded.stop());
  const password = (username: string) => brokerPassword(secret, username);
  return {
    connection: { url: embedded.url, username: CONTROLLER_USERNAME, password: password(CONTROLLER_USERNAME) },
    devicePassword: password,
  };
}
