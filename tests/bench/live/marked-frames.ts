/** The marked sound as the Opus frames that a browser would make of it, ready to be sent one by one. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OggFile } from '@loa-lang/device-agent/adapters/opus/ogg-file';
import { indexOggOpus } from '@loa-lang/device-agent/adapters/opus/ogg-opus-index';
import { OggOpusPackets } from '@loa-lang/device-agent/adapters/opus/ogg-opus-packets';
import { BLOCK_SAMPLES, markedTurn, TURN_SAMPLES } from '../marks/mark-signal.ts';

const FRAMES = TURN_SAMPLES / BLOCK_SAMPLES;

/**
 * One frame for each block of a turn, from an encoder that was under way. As with every encoder of Opus, a frame holds
 * sound that is 6.5 ms older than the block it was made of: that is part of the delay.
 */
export async function markedFrames(pcmOfTurn = markedTurn()): Promise<Uint8Array[]> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-marks-'));
  try {
    const [pcm, ogg] = [join(folder, 'marks.pcm'), join(folder, 'marks.ogg')];
    const turn = Buffer.from(pcmOfTurn.buffer);
    await writeFile(pcm, Buffer.concat([turn, turn]));
    const input = ['-f', 's16le', '-ar', '48000', '-ac', '1', '-i', pcm];
    const codec = [
      '-c:a',
      'libopus',
      '-b:a',
      '24k',
      '-vbr',
      'constrained',
      '-application',
      'voip',
      '-frame_duration',
      '20',
    ];
    await promisify(execFile)('ffmpeg', ['-v', 'error', ...input, ...codec, ogg]);
    const file = OggFile.open(ogg);
    const packets = new OggOpusPackets(file, indexOggOpus(file));
    const frames: Uint8Array[] = [];
    for (let frame = packets.next(); frame !== undefined; frame = packets.next()) frames.push(Uint8Array.from(frame));
    file.close();
    return frames.slice(FRAMES, 2 * FRAMES);
  } finally {
    await rm(folder, { recursive: true });
  }
}
