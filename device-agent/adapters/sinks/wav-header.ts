/** Header of a Broadcast Wave file (EBU Tech 3285, version 1): mono, 16 bit, with the origin of its first sample. */
import type { EpochMillis } from '@loa-lang/schemas/units';

const BEXT_BYTES = 602;
/** RIFF 12, fmt 24, bext 8 + 602, data 8 */
export const WAV_HEADER_BYTES = 12 + 24 + 8 + BEXT_BYTES + 8;

export interface WavOrigin {
  /** controller time of the first sample; `undefined` when it was not known */
  firstSampleAt: EpochMillis | undefined;
  description: string;
}

/** @param dataBytes length of the samples that follow */
export const wavHeader = (sampleRateHz: number, dataBytes: number, origin: WavOrigin): Buffer => {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'ascii');
  header.writeUInt32LE(WAV_HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'ascii');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('bext', 36, 'ascii');
  header.writeUInt32LE(BEXT_BYTES, 40);
  writeBext(header.subarray(44, 44 + BEXT_BYTES), sampleRateHz, origin);
  header.write('data', 44 + BEXT_BYTES, 'ascii');
  header.writeUInt32LE(dataBytes, 48 + BEXT_BYTES);
  return header;
};

const writeBext = (bext: Buffer, sampleRateHz: number, origin: WavOrigin): void => {
  bext.write(origin.description.slice(0, 255), 0, 'ascii');
  bext.write('Loa Lang device agent', 256, 'ascii');
  if (origin.firstSampleAt !== undefined) {
    const text = new Date(Math.floor(origin.firstSampleAt)).toISOString();
    bext.write(text.slice(0, 10), 320, 'ascii');
    bext.write(text.slice(11, 19), 330, 'ascii');
    // samples since midnight, UTC
    const sinceMidnight = Math.round(((origin.firstSampleAt % 86_400_000) / 1000) * sampleRateHz);
    bext.writeBigUInt64LE(BigInt(sinceMidnight), 338);
  }
  bext.writeUInt16LE(1, 346);
};
