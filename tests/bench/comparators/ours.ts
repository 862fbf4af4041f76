/** Loa Làng as one of those compared: controller with its own broker, agents that write what they play into pipes. */
import { join } from 'node:path';
import { World } from '../../support/world/world.ts';
import { Speaker } from '../live/speaker.ts';
import type { Compared } from './compared.ts';
import { bytesSentFrom } from './compared.ts';
import type { Network } from './network.ts';

export async function startOurs(
  folder: string,
  listeners: number,
  frames: readonly Uint8Array[],
  network: Network,
): Promise<Compared> {
  const world = await World.make({ hamlets: 1, clusters: listeners });
  const { devices, communeId } = world.commune;
  const pathOf = ({ deviceId }: { deviceId: string }): string => join(folder, `ours-${deviceId}`);
  const port = Number(new URL(world.controller.mqttUrl).port);
  let speaker: Speaker | undefined;
  return {
    name: 'Loa Làng',
    setUp:
      'Opus 24 kbit/s from the browser’s side, embedded broker, agents with the sink `probe`; a sample leaves when its agent writes it, 20 ms at a time, at the instant at which it is to be heard',
    take: (block, number) => speaker?.take(block, number),
    ears: devices.map((device) => ({ path: pathOf(device), channels: 1, pace: 'arrival' })),
    listen: async () => {
      const brokerUrl = `mqtt://127.0.0.1:${await network.to(port)}`;
      await world.startFleet(devices, { sink: (device) => `probe:${pathOf(device)}`, brokerUrl: () => brokerUrl });
      await world.untilReady();
      speaker = await Speaker.begin(world.controller, { communeId }, frames);
      await speaker.untilOnAir();
    },
    serverPids: [world.controller.pid],
    bytesOut: () => bytesSentFrom(port),
    stop: async () => {
      await speaker?.end();
      await world.stop();
    },
  };
}
