import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  findFfmpeg,
  findGivenFfmpeg,
  findShippedFfmpeg,
  parseFfmpegVersion,
} from '@loa-lang/controller/embedded/ffmpeg';
import { describe, expect, it } from 'vitest';

describe('ffmpeg version', () => {
  it.each([
    ['ffmpeg version 5.1.9-0+deb12u1 Copyright\nconfiguration: --enable-libopus\nlibavcodec     59. 37.100 / 59', 59],
    ['ffmpeg version 7.1 Copyright\nconfiguration: --enable-libopus\nlibavcodec     61. 19.100 / 61. 19.100', 61],
    ['ffmpeg version n4.4.2 Copyright\nconfiguration: --enable-libopus\nlibavcodec     58.134.100 / 58.134.100', 58],
    ['ffmpeg version N-47683-g0e8eb07980-static\nconfiguration: --enable-libopus\nlibavcodec     58. 42.100', 58],
  ])('%j', (output, libavcodec) => {
    expect(parseFfmpegVersion(output)).toMatchObject({ libavcodec, hasOpus: true });
  });

  it('tells a build without Opus and what is no ffmpeg', () => {
    expect(parseFfmpegVersion('ffmpeg version 6.0\nlibavcodec 60. 3.100')?.hasOpus).toBe(false);
    expect(parseFfmpegVersion('bash: ffmpeg: command not found')).toBeUndefined();
  });

  it('finds the shipped one also where the script did not run that makes it executable', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'loa-shipped-'));
    const [ffmpegPath, ffprobePath] = [join(folder, 'ffmpeg'), join(folder, 'ffprobe')];
    for (const path of [ffmpegPath, ffprobePath]) {
      await writeFile(path, `#!/bin/sh\necho "${basename(path)} version 4.1"\n`, { mode: 0o644 });
    }
    expect(await findShippedFfmpeg(() => ({ ffmpegPath, ffprobePath }))).toMatchObject({ ok: true });
    await writeFile(ffprobePath, 'no program');
    expect(await findShippedFfmpeg(() => ({ ffmpegPath, ffprobePath }))).toMatchObject({ ok: false });
    await rm(folder, { recursive: true });
  });

  it('finds one here, and says why a given path is none', async () => {
    expect((await findFfmpeg()).ok).toBe(true);
    expect(await findGivenFfmpeg('/bin/false', '/bin/false')).toMatchObject({ ok: false });
    expect(await findGivenFfmpeg('/nowhere/ffmpeg', '/nowhere/ffprobe')).toMatchObject({ ok: false });
  });
});
