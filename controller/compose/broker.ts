/** The broker: embedded, or an outside one whose files are kept. */
import type { JsonLog } from '../adapters/json-log.ts';
import { openBrokerSecret } from '../adapters/keys/broker-secret.ts';
import { MosquittoFolder } from '../adapters/mosquitto/mosquitto-folder.ts';
import type { MqttTransportOptions } from '../adapters/mqtt/mqtt-transport.ts';
import { takeOver } from '../adapters/mqtt/take-over.ts';
import type { PostgresDeviceRegistry } from '../adapters/postgres/device-registry.ts';
import { hostOf } from '../config/devices.ts';
import type { BrokerConfig, ControllerConfig } from '../config.ts';
import { EmbeddedBroker } from '../embedded/broker.ts';
import { type BrokerAccess, brokerPassword, CONTROLLER_USERNAME, passwordAccess } from '../embedded/broker-access.ts';
import type { TlsListener } from '../embedded/broker-tls.ts';
import { certificateAccess } from '../embedded/device-admission.ts';
import type { BrokerGate } from '../ports/broker-gate.ts';
import type { Shutdown } from '../shutdown.ts';
import { portWords, startStep } from '../start-fault.ts';
import { brokerMembers } from './broker-members.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';

const MQTTS_PORT = 8883;

export interface OpenedBroker {
  connection: Pick<MqttTransportOptions, 'url' | 'username' | 'password' | 'tls'>;
  /** password of a device at the embedded broker; an outside broker has its own accounts */
  devicePassword: ((deviceId: string) => string) | undefined;
  deviceBrokerUrl: string | undefined;
  gate: BrokerGate;
}

export async function openBroker(
  config: ControllerConfig,
  storage: Storage,
  stores: Stores,
  registry: PostgresDeviceRegistry,
  log: JsonLog,
  shutdown: Shutdown,
): Promise<OpenedBroker> {
  const { broker } = config;
  if (broker.kind === 'outside') return outsideBroker(config, broker, storage, stores, log, shutdown);
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
        (device) => device !== 'revoked' && (device === undefined || device.planIds.includes(planId)),
        () => true,
      ),
    ),
    ...certificateAccess({
      find: async (deviceId) => {
        const device = await registry.find(deviceId);
        return device === 'revoked' ? undefined : device;
      },
      onClone: (deviceId, installationId) =>
        void incidents
          .raise('clone', deviceId, `installation ${installationId} connects as this device`, clock.now())
          .catch((cause: unknown) => log.error({ err: cause }, 'incident not stored')),
    }),
  };
}

async function outsideBroker(
  { devices }: ControllerConfig,
  { url, username, password, files }: BrokerConfig,
  { authority }: Storage,
  { register, enrolments }: Stores,
  log: JsonLog,
  shutdown: Shutdown,
): Promise<OpenedBroker> {
  const account = { ...(username !== undefined && { username }), ...(password !== undefined && { password }) };
  const deviceBrokerUrl = url.startsWith('mqtts:') ? url : undefined;
  if (files === undefined || devices === undefined) {
    const gate = { changed: () => undefined, shutOut: async () => undefined };
    return { connection: { url, ...account }, devicePassword: undefined, deviceBrokerUrl, gate };
  }
  const { certificate, privateKey } = await authority.issueController();
  const connection = { url, ...account, tls: { ca: authority.certificates, cert: certificate, key: privateKey } };
  const folder = new MosquittoFolder({
    ...files,
    ...{ authority, names: devices.names, port: Number(new URL(url).port || MQTTS_PORT) },
    controllerName: CONTROLLER_USERNAME,
    members: () => brokerMembers(register, enrolments),
    takeOver: (clientId) => takeOver(connection, clientId),
    onProblem: (problem, cause) => log.error({ err: cause }, problem),
  });
  await startStep(
    (detail) => ({
      vi: `Không ghi được thư mục của máy chủ tin nhắn ${files.folder}: ${detail}.`,
      en: `The folder of the broker ${files.folder} cannot be written: ${detail}.`,
    }),
    () => folder.start(),
  );
  shutdown.add('files of the broker', () => folder.stop());
  return { connection, devicePassword: undefined, deviceBrokerUrl, gate: folder };
}
