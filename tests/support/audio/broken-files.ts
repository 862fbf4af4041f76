/** Recordings as they go wrong in the field: cut from the fixtures or built byte by byte. */
import { readFileSync } from 'node:fs';

/** A fixture's bytes; the tests' root is the project's. */
export function fixture(name: string): Buffer {
  return readFileSync(`tests/fixtures/audio/${name}`);
}

/** Samples from −1 to 1 of each channel as a 16-bit WAV file. */
export function wavOf(channels: Float64Array[], sampleRateHz: number): Buffer {
  const frames = channels[0]?.length ?? 0;
  const width = channels.length * 2;
  const wav = Buffer.alloc(44 + frames * width);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + frames * width, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(channels.length, 22);
  wav.writeUInt32LE(sampleRateHz, 24);
  wav.writeUInt32LE(sampleRateHz * width, 28);
  wav.writeUInt16LE(width, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(frames * width, 40);
  channels.forEach((channel, index) => {
    channel.forEach((sample, frame) => {
      const clipped = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_767)));
      wav.writeInt16LE(clipped, 44 + frame * width + index * 2);
    });
  });
  return wav;
}

/** A sine of `amplitude` (1 is full scale), `seconds` long. */
export function sine(frequencyHz: number, amplitude: number, seconds: number, sampleRateHz = 48_000): Float64Array {
  return Float64Array.from(
    { length: Math.round(seconds * sampleRateHz) },
    (_, index) => amplitude * Math.sin((2 * Math.PI * frequencyHz * index) / sampleRateHz),
  );
}

/** Speech.mp3 with a Xing header that claims so many frames of 36 ms. */
export function mp3ClaimingFrames(frames: number): Buffer {
  const mp3 = fixture('speech.mp3');
  const xing = mp3.indexOf('Xing', 0, 'latin1');
  if (xing < 0) throw new Error('the fixture has no Xing header');
  mp3.writeUInt32BE(frames, xing + 8);
  return mp3;
}

/** The start of an MP3 stream: its ID3 tag, header frame and so many bytes of sound. */
export function mp3Start(bytes: number): Buffer {
  const mp3 = fixture('speech.mp3');
  return mp3.subarray(0, mp3.indexOf('Xing', 0, 'latin1') + bytes);
}

/** One picture element as PNG. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** An ID3v2.3 tag that holds a cover picture and is followed by no sound. */
export function coverOnlyMp3(): Buffer {
  const apic = Buffer.concat([Buffer.from('\0image/png\0\x03\0', 'latin1'), PNG]);
  const frame = Buffer.concat([Buffer.from('APIC'), uint32(apic.length), Buffer.from([0, 0]), apic]);
  const size = frame.length;
  const syncSafe = Buffer.from([(size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127]);
  return Buffer.concat([Buffer.from('ID3\x03\0\0', 'latin1'), syncSafe, frame]);
}

/** One second at 48 kHz whose header says something else. */
export function wavClaiming({ channels = 1, sampleRateHz = 48_000 }): Buffer {
  const wav = wavOf([sine(440, 0.5, 1)], 48_000);
  wav.writeUInt16LE(channels, 22);
  wav.writeUInt32LE(sampleRateHz, 24);
  wav.writeUInt16LE((2 * channels) & 0xffff, 32);
  return wav;
}

/** Speech.m4a with `share` of its sound, from the middle on, overwritten. */
export function m4aWithGarbage(share: number): Buffer {
  const m4a = fixture('speech.m4a');
  const sound = m4a.indexOf('mdat', 0, 'latin1') + 4;
  const from = sound + Math.floor((m4a.length - sound) * 0.3);
  m4a.fill(0xff, from, from + Math.floor((m4a.length - sound) * share));
  return m4a;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
