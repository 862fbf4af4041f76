/** Decoding by ffmpeg, which has nothing to do with the agents' own decoder. */
import { spawnSync } from 'node:child_process';
import { ffmpegTools } from './ffmpeg-tools.ts';

/**
 * An Opus asset as mono floats at 48 kHz; other formats with the decoder of theirs that ffmpeg chooses.
 * @throws when there is no ffmpeg or it refuses the bytes.
 */
export async function decodeByFfmpeg(bytes: Uint8Array, format: 'opus' | 'other' = 'opus'): Promise<Float32Array> {
  const [found] = await ffmpegTools();
  if (found === undefined) throw new Error('no ffmpeg to decode with');
  // ffmpeg's own Opus decoder fills noise differently than libopus, which came with the standard (RFC 6716)
  const decoder = format === 'opus' ? ['-c:a', 'libopus'] : [];
  const output = ['-ac', '1', '-ar', '48000', '-f', 'f32le', 'pipe:1'];
  const { status, stdout, stderr } = spawnSync(
    found.tool.ffmpegPath,
    ['-v', 'error', ...decoder, '-i', 'pipe:0', ...output],
    {
      input: bytes,
      maxBuffer: 2 ** 28,
    },
  );
  if (status !== 0) throw new Error(`ffmpeg: ${stderr.toString()}`);
  const samples = new Float32Array(Math.floor(stdout.length / 4));
  for (let i = 0; i < samples.length; i++) samples[i] = stdout.readFloatLE(4 * i);
  return samples;
}
