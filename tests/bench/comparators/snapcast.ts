/**
 * Snapcast, which plays the same sound at the same instant in many rooms: the microphone into a named pipe of snapserver,
 * one snapclient for each listener. Its `file` player writes 50 ms of sound every 50 ms and takes for granted that the
 * first sample is heard 10 ms later; so what is measured at the pipe is 10 ms early in its own eyes.
 */
import { execFileSync } from 'node:child_process';
import { constants, openSync, writeSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/mosquitto.ts';
import { Children } from './children.ts';
import { bytesSentFrom, type Compared, JOIN_EVERY_MS, programOf } from './compared.ts';
import type { Network } from './network.ts';

export interface SnapcastSetUp {
  name: string;
  setUp: string;
  bufferMs: number;
}

const PLAYER =
  'a sample leaves when its client writes it (file player: 50 ms at a time; the client itself counts on 10 ms more)';

export const SNAPCAST_AS_INSTALLED: SnapcastSetUp = {
  name: 'Snapcast as installed',
  setUp: `buffer 1,000 ms, FLAC; ${PLAYER}`,
  bufferMs: 1000,
};

export const SNAPCAST_LEAST_DELAY: SnapcastSetUp = {
  name: 'Snapcast, least delay',
  setUp: `buffer 400 ms, the least it takes, FLAC; ${PLAYER}`,
  bufferMs: 400,
};

export async function startSnapcast(
  set: SnapcastSetUp,
  parent: string,
  listeners: number,
  network: Network,
): Promise<Compared> {
  const folder = join(parent, `snapcast-${set.bufferMs}`);
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const source = join(folder, 'microphone');
  execFileSync('mkfifo', [source]);
  const file = join(folder, 'snapserver.conf');
  await writeFile(
    file,
    [
      '[server]',
      `datadir = ${folder}`,
      '[http]',
      'enabled = false',
      '[tcp]',
      'enabled = false',
      '[stream]',
      'bind_to_address = 127.0.0.1',
      `port = ${port}`,
      `buffer = ${set.bufferMs}`,
      `source = pipe://${source}?name=thu&mode=read&sampleformat=48000:16:1&codec=flac`,
      '[logging]',
      'sink = stderr',
      'filter = *:warning',
      '',
    ].join('\n'),
  );
  const children = new Children();
  const server = children.start(programOf('snapserver', 'snapserver'), ['-c', file]);
  // opened both ways: a writer does not wait for the server
  const microphone = openSync(source, constants.O_RDWR | constants.O_NONBLOCK);
  const paths = Array.from({ length: listeners }, (_, i) => join(folder, `ear-${i}`));
  return {
    name: set.name,
    setUp: set.setUp,
    take: (block) => void writeSync(microphone, new Uint8Array(block.buffer, block.byteOffset, block.byteLength)),
    ears: paths.map((path) => ({ path, channels: 1, pace: 'arrival' })),
    listen: async () => {
      const at = String(await network.to(port));
      const client = programOf('snapclient', 'snapclient');
      for (const [i, path] of paths.entries()) {
        const output = openSync(path, 'w');
        const which = ['-h', '127.0.0.1', '-p', at, '-i', String(i + 1), '--hostID', `ear-${i}`];
        const player = ['--player', 'file:filename=stdout', '--mixer', 'none', '--logsink', 'stderr'];
        children.start(client, [...which, ...player, '--logfilter', '*:error'], ['ignore', output, 'pipe']);
        await sleep(JOIN_EVERY_MS);
      }
      await sleep(1000);
      children.assertAlive();
    },
    serverPids: [server.pid as number],
    bytesOut: () => bytesSentFrom(port),
    stop: () => children.stop(),
  };
}
