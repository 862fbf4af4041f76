/** Recordings of noise like speech, made by ffmpeg; each seed gives another sound. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';

/** MP3 of this many seconds. @throws when there is no ffmpeg or it fails. */
export async function noiseRecording(seconds: number, seed: number): Promise<Uint8Array> {
  const found = await findFfmpeg();
  if (!found.ok) throw new Error(found.detail);
  const folder = await mkdtemp(join(tmpdir(), 'loa-noise-'));
  try {
    const path = join(folder, 'noise.mp3');
    const source = `anoisesrc=d=${seconds}:c=pink:a=0.3:seed=${seed},tremolo=f=4:d=0.8`;
    const args = ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, '-b:a', '64k', path];
    const { status, stderr } = spawnSync(found.tool.ffmpegPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`ffmpeg: ${stderr}`);
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
