import { DEFAULT_ENCODING } from '@loa-lang/controller/adapters/audio/encoding-settings';
import {
  firstLevelling,
  MAX_GAIN_DB,
  nextLevelling,
  wantedGainDb,
} from '@loa-lang/controller/adapters/audio/levelling';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const level = fc.double({ min: -70, max: 5, noNaN: true });
const measured = fc.record({ integratedLufs: fc.option(level, { nil: undefined }), truePeakDbtp: level });

describe('levelling', () => {
  it('raises to the target and limits only where a peak comes near the ceiling', () => {
    expect(firstLevelling({ integratedLufs: -26, truePeakDbtp: -20 }, DEFAULT_ENCODING)).toEqual({
      gainDb: 10,
      ceilingDbtp: undefined,
    });
    const loud = firstLevelling({ integratedLufs: -20, truePeakDbtp: -1 }, DEFAULT_ENCODING);
    expect(loud.ceilingDbtp).toBeLessThan(DEFAULT_ENCODING.maxTruePeakDbtp);
    expect(loud.gainDb).toBeGreaterThan(4);
  });

  it('gives no gain to what cannot be measured', () => {
    expect(wantedGainDb({ integratedLufs: undefined, truePeakDbtp: -60 }, DEFAULT_ENCODING)).toBe(0);
  });

  it('never raises anything by more than the cap, in any attempt', () => {
    fc.assert(
      fc.property(measured, measured, (source, made) => {
        const first = firstLevelling(source, DEFAULT_ENCODING);
        const next = nextLevelling(first, made, source, DEFAULT_ENCODING);
        return first.gainDb <= MAX_GAIN_DB && (next?.gainDb ?? 0) <= MAX_GAIN_DB;
      }),
    );
  });

  it('lowers the ceiling by what came out too high, and stops when it is right', () => {
    const source = { integratedLufs: -16, truePeakDbtp: 0 };
    const first = firstLevelling(source, DEFAULT_ENCODING);
    const next = nextLevelling(first, { integratedLufs: -16.2, truePeakDbtp: -0.9 }, source, DEFAULT_ENCODING);
    expect(next?.ceilingDbtp).toBeLessThan((first.ceilingDbtp ?? 0) - 0.6);
    expect(
      nextLevelling(first, { integratedLufs: -16.2, truePeakDbtp: -1.5 }, source, DEFAULT_ENCODING),
    ).toBeUndefined();
  });
});
