/** A WAV file of 16-bit mono PCM (RIFF, format tag 1). Pure. */
export const WAV_HEADER_BYTES = 44;

/** What streams put where the length belongs; players read on to the end. */
const UNKNOWN = 0xff_ff_ff_ff;

/** The header for `dataBytes` of sound. */
export function wavHeader(dataBytes: number | 'unknown', sampleRateHz: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(WAV_HEADER_BYTES));
  const text = (at: number, value: string): void => {
    for (let index = 0; index < value.length; index++) header.setUint8(at + index, value.charCodeAt(index));
  };
  text(0, 'RIFF');
  header.setUint32(4, dataBytes === 'unknown' ? UNKNOWN : WAV_HEADER_BYTES - 8 + dataBytes, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, sampleRateHz, true);
  header.setUint32(28, sampleRateHz * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, 'data');
  header.setUint32(40, dataBytes === 'unknown' ? UNKNOWN : dataBytes, true);
  return new Uint8Array(header.buffer);
}
