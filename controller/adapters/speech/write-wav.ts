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
  let at = WAV_HEADER_BYTES;
  for await (const sentence of sentences) {
    if (!sentence.ok) return sentence;
    const { buffer, byteOffset, byteLength } = sentence.samples;
    await file.write(new Uint8Array(buffer, byteOffset, byteLength), 0, byteLength, at);
    at += byteLength;
  }
  const header = wavHeader(at - WAV_HEADER_BYTES, sampleRateHz);
  await file.write(header, 0, header.length, 0);
  return (at - WAV_HEADER_BYTES) / 2;
}
