/**
 * Icecast as a radio station uses it: ffmpeg encodes the microphone and sends it, ffmpeg pulls it for each listener. Once
 * as Debian installs it and once set up for the least delay.
 */

import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Children } from './children.ts';
import { bytesSentFrom, type Compared, JOIN_EVERY_MS } from './compared.ts';
import type { Network } from './network.ts';
import { PCM, QUIET, Station, type StationSetUp } from './station.ts';

export interface IcecastSetUp extends StationSetUp {
  name: string;
  setUp: string;
  listener: string[];
  /** speaks so long before listeners come, so that the burst is there in full */
  beforeListenersMs: number;
}

const CARD =
  'ffmpeg keeps no time: a sample leaves when a sound card takes it from the pipe, which begins with 100 ms in its buffer';

export const AS_INSTALLED: IcecastSetUp = {
  name: 'Icecast as installed',
  setUp: `burst 64 KiB; MP3 64 kbit/s; ffmpeg as it comes; ${CARD}`,
  burstBytes: 65_535,
  encoder: ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3'],
  mount: 'thu.mp3',
  contentType: 'audio/mpeg',
  listener: [],
  beforeListenersMs: 9000,
};

export const LEAST_DELAY: IcecastSetUp = {
  name: 'Icecast, least delay',
  setUp: `no burst; Opus 24 kbit/s in pages of 100 ms; ffmpeg without probing and buffering; ${CARD}`,
  burstBytes: 0,
  encoder: ['-c:a', 'libopus', '-b:a', '24k', '-frame_duration', '20', '-page_duration', '100000', '-f', 'ogg'],
  mount: 'thu.ogg',
  contentType: 'audio/ogg',
  listener: ['-fflags', 'nobuffer', '-flags', 'low_delay', '-probesize', '32', '-analyzeduration', '0'],
  beforeListenersMs: 1000,
};

/** @param folder where the pipes of its listeners lie */
export async function startIcecast(
  set: IcecastSetUp,
  folder: string,
  listeners: number,
  network: Network,
): Promise<Compared> {
  const station = await Station.start(set);
  const clients = new Children();
  const paths = Array.from({ length: listeners }, (_, i) => join(folder, `${set.mount}-ear-${i}`));
  return {
    name: set.name,
    setUp: set.setUp,
    take: (block) => station.take(block),
    ears: paths.map((path) => ({ path, channels: 1, pace: 'card' })),
    listen: async () => {
      await sleep(set.beforeListenersMs);
      const url = `http://127.0.0.1:${await network.to(station.port)}/${set.mount}`;
      for (const path of paths) {
        const output = openSync(path, 'w');
        const args = [...QUIET, ...set.listener, '-i', url, ...PCM, '-flush_packets', '1', 'pipe:1'];
        clients.start('ffmpeg', args, ['ignore', output, 'pipe']);
        await sleep(JOIN_EVERY_MS);
      }
      await sleep(1000);
      clients.assertAlive();
      station.assertAlive();
    },
    serverPids: station.pids,
    bytesOut: () => bytesSentFrom(station.port),
    stop: async () => {
      await clients.stop();
      await station.stop();
    },
  };
}
