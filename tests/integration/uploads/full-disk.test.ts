/** A disk that is full while a recording comes in or is made: a clear answer, and what had arrived is kept. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_ENCODING } from '@loa-lang/controller/adapters/audio/encoding-settings';
import { FfmpegTranscoder } from '@loa-lang/controller/adapters/audio/ffmpeg-transcoder';
import { PartialUploadFolder } from '@loa-lang/controller/adapters/uploads/partial-upload-folder';
import { UploadFolder } from '@loa-lang/controller/adapters/uploads/upload-folder';
import { findFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';
import { expect, it } from 'vitest';
import { sine, wavOf } from '../../support/audio/broken-files.ts';

/** A disk of `size`, or undefined where that needs more rights than this run has. */
function smallDisk(size: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'loa-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmdirSync(folder);
    console.warn('\n*** SKIPPED: the full disk under uploads. It needs root and the right to mount a tmpfs.\n');
    return undefined;
  }
}

async function onDisk(size: string, work: (folder: string) => Promise<void>): Promise<boolean> {
  const folder = smallDisk(size);
  if (folder === undefined) return false;
  try {
    await work(folder);
  } finally {
    execFileSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  }
  return true;
}

const half = Buffer.alloc(400_000, 1);
const parts = async function* (...pieces: Uint8Array[]) {
  yield* pieces;
};
const description = { communeId: 'c', fileName: 'a.wav' };

it('an upload in pieces keeps what had room, and goes on when there is room again', async ({ skip }) => {
  const ran = await onDisk('1m', async (folder) => {
    const partials = new PartialUploadFolder(folder, 0);
    expect(await partials.create({ id: 'u', sizeBytes: 800_000, fields: {}, description })).toBe(true);
    writeFileSync(join(folder, 'other'), Buffer.alloc(500_000));
    const stopped = await partials.append('u', 0, parts(half, half));
    expect(stopped.ok).toBe(false);
    expect(stopped.offset).toBeGreaterThanOrEqual(half.length);
    expect((await partials.find('u'))?.receivedBytes).toBe(stopped.offset);
    rmSync(join(folder, 'other'));
    const rest = Buffer.alloc(800_000 - stopped.offset, 1);
    expect(await partials.append('u', stopped.offset, parts(rest))).toEqual({ ok: true, offset: 800_000 });
  });
  if (!ran) skip();
});

it('an upload that has no room is refused before its first byte, and leaves room for the rest', async ({ skip }) => {
  const ran = await onDisk('1m', async (folder) => {
    const partials = new PartialUploadFolder(folder, 600_000);
    expect(await partials.create({ id: 'u', sizeBytes: 800_000, fields: {}, description })).toBe(false);
    expect(await partials.all()).toEqual([]);
    expect(await new PartialUploadFolder(folder).create({ id: 'u', sizeBytes: 1, fields: {}, description })).toBe(
      false,
    );
  });
  if (!ran) skip();
});

it('room is promised once: what others were told they have is not given away again', async ({ skip }) => {
  const ran = await onDisk('1m', async (folder) => {
    const partials = new PartialUploadFolder(folder, 300_000);
    const upload = (id: string) => ({ id, sizeBytes: 400_000, fields: {}, description });
    expect(await partials.create(upload('first'))).toBe(true);
    expect(await partials.create(upload('second'))).toBe(false);
    await partials.append('first', 0, parts(half));
    expect(await partials.create(upload('third'))).toBe(false);
    await partials.remove('first');
    expect(await partials.create(upload('fourth'))).toBe(true);
  });
  if (!ran) skip();
});

it('a form says that the disk is full and leaves nothing', async ({ skip }) => {
  const ran = await onDisk('256k', async (folder) => {
    const uploads = new UploadFolder(folder);
    expect(await uploads.receive('u', parts(half), () => false)).toEqual({ ok: false, fault: 'disk-full' });
    expect(await uploads.find('u')).toBeUndefined();
  });
  if (!ran) skip();
});

it('making an asset says that the disk is full, not that the recording is bad', async ({ skip }) => {
  const tool = await findFfmpeg();
  if (!tool.ok) throw new Error(tool.detail);
  const input = join(mkdtempSync(join(tmpdir(), 'loa-input-')), 'a.wav');
  writeFileSync(input, wavOf([sine(440, 0.3, 60, 8_000)], 8_000));
  const ran = await onDisk('64k', async (folder) => {
    const transcoder = new FfmpegTranscoder(tool.tool);
    const intake = await transcoder.makeAsset(input, folder, DEFAULT_ENCODING, new AbortController().signal);
    expect(intake).toMatchObject({ ok: false, fault: 'disk-full' });
  });
  rmSync(join(input, '..'), { recursive: true });
  if (!ran) skip();
});
