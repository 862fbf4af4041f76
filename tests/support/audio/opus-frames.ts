/** Frames of 20 ms as a microphone's or a relay's encoder makes them, and what they sound like in a row. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OggFile } from '@loa-lang/device-agent/adapters/opus/ogg-file';
import { indexOggOpus } from '@loa-lang/device-agent/adapters/opus/ogg-opus-index';
import { OggOpusPackets } from '@loa-lang/device-agent/adapters/opus/ogg-opus-packets';

/** All packets of an Ogg Opus file. */
export function framesOf(ogg: Uint8Array): Uint8Array[] {
  const folder = mkdtempSync(join(tmpdir(), 'loa-frames-'));
  try {
    writeFileSync(join(folder, 'sound.opus'), ogg);
    const file = OggFile.open(join(folder, 'sound.opus'));
    const packets = new OggOpusPackets(file, indexOggOpus(file));
    packets.seek(0);
    const frames: Uint8Array[] = [];
    for (let frame = packets.next(); frame !== undefined; frame = packets.next()) frames.push(Uint8Array.from(frame));
    file.close();
    return frames;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In packets of five. */
export const inPackets = (frames: readonly Uint8Array[], each = 5): Uint8Array[][] =>
  Array.from({ length: Math.floor(frames.length / each) }, (_, i) => frames.slice(i * each, (i + 1) * each));
