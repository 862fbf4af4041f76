/** Conversion to what outputs take. */

/**
 * 16-bit little-endian, as every board with a sound card has it in memory, rounded; input is limited already, so
 * nothing wraps.
 */
export const toS16 = (block: Float32Array): Buffer => {
  const samples = new Int16Array(block.length);
  for (let i = 0; i < samples.length; i++) {
    samples[i] = Math.max(-32768, Math.min(32767, Math.round((block[i] as number) * 32767)));
  }
  return Buffer.from(samples.buffer);
};
