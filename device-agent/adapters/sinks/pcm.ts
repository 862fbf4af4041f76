/** Conversion to what outputs take. */

/** 16-bit little-endian, rounded; input is limited already, so nothing wraps. */
export const toS16 = (block: Float32Array): Buffer => {
  const bytes = Buffer.allocUnsafe(block.length * 2);
  for (let i = 0; i < block.length; i++) {
    bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round((block[i] as number) * 32767))), i * 2);
  }
  return bytes;
};
