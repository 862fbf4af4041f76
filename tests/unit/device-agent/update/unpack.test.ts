/** An artefact lies unpacked as a whole, or not at all; nothing of it leads outside. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tidy, unpack } from '@loa-lang/device-agent/update/unpack';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTar } from '#deploy/release/tar';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-unpack-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const MAIN = 'device-agent/dist/main.js';
const file = (path: string, text = path) => ({ path, content: Buffer.from(text) });

async function offer(bytes: Buffer, over: { artefactId?: string; main?: string } = {}) {
  const path = join(folder, 'artefact');
  await writeFile(path, bytes);
  const artefactId = createHash('sha256').update(bytes).digest('hex');
  const result = await unpack({ path, artefactId, main: MAIN, ...over }, join(folder, 'versions', 'v1'));
  return { result, left: await readdir(join(folder, 'versions')).catch(() => []) };
}

/** A header with another kind, or a name that the packer would refuse. */
function odd(path: string, change: (header: Buffer) => void): Buffer {
  const tar = packTar([file(path), file(MAIN)]);
  change(tar);
  tar.write('        ', 148);
  const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return gzipSync(tar);
}

describe('unpacking', () => {
  it('brings back what was packed, long paths and odd sizes too', async () => {
    const long = `node_modules/${'a'.repeat(70)}/${'b'.repeat(60)}/index.js`;
    const files = [file(MAIN, 'x'.repeat(513)), file(long, ''), file('a/b', 'y'.repeat(512)), file('c', 'z')];
    expect((await offer(gzipSync(packTar(files)))).result).toEqual({ ok: true });
    for (const { path, content } of files) {
      expect(await readFile(join(folder, 'versions/v1', path))).toEqual(content);
    }
  });

  it('makes the same bytes of the same files, whatever their order', () => {
    const files = [file('b'), file('a/c'), file('a/b')];
    expect(packTar(files)).toEqual(packTar([...files].reverse()));
  });

  it('starts again over what a cut left, and keeps what is complete', async () => {
    await mkdir(join(folder, 'versions/v1.part/device-agent'), { recursive: true });
    await writeFile(join(folder, 'versions/v1.part/device-agent/junk'), 'half');
    const bytes = gzipSync(packTar([file(MAIN)]));
    expect(await offer(bytes)).toEqual({ result: { ok: true }, left: ['v1'] });
    expect(await readdir(join(folder, 'versions/v1/device-agent'))).toEqual(['dist']);
    expect((await offer(bytes)).result).toEqual({ ok: true });
  });

  it.each([
    ['a link', odd('a', (tar) => tar.write('2', 156))],
    ['a hard link', odd('a', (tar) => tar.write('1', 156))],
    ['a device', odd('a', (tar) => tar.write('3', 156))],
    ['a way up', odd('../a', () => undefined)],
    ['a way up in the middle', odd('a/../../b', () => undefined)],
    ['an absolute path', odd('/etc/passwd', () => undefined)],
    ['a line break in a name', odd('a\nb', () => undefined)],
    ['the same file twice', gzipSync(packTar([file('a'), file('a'), file(MAIN)]))],
    ['a file below a file', gzipSync(packTar([file('a'), file('a/b'), file(MAIN)]))],
    ['no entry point', gzipSync(packTar([file('a')]))],
    ['no gzip', Buffer.from('not packed at all')],
    ['a tar cut off', gzipSync(packTar([file(MAIN, 'x'.repeat(4000))]).subarray(0, 2000))],
    ['a gzip cut off', gzipSync(packTar([file(MAIN, 'x'.repeat(4000))])).subarray(0, 60)],
  ])('refuses %s and leaves nothing', async (_what, bytes) => {
    const { result, left } = await offer(bytes);
    expect(result).toMatchObject({ ok: false });
    expect(left).toEqual([]);
  });

  it('inflates nothing that is not what was signed', async () => {
    const { result } = await offer(gzipSync(packTar([file(MAIN)])), { artefactId: '0'.repeat(64) });
    expect(result).toMatchObject({ ok: false, reason: 'broken', detail: expect.stringContaining('hash') });
  });

  it('refuses what inflates without end', async () => {
    const bomb = packTar([file(MAIN), { path: 'z', content: Buffer.alloc(300 * 1024 * 1024) }]);
    expect((await offer(gzipSync(bomb, { level: 1 }))).result).toMatchObject({ ok: false, reason: 'broken' });
  });

  it('never writes outside, whatever bytes are changed', async () => {
    const whole = packTar([file('a/b', 'x'.repeat(700)), file(MAIN)]);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const changed = Buffer.from(whole);
        changed[at] = byte;
        await offer(gzipSync(changed, { level: 1 }));
        expect((await readdir(folder)).sort()).toEqual(['artefact', 'versions']);
        await rm(join(folder, 'versions'), { recursive: true, force: true });
      }),
      { numRuns: 60 },
    );
  });

  it('tidies away what is not kept', async () => {
    for (const name of ['1.0-0123abcd', '2.0-0123abcd', '3.0-0123abcd.part', 'store', 'identity'])
      await mkdir(join(folder, 'versions', name), { recursive: true });
    await writeFile(join(folder, 'versions/state.json'), '{}');
    await tidy(join(folder, 'versions'), new Set(['2.0-0123abcd']));
    const left = (await readdir(join(folder, 'versions'))).sort();
    // somebody may have named a folder that holds more
    expect(left).toEqual(['2.0-0123abcd', 'identity', 'state.json', 'store']);
  });
});
