/** An ffmpeg without an end of its own: one that cannot be started, and one to which nothing comes any more. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFfmpeg } from '@loa-lang/controller/adapters/audio/ffmpeg-process';
import { openPuller } from '@loa-lang/controller/compose/relay';
import { findFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';
import type { PullEnd } from '@loa-lang/controller/ports/stream-puller';
import { expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';

const tool = async () => {
  const found = await findFfmpeg();
  if (!found.ok) throw new Error(found.detail);
  return found.tool;
};

it('that cannot be started has ended, as one that has died', async () => {
  const child = startFfmpeg(await tool(), ['\0'], () => undefined);
  child.stdin.write('nobody reads it');
  expect((await child.ended).detail).toContain('null bytes');
  child.kill();
});

it('that had to wait is told of as stalled when nothing comes after that', async () => {
  const open: ServerResponse[] = [];
  const server = createServer((_, response) => {
    const seconds = Buffer.alloc(2 * 96_000);
    open.push(response.writeHead(200, { 'content-type': 'audio/wav' }));
    response.write(Buffer.concat([wavHead, seconds]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'loa-relay-'));
  const closing: (() => unknown)[] = [
    () => server.close().closeAllConnections(),
    () => rm(folder, { recursive: true }),
  ];
  const later = { add: (_: string, close: () => unknown) => void closing.push(close) };
  const puller = await openPuller(await tool(), ['127.0.0.1'], folder, later);
  let end: PullEnd | undefined;
  const pull = puller.pull(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
    onSound: () => undefined,
    onSamples: () => {
      setTimeout(() => pull.resume(), 100);
      return false;
    },
    onEnd: (told) => {
      end = told;
    },
  });
  await eventually('it is told of', () => end !== undefined, 20_000);
  expect(end?.fault).toBe('stalled');
  for (const close of closing) await close();
});

/** RIFF of no known length: 48 kHz, mono, 16 bit. */
const wavHead = Buffer.from(
  '52494646ffffffff57415645666d74201000000001000100' + '80bb000000770100' + '0200100064617461ffffffff',
  'hex',
);
