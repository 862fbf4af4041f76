/** What a check finds, on the system's ffmpeg and on the shipped one; and that no address is reached that may not be. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPuller } from '@loa-lang/controller/compose/relay';
import { findShippedFfmpeg, findSystemFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';
import type { StreamPuller } from '@loa-lang/controller/ports/stream-puller';
import { CheckSource } from '@loa-lang/controller/services/relay/check-source';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wallClock } from '../../support/fake-clock.ts';
import { OddRadio } from '../../support/odd-radio.ts';

const tools = await Promise.all([findSystemFfmpeg(), findShippedFfmpeg()]);
for (const found of tools)
  if (!found.ok) console.warn(`SKIPPED: relays by an ffmpeg that this machine lacks: ${found.detail}`);
const both = tools.every(({ ok }) => ok);

describe.skipIf(!both)('a source', () => {
  let folder: string;
  let radio: OddRadio;
  let elsewhere: OddRadio;
  const closing: (() => unknown)[] = [];
  const pullers: StreamPuller[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loa-sources-'));
    radio = await OddRadio.start();
    // the same machine, by an address that is not among those allowed
    elsewhere = await OddRadio.start('127.0.0.2');
    for (const found of tools) {
      if (!found.ok) continue;
      const later = { add: (_: string, close: () => unknown) => void closing.push(close) };
      pullers.push(await openPuller(found.tool, ['127.0.0.1'], folder, later));
    }
  });
  afterAll(async () => {
    for (const close of closing) await close();
    await radio?.stop();
    await elsewhere?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const check = async (addresses: string[], which = 0) =>
    new CheckSource({ puller: pullers[which] as StreamPuller, clock: wallClock }).check({ addresses });
  const faultsOf = async (path: string) => (await check([radio.url(path)])).faults.map(({ fault }) => fault);

  describe.each([
    { tool: 'the system’s ffmpeg', which: 0 },
    { tool: 'the shipped ffmpeg', which: 1 },
  ])('by $tool', ({ which }) => {
    it.concurrent.each([
      ['a SHOUTcast server', 'icy', 'mp3', false],
      ['a list of addresses, of which one is a file and one a page', 'list.m3u', 'mp3', false],
      ['another kind of list', 'list.pls', 'mp3', false],
      ['an HLS list', 'list.m3u8', 'hls, aac', true],
    ])('%s is heard', async (_, path, format, inPieces) => {
      const found = await check([radio.url(path)], which);
      expect(found).toMatchObject({ ok: true, format, inPieces, faults: [] });
      // ffmpeg's sine has an amplitude of 1/8: −21 dBFS
      expect(found.levelDbfs).toBeCloseTo(-21, 0);
      expect(found.lufs).toBeGreaterThan(-23);
      expect(found.lufs).toBeLessThan(-20);
    });

    it.concurrent('whose pieces lie at an address that may not be reached is refused there', async () => {
      const found = await check([radio.url('list.m3u8?127.0.0.2')], which);
      expect(found).toMatchObject({ ok: false, faults: [{ fault: 'refused-address' }] });
      expect(elsewhere.asked).toEqual([]);
    });
  });

  it.concurrent.each([
    ['a page', 'page', 'html'],
    ['nothing there', 'nothing', 'refused'],
    ['a redirect into an inner network', `to?${encodeURIComponent('http://10.1.2.3/')}`, 'refused-address'],
    [
      'a redirect to the data of a cloud',
      `to?${encodeURIComponent('http://169.254.169.254/latest/')}`,
      'refused-address',
    ],
    ['a redirect to a file', `to?${encodeURIComponent('file:///etc/passwd')}`, 'bad-address'],
    ['a redirect to itself', 'to?to', 'bad-address'],
    ['text that calls itself sound', 'text', 'no-sound'],
    ['no answer', 'never', 'stalled'],
    ['a head without end', 'endless-head', 'refused'],
  ])('%s is said to be that', async (_, path, fault) => {
    expect(await faultsOf(path)).toEqual([fault]);
  });

  it.concurrent.each([
    ['http://127.0.0.2:1/', 'refused-address'],
    ['http://[::ffff:10.0.0.1]/', 'refused-address'],
    ['http://0x7f000002/', 'refused-address'],
    ['http://localhost.invalid/', 'unknown-host'],
    ['https://127.0.0.1:1/', 'unreachable'],
    ['rtmp://127.0.0.1/live', 'bad-address'],
  ])('%s: %s', async (address, fault) => {
    const { ok, faults } = await check([address]);
    expect([ok, faults.map((each) => each.fault)]).toEqual([false, [fault]]);
  });

  it.concurrent('is heard at its first alternate that can be, and the others are told of', async () => {
    const found = await check([radio.url('page'), radio.url('nothing'), radio.url('icy')]);
    expect(found).toMatchObject({ ok: true, address: radio.url('icy') });
    expect(found.faults.map(({ fault }) => fault)).toEqual(['html', 'refused']);
  });
});
