/** Reads a WAV file (RIFF, Microsoft 1994; `bext` of EBU Tech 3285): 16-bit or 32-bit float PCM, mono. */
import { readFileSync } from 'node:fs';

export interface Wav {
  sampleRateHz: number;
  /** −1 to 1 */
  samples: Float32Array;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** @throws {Error} when the file is not a mono WAV of 16-bit integers or 32-bit floats. */
export function readWav(path: string): Wav {
  const file = readFileSync(path);
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw new Error(`${path}: not a WAV file`);
  }
  let format: { tag: number; channels: number; sampleRateHz: number; bits: number } | undefined;
  for (let offset = 12; offset + 8 <= file.length; ) {
    const id = file.toString('latin1', offset, offset + 4);
    const size = file.readUInt32LE(offset + 4);
    const body = offset + 8;
    if (id === 'fmt ') {
      const tag = file.readUInt16LE(body);
      format = {
        tag: tag === EXTENSIBLE ? file.readUInt16LE(body + 24) : tag,
        channels: file.readUInt16LE(body + 2),
        sampleRateHz: file.readUInt32LE(body + 4),
        bits: file.readUInt16LE(body + 14),
      };
    }
    if (id === 'data') {
      if (format === undefined || format.channels !== 1) throw new Error(`${path}: not mono`);
      return { sampleRateHz: format.sampleRateHz, samples: samplesOf(file.subarray(body, body + size), format) };
    }
    offset = body + size + (size % 2);
  }
  throw new Error(`${path}: no sound in it`);
}

function samplesOf(data: Buffer, { tag, bits }: { tag: number; bits: number }): Float32Array {
  if (tag === PCM && bits === 16) {
    return Float32Array.from({ length: data.length >> 1 }, (_, i) => data.readInt16LE(2 * i) / 32_768);
  }
  if (tag === FLOAT && bits === 32)
    return Float32Array.from({ length: data.length >> 2 }, (_, i) => data.readFloatLE(4 * i));
  throw new Error(`WAV of ${bits} bits in format ${tag} is not read`);
}
