/** Length of an Opus packet in a file. */
import { opusFrameSamples } from '../../domain/opus-frame.ts';
import { SoundFault } from '../../playout/segment.ts';

/**
 * Samples at 48 kHz that a packet decodes to.
 * @throws SoundFault for an empty packet or one longer than 120 ms
 */
export const opusPacketSamples = (packet: Uint8Array): number => {
  const samples = opusFrameSamples(packet);
  if (samples === undefined) throw new SoundFault('corrupt', 'an Opus packet of no possible length');
  return samples;
};
