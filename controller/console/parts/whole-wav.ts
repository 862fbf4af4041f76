/** A WAV that came as a stream does not know its length; players want to. */

/** RIFF: length of all behind it, and of the samples; little-endian. @param wav changed in place */
export function wholeWav(wav: ArrayBuffer): ArrayBuffer {
  const view = new DataView(wav);
  if (wav.byteLength < 44 || view.getUint32(0) !== 0x52494646) return wav;
  view.setUint32(4, wav.byteLength - 8, true);
  for (let at = 12; at + 8 <= wav.byteLength; at += 8 + view.getUint32(at + 4, true)) {
    if (view.getUint32(at) !== 0x64617461) continue;
    view.setUint32(at + 4, wav.byteLength - at - 8, true);
    break;
  }
  return wav;
}
