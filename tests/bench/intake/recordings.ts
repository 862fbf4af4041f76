/** Recordings of any length in every format, made of the speech among the fixtures. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findShippedFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';

/** Encoded by the shipped ffmpeg, which has an encoder for each of them. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  mp3: ['-c:a', 'copy', '-f', 'mp3'],
  m4a: ['-c:a', 'aac', '-b:a', '64k', '-f', 'ipod'],
  wav: ['-c:a', 'pcm_s16le', '-ar', '44100', '-ac', '2', '-f', 'wav'],
  flac: ['-c:a', 'flac', '-ar', '44100', '-f', 'flac'],
  ogg: ['-c:a', 'libvorbis', '-f', 'ogg'],
  opus: ['-c:a', 'libopus', '-b:a', '24k', '-f', 'ogg'],
  amr: ['-c:a', 'libopencore_amrnb', '-ar', '8000', '-ac', '1', '-b:a', '12.2k', '-f', 'amr'],
  webm: ['-c:a', 'libopus', '-b:a', '48k', '-f', 'webm'],
  'mp4 video': ['-c:v', 'mpeg4', '-c:a', 'aac', '-f', 'mp4'],
};
export const formats = Object.keys(FORMATS);

/** Writes `seconds` of speech into the folder. @throws where no ffmpeg is shipped for this platform */
export async function makeRecording(folder: string, format: string, seconds: number): Promise<string> {
  const encoder = await findShippedFfmpeg();
  if (!encoder.ok) throw new Error(encoder.detail);
  const path = join(folder, `${format.replace(' ', '-')}-${seconds}`);
  const options = FORMATS[format] ?? [];
  const picture = options.includes('-c:v') ? ['-f', 'lavfi', '-i', 'color=green:size=320x240:rate=10'] : [];
  const speech = ['-stream_loop', '-1', '-i', 'tests/fixtures/audio/speech.mp3'];
  const ends = ['-t', String(seconds), ...options, path];
  execFileSync(encoder.tool.ffmpegPath, ['-v', 'error', '-y', ...picture, ...speech, ...ends], { stdio: 'ignore' });
  return path;
}
