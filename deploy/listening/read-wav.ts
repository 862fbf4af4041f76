/** Reads mono or stereo PCM WAV files, Broadcast Wave origin included. */
import { readFileSync } from 'node:fs';

export interface WavSound {
  sampleRateHz: number;
  channels: number;
  /** first channel */
  samples: Float32Array;
  /** from the `bext` chunk: date, time and samples since midnight */
  origin?: { date: string; time: string; timeReference: bigint };
}

/** @throws when the file is no 16-bit PCM or 32-bit float WAV */
export const parseWav = (bytes: Buffer): WavSound => {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error('no WAV');
  let at = 12;
  let format: { code: number; channels: number; rate: number; bits: number } | undefined;
  let origin: WavSound['origin'];
  while (at + 8 <= bytes.length) {
    const id = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    const body = bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + size));
    if (id === 'fmt ')
      format = {
        code: body.readUInt16LE(0),
        channels: body.readUInt16LE(2),
        rate: body.readUInt32LE(4),
        bits: body.readUInt16LE(14),
      };
    if (id === 'bext')
      origin = {
        date: body.toString('latin1', 320, 330),
        time: body.toString('latin1', 330, 338),
        timeReference: body.readBigUInt64LE(338),
      };
    if (id === 'data' && format !== undefined)
      return {
        sampleRateHz: format.rate,
        channels: format.channels,
        samples: toFloats(body, format.channels, format.bits, format.code),
        ...(origin === undefined ? {} : { origin }),
      };
    at += 8 + size + (size & 1);
  }
  throw new Error('no sound in the WAV');
};

export const readWav = (path: string): WavSound => parseWav(readFileSync(path));

const toFloats = (body: Buffer, channels: number, bits: number, code: number): Float32Array => {
  const bytesPerSample = bits / 8;
  if (bits !== 16 && !(bits === 32 && code === 3)) throw new Error(`WAV with ${bits} bits, format ${code}`);
  const count = Math.floor(body.length / (bytesPerSample * channels));
  const samples = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const offset = i * channels * bytesPerSample;
    samples[i] = bits === 16 ? body.readInt16LE(offset) / 32768 : body.readFloatLE(offset);
  }
  return samples;
};
