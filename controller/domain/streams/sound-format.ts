/**
 * What a stream is, from its first bytes: whoever joins one in its midst sees no beginning, and ffmpeg then reads half a
 * minute of a slow one before it dares to say.
 */

const ADTS_HEAD_BYTES = 7;

/** As ffmpeg's demuxers are called; `undefined` where ffmpeg itself had better look. */
export function soundFormat(bytes: Uint8Array, contentType: string): 'ogg' | 'aac' | 'mp3' | undefined {
  if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'OggS') return 'ogg';
  if (holdsAdts(bytes)) return 'aac';
  if (['audio/mpeg', 'audio/mp3'].includes(contentType)) return 'mp3';
  return ['audio/aac', 'audio/aacp', 'audio/x-aac'].includes(contentType) ? 'aac' : undefined;
}

/** Three frames of AAC in a row (ISO/IEC 13818-7, 6.2): servers call them what they like. */
function holdsAdts(bytes: Uint8Array): boolean {
  for (let at = 0; at + ADTS_HEAD_BYTES <= bytes.length; at++) {
    const second = at + adtsLength(bytes, at);
    if (second === at) continue;
    const third = second + adtsLength(bytes, second);
    if (third !== second && adtsLength(bytes, third) > 0) return true;
  }
  return false;
}

/** 0 where no frame begins. */
function adtsLength(bytes: Uint8Array, at: number): number {
  const [first, second, , third, fourth, fifth] = bytes.subarray(at, at + 6);
  if (first !== 0xff || second === undefined || (second & 0xf6) !== 0xf0) return 0;
  if (third === undefined || fourth === undefined || fifth === undefined) return 0;
  const length = ((third & 3) << 11) | (fourth << 3) | (fifth >> 5);
  return length < ADTS_HEAD_BYTES ? 0 : length;
}
