import { DEFAULT_ENCODING, encodingKey } from '@loa-lang/controller/adapters/audio/encoding-settings';
import { describe, expect, it } from 'vitest';

const HASH = 'ab'.repeat(32);

describe('encoding key', () => {
  it('is stable: a change here makes every device fetch everything again', () => {
    expect(encodingKey(HASH, DEFAULT_ENCODING)).toBe(`opus-mono-48k-2/${HASH}/-16lufs/-1.5dbtp/24000bps/full`);
  });

  it('differs with every setting and with the input', () => {
    const keys = [
      encodingKey(HASH, DEFAULT_ENCODING),
      encodingKey('cd'.repeat(32), DEFAULT_ENCODING),
      encodingKey(HASH, { ...DEFAULT_ENCODING, targetLufs: -18 }),
      encodingKey(HASH, { ...DEFAULT_ENCODING, maxTruePeakDbtp: -2 }),
      encodingKey(HASH, { ...DEFAULT_ENCODING, bitRate: 32_000 }),
      encodingKey(HASH, { ...DEFAULT_ENCODING, hornBandHz: { low: 250, high: 6_500 } }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
