/** Length of Opus packets, RFC 6716 §3.1 and §3.2: their first bytes tell. */

/** Frame length in samples at 48 kHz, by the configuration number of the table of contents. */
const frameSamples = (config: number): number => {
  if (config < 12) return [480, 960, 1920, 2880][config & 3] as number;
  if (config < 16) return [480, 960][config & 1] as number;
  return [120, 240, 480, 960][config & 3] as number;
};

/** Samples at 48 kHz that a packet decodes to; `undefined` for an empty one and one longer than 120 ms. */
export const opusFrameSamples = (packet: Uint8Array): number | undefined => {
  const toc = packet[0];
  if (toc === undefined) return undefined;
  const code = toc & 3;
  const frames = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 63 : 2;
  const samples = frames * frameSamples(toc >> 3);
  return samples === 0 || samples > 5760 ? undefined : samples;
};
