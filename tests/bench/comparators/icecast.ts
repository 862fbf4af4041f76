/**
 * Icecast as a radio station uses it: ffmpeg encodes the microphone and sends it, ffmpeg pulls it for each listener. Once
 * as Debian installs it and once set up for the least delay.
 */

import { execFileSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/mosquitto.ts';
import { Children } from './children.ts';
import { bytesSentFrom, type Compared, JOIN_EVERY_MS, programOf } from './compared.ts';
import type { Network } from './network.ts';

export interface IcecastSetUp {
  name: string;
  setUp: string;
  burstBytes: number;
  encoder: string[];
  mount: string;
  contentType: string;
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

const PASSWORD = 'only-for-benches';
const PCM = ['-f', 's16le', '-ar', '48000', '-ac', '1'];
const QUIET = ['-hide_banner', '-loglevel', 'error'];

const configuration = (folder: string, port: number, burstBytes: number): string => `<icecast>
  <limits><clients>300</clients><sources>2</sources><burst-on-connect>${burstBytes > 0 ? 1 : 0}</burst-on-connect><burst-size>${burstBytes}</burst-size></limits>
  <authentication><source-password>${PASSWORD}</source-password><admin-user>admin</admin-user><admin-password>${PASSWORD}</admin-password></authentication>
  <hostname>127.0.0.1</hostname>
  <listen-socket><port>${port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <paths><basedir>/usr/share/icecast2</basedir><logdir>${folder}</logdir><webroot>/usr/share/icecast2/web</webroot><adminroot>/usr/share/icecast2/admin</adminroot></paths>
  <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>2</loglevel></logging>
  ${process.getuid?.() === 0 ? '<security><chroot>0</chroot><changeowner><user>icecast2</user><group>icecast</group></changeowner></security>' : ''}
</icecast>
`;

/** It gives up root, and then must be able to write its logs. */
async function ownedByIcecast(folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'icecast2'], { encoding: 'utf8' }));
  await chown(folder, id('-u'), id('-g'));
}

/** @param parent a folder that every user may enter */
export async function startIcecast(
  set: IcecastSetUp,
  parent: string,
  listeners: number,
  network: Network,
): Promise<Compared> {
  const folder = join(parent, set.mount);
  await mkdir(folder, { recursive: true });
  await ownedByIcecast(folder);
  const port = await freePort();
  const file = join(folder, 'icecast.xml');
  await writeFile(file, configuration(folder, port, set.burstBytes));
  const children = new Children();
  const server = children.start(programOf('icecast2', 'icecast2'), ['-c', file]);
  for (let i = 0; !(await answers(port)); i++) {
    if (i > 50) throw new Error(`Icecast does not listen: ${children.lastWords}`);
    await sleep(100);
  }
  const target = `icecast://source:${PASSWORD}@127.0.0.1:${port}/${set.mount}`;
  const source = ['-content_type', set.contentType, '-flush_packets', '1', target];
  // it looks at its input for seconds unless told what it is
  const input = ['-probesize', '32', '-analyzeduration', '0', ...PCM, '-i', 'pipe:0'];
  const encoder = children.start('ffmpeg', [...QUIET, ...input, ...set.encoder, ...source], ['pipe', 'ignore', 'pipe']);
  encoder.stdin?.on('error', () => undefined);
  const paths = Array.from({ length: listeners }, (_, i) => join(folder, `ear-${i}`));
  return {
    name: set.name,
    setUp: set.setUp,
    take: (block) => void encoder.stdin?.write(Buffer.from(block.buffer, block.byteOffset, block.byteLength)),
    ears: paths.map((path) => ({ path, channels: 1, pace: 'card' })),
    listen: async () => {
      await sleep(set.beforeListenersMs);
      const url = `http://127.0.0.1:${await network.to(port)}/${set.mount}`;
      for (const path of paths) {
        const output = openSync(path, 'w');
        const args = [...QUIET, ...set.listener, '-i', url, ...PCM, '-flush_packets', '1', 'pipe:1'];
        children.start('ffmpeg', args, ['ignore', output, 'pipe']);
        await sleep(JOIN_EVERY_MS);
      }
      await sleep(1000);
      children.assertAlive();
    },
    serverPids: [server.pid as number, encoder.pid as number],
    bytesOut: () => bytesSentFrom(port),
    stop: () => children.stop(),
  };
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/status-json.xsl`).then(
    () => true,
    () => false,
  );
