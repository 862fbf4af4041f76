/** Writes sentences as they come into one WAV file. */
import { open } from 'node:fs/promises';
import { WAV_HEADER_BYTES, wavHeader } from '../../domain/speech/wav-header.ts';
import type { SpeechFault, SpokenSentence } from '../../ports/speech.ts';

/** Stops at the first fault, which is answered; otherwise the length in samples. A file is left in either case. */
export async function writeWav(
  path: string,
  sampleRateHz: number,
  sentences: AsyncIterable<SpokenSentence | SpeechFault>,
): Promise<number | SpeechFault> {
  await using file = await open(path, 'wx');
  let dataBytes = 0;
  // writeFile goes on from where it was and until all is written; write may leave off where a disk becomes full
  await file.writeFile(wavHeader(dataBytes, sampleRateHz));
  for await (const sentence of sentences) {
    if (!sentence.ok) return sentence;
    const { buffer, byteOffset, byteLength } = sentence.samples;
    await file.writeFile(new Uint8Array(buffer, byteOffset, byteLength));
    dataBytes += byteLength;
  }
  await file.write(wavHeader(dataBytes, sampleRateHz), 0, WAV_HEADER_BYTES, 0);
  return dataBytes / 2;
}
