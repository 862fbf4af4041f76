/** The way to the devices: the broker, embedded or outside, and the services behind it. */

import type { JsonLog } from '../adapters/json-log.ts';
import { openBrokerSecret } from '../adapters/keys/broker-secret.ts';
import { MqttTransport, type MqttTransportOptions } from '../adapters/mqtt/mqtt-transport.ts';
import { PostgresDeviceRegistry } from '../adapters/postgres/device-registry.ts';
import { PostgresPushLease } from '../adapters/postgres/push-lease.ts';
import { PostgresReportStore } from '../adapters/postgres/report-store.ts';
import { InProcessFeed } from '../adapters/progress-feed.ts';
import { openSilenceFile } from '../adapters/silence-file.ts';
import { hostOf } from '../config/devices.ts';
import type { BrokerConfig, ControllerConfig } from '../config.ts';
import { EmbeddedBroker } from '../embedded/broker.ts';
import { type BrokerAccess, brokerPassword, CONTROLLER_USERNAME, passwordAccess } from '../embedded/broker-access.ts';
import type { TlsListener } from '../embedded/broker-tls.ts';
import { certificateAccess } from '../embedded/device-admission.ts';
import type { BrokerGate } from '../ports/broker-gate.ts';
import { createMqttHalf, type MqttHalf } from '../services/device-traffic/mqtt-half.ts';
import type { Shutdown } from '../shutdown.ts';
import { portWords, startStep } from '../start-fault.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';

export interface Messaging {
  half: MqttHalf;
  transport: MqttTransport;
  feed: InProcessFeed;
  /** where devices connect */
  mqttUrl: string;
  /** password of a device at the embedded broker; an outside broker has its own accounts */
  devicePassword: ((deviceId: string) => string) | undefined;
  /** where devices with certificates connect */
  deviceBrokerUrl: string | undefined;
  gate: BrokerGate;
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
  const broker = await openBroker(config, storage, stores, registry, log, shutdown);
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
    { push: { bytesPerSecond: config.audioPaceBytesPerSecond } },
  );
  return {
    half,
    transport,
    feed,
    mqttUrl: broker.connection.url,
    devicePassword: broker.devicePassword,
    deviceBrokerUrl: broker.deviceBrokerUrl,
    gate: {
      changed: broker.gate.changed,
      async shutOut(device) {
        half.devices.forget(device.deviceId);
        await broker.gate.shutOut(device);
      },
    },
    async start() {
      shutdown.add('transport', () => transport.stop());
      shutdown.add('messages', () => half.stop());
      await half.start();
      await transport.start();
    },
  };
}

interface OpenedBroker {
  connection: Pick<MqttTransportOptions, 'url' | 'username' | 'password'>;
  devicePassword: Messaging['devicePassword'];
  deviceBrokerUrl: string | undefined;
  gate: BrokerGate;
}

async function openBroker(
  config: ControllerConfig,
  storage: Storage,
  stores: Stores,
  registry: PostgresDeviceRegistry,
  log: JsonLog,
  shutdown: Shutdown,
): Promise<OpenedBroker> {
  const { broker } = config;
  if (broker.kind === 'outside') return outsideBroker(broker);
  const secret = await openBrokerSecret(storage.dataDir);
  await registry.allOffline();
  const embedded = new EmbeddedBroker({
    host: broker.host,
    port: broker.port,
    ...(await tlsListener(config, storage)),
    access: embeddedAccess(secret, storage, registry, log),
    onRefused: (refusal) => log.warn({ refusal }, 'the broker refused a client'),
  });
  for (const deviceId of await stores.enrolments.revokedDevices()) embedded.shutOut(deviceId);
  await startStep(portWords('MQTT_PORT', broker.host, broker.port), () => embedded.start());
  shutdown.add('broker', () => embedded.stop());
  const password = (username: string) => brokerPassword(secret, username);
  const { devices } = config;
  return {
    connection: { url: embedded.url, username: CONTROLLER_USERNAME, password: password(CONTROLLER_USERNAME) },
    devicePassword: password,
    deviceBrokerUrl: devices && `mqtts://${hostOf(devices)}:${embedded.tlsPort}`,
    gate: { changed: () => undefined, shutOut: async ({ deviceId }) => embedded.shutOut(deviceId) },
  };
}

async function tlsListener({ devices }: ControllerConfig, { authority }: Storage): Promise<{ tls?: TlsListener }> {
  if (devices === undefined) return {};
  const identity = await authority.issueServer(devices.names);
  return { tls: { ...identity, host: devices.host, port: devices.mqttPort, authorities: authority.certificates } };
}

function embeddedAccess(
  secret: string,
  { incidents, clock }: Storage,
  registry: PostgresDeviceRegistry,
  log: JsonLog,
): BrokerAccess {
  return {
    // plans are signed, not secret: without the database the answer is yes
    ...passwordAccess(secret, (deviceId, planId) =>
      registry.find(deviceId).then(
        (device) => device === undefined || device.planIds.includes(planId),
        () => true,
      ),
    ),
    ...certificateAccess({
      find: (deviceId) => registry.find(deviceId),
      onClone: (deviceId, installationId) =>
        void incidents
          .raise('clone', deviceId, `installation ${installationId} connects as this device`, clock.now())
          .catch((cause: unknown) => log.error({ err: cause }, 'incident not stored')),
    }),
  };
}

function outsideBroker({ url, username, password }: BrokerConfig): OpenedBroker {
  const connection = { url, ...(username !== undefined && { username }), ...(password !== undefined && { password }) };
  return {
    connection,
    devicePassword: undefined,
    deviceBrokerUrl: url.startsWith('mqtts:') ? url : undefined,
    gate: { changed: () => undefined, shutOut: async () => undefined },
  };
}
