/** Builds a real agent from its configuration: the composition root of the program and of the fleet. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AssetId, StreamId } from '@loa-lang/schemas/ids';
import { createAmplifier } from './adapters/amplifier/create-amplifier.ts';
import { createAuxInput } from './adapters/aux/recorder.ts';
import { FileAssetCache } from './adapters/files/file-asset-cache.ts';
import { openFileDeviceStore } from './adapters/files/file-device-store.ts';
import { NodeDisk } from './adapters/files/node-disk.ts';
import { lockFolder } from './adapters/folder-lock.ts';
import { findInstallation } from './adapters/installation-id.ts';
import { COULD_NOT_CONNECT, MqttLink } from './adapters/mqtt/mqtt-link.ts';
import { boardSensors } from './adapters/sensors/board-sensors.ts';
import { createSink } from './adapters/sinks/create-sink.ts';
import { PulseNeighbours } from './adapters/sinks/pulse-neighbours.ts';
import { type Agent, createAgent } from './agent.ts';
import type { LoadedConfig } from './config.ts';
import { PlayoutSource } from './playout/playout-source.ts';
import type { OpenedSound } from './playout/segment.ts';
import type { AudioSink } from './ports/audio-sink.ts';
import type { Clock } from './ports/clock.ts';
import type { Sensor } from './ports/sensor.ts';
import type { StreamDecoder } from './ports/stream-decoder.ts';
import { type LogLine, LogLines } from './services/log-lines.ts';
import { type Launched, openUpdating } from './update/open-updating.ts';

/** Where the system does not tell, each start of the program counts as one of the machine: then nothing is taken up again. */
const readMachineBoot = async (): Promise<string> => {
  const told = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return told.trim() || randomUUID();
};

/** What the agents of one process share. */
export interface Surroundings {
  clock: Clock;
  /** decoded sound; see `SharedSounds` */
  openSound(path: string, assetId: AssetId): Promise<OpenedSound>;
  /** decoded streams; see `SharedStreams` */
  openDecoder(streamId: StreamId): Promise<StreamDecoder>;
  agentVersion: string;
  /** the machine itself */
  machine: readonly Sensor[];
  /** for log lines */
  log(line: LogLine & { deviceId: string }): void;
  /** a device was told to restart */
  restart(deviceId: string): void;
  /** by a launcher; absent: the program cannot be exchanged */
  launched?: Launched;
}

export interface Composition {
  /** replaces the sink that the configuration names; for benches */
  sink?: (controllerTimeAt: (at: number) => number | undefined) => AudioSink;
}

/**
 * Rejects with a sentence when the hardware cannot be told, the sink is unknown, or the data folder cannot be used or is
 * another agent's.
 */
export async function composeAgent(
  config: LoadedConfig,
  surroundings: Surroundings,
  composition: Composition = {},
): Promise<Agent> {
  const { deviceId, deploymentId, broker, dataFolder } = config;
  const { clock, agentVersion } = surroundings;
  const installation = await findInstallation(config.installationId);
  if (installation === undefined) {
    throw new Error('nothing identifies this machine: set installationId in the configuration');
  }
  const { installationId } = installation;
  const log = new LogLines(Date.now, (line) => surroundings.log({ ...line, deviceId }));
  const createSinkFor = (controllerTimeAt: (at: number) => number | undefined): AudioSink => {
    if (composition.sink !== undefined) return composition.sink(controllerTimeAt);
    const created = createSink(config.sink, { clock, controllerTimeAt });
    if (!created.ok) throw new Error(created.detail);
    return created.sink;
  };
  const lock = await lockFolder(dataFolder);
  const store = await openFileDeviceStore({ folder: join(dataFolder, 'store') });
  let link: MqttLink | undefined;
  return createAgent({
    identity: { deviceId, deploymentId, installationId, signer: config.signer, root: config.rootKey, agentVersion },
    label: config.label,
    clock,
    random: Math.random,
    newNonce: () => randomBytes(16).toString('base64url'),
    machineBoot: await readMachineBoot(),
    store: {
      ...store,
      async close() {
        await store.close();
        await lock.release();
      },
    },
    cache: new FileAssetCache({ folder: join(dataFolder, 'audio') }),
    createLink: (will) => {
      link = new MqttLink(
        {
          url: () => config.certificates?.brokerUrl() ?? broker.url,
          // the separator is no character of an id, so no device can have another's client id
          clientId: `${deviceId}.${installationId}`,
          ...(broker.username === undefined ? {} : { username: broker.username }),
          ...(broker.password === undefined ? {} : { password: broker.password }),
          ...(broker.keepaliveS === undefined ? {} : { keepaliveS: broker.keepaliveS }),
          tls: () => config.certificates?.tls() ?? (config.caPem === undefined ? {} : { ca: config.caPem }),
          will,
          onTrouble: (detail, cause) => {
            log.warn(`${detail}${cause === undefined ? '' : `: ${cause}`}`);
            if (detail === COULD_NOT_CONNECT) config.certificates?.dialFailed();
            // any other trouble is one of a connection that was made
            else config.certificates?.connectionLost();
          },
        },
        clock,
      );
      return link;
    },
    createPlayout: (options) => new PlayoutSource(options),
    createSink: createSinkFor,
    ...(config.aux !== undefined && { aux: createAuxInput(config.aux) }),
    ...(config.microphone !== undefined && { microphone: createAuxInput(config.microphone) }),
    ...(/^pulse(:|$)/.test(config.sink) && composition.sink === undefined && { neighbours: new PulseNeighbours() }),
    amplifier: config.amplifier === undefined ? undefined : createAmplifier(config.amplifier),
    openSound: surroundings.openSound,
    openDecoder: surroundings.openDecoder,
    log,
    sensors: [
      ...surroundings.machine,
      ...boardSensors(config.sensors ?? {}, { clock, dataFolder, localAddress: () => link?.localAddress }),
    ],
    documentsChanged: (settings, authorities) => {
      config.certificates?.authoritiesChanged(authorities);
      if (link !== undefined && settings !== undefined) link.reconnectSpreadMs = settings.reconnectSpreadMs;
    },
    restart: () => surroundings.restart(deviceId),
    updating: openUpdating(new NodeDisk(), dataFolder, config.rebootCommand, surroundings.launched),
  });
}
