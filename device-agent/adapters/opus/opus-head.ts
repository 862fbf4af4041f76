/** The identification header of Opus in Ogg, RFC 7845 §5.1. */
import { SoundFault } from '../../playout/segment.ts';

export interface OpusHead {
  channels: 1 | 2;
  /** samples at 48 kHz to drop from the decoder's output */
  preSkip: number;
  /** linear factor from the header's output gain */
  gain: number;
}

/** @throws SoundFault */
export const parseOpusHead = (packet: Uint8Array): OpusHead => {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const magic = String.fromCharCode(...packet.subarray(0, 8));
  if (magic !== 'OpusHead' || packet.length < 19) throw new SoundFault('unsupported', 'not Opus in Ogg');
  if ((packet[8] as number) > 15) throw new SoundFault('unsupported', `Opus header version ${packet[8]}`);
  const channels = packet[9] as number;
  if ((channels !== 1 && channels !== 2) || packet[18] !== 0)
    throw new SoundFault('unsupported', `Opus with ${channels} channels, mapping ${packet[18]}`);
  // Q7.8 dB
  const gainDb = view.getInt16(16, true) / 256;
  return { channels, preSkip: view.getUint16(10, true), gain: 10 ** (gainDb / 20) };
};
