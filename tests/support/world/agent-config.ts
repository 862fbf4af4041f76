/** Configuration files of agents, as a technician would write them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentConfig } from '@loa-lang/device-agent/config';
import type { MadeDevice } from './commune.ts';
import type { ControllerProcess } from './controller-process.ts';

export interface AgentFiles {
  device: MadeDevice;
  /** the configuration file */
  path: string;
  /** what the agent keeps */
  dataFolder: string;
  config: AgentConfig;
}

export interface AgentPlace {
  controller: Pick<ControllerProcess, 'deployment' | 'mqttUrl' | 'devicePassword'>;
  /** each device gets a folder of its own in it */
  folder: string;
  /** `discard` unless said otherwise; `wav` goes into the device's own folder */
  sink?: string | ((device: MadeDevice) => string);
  /** a proxy instead of the broker itself */
  brokerUrl?: (device: MadeDevice) => string;
  /** what the hardware would say; the same device in another box differs */
  installationId?: (device: MadeDevice) => string;
}

export async function writeAgentFiles(device: MadeDevice, place: AgentPlace): Promise<AgentFiles> {
  const { controller, sink = 'discard', brokerUrl, installationId } = place;
  const folder = join(place.folder, device.deviceId);
  const dataFolder = join(folder, 'data');
  await mkdir(folder, { recursive: true });
  const keyFile = join(folder, 'key.json');
  await writeFile(keyFile, JSON.stringify({ kty: 'OKP', crv: 'Ed25519', ...device.key }), { mode: 0o600 });
  const config: AgentConfig = {
    deviceId: device.deviceId,
    deploymentId: controller.deployment.id,
    installationId: installationId?.(device) ?? `board-${device.deviceId}`,
    broker: {
      url: brokerUrl?.(device) ?? controller.mqttUrl,
      username: device.deviceId,
      password: await controller.devicePassword(device.deviceId),
    },
    keyFile,
    rootKey: controller.deployment.root,
    dataFolder,
    sink: typeof sink === 'string' ? sink : sink(device),
  };
  const path = join(folder, 'agent.json');
  await writeFile(path, JSON.stringify(config, undefined, 2));
  return { device, path, dataFolder, config };
}
