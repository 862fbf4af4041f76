import { DEFAULT_ENCODING } from '@loa-lang/controller/adapters/audio/encoding-settings';
import {
  firstLevelling,
  MAX_GAIN_DB,
  MAX_MAKE_UP_DB,
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
        const next = nextLevelling([{ levelling: first, made }], source, DEFAULT_ENCODING);
        const most = MAX_GAIN_DB + MAX_MAKE_UP_DB;
        return first.gainDb <= most && (next?.gainDb ?? 0) <= most;
      }),
    );
  });

  it('gives the asked gain to what cannot be measured, and moves the target of what can', () => {
    const softer = { ...DEFAULT_ENCODING, repair: { gainDb: -6 } };
    expect(wantedGainDb({ integratedLufs: undefined, truePeakDbtp: -60 }, softer)).toBe(-6);
    expect(wantedGainDb({ integratedLufs: -16, truePeakDbtp: -3 }, softer)).toBe(-6);
  });

  it('raises on by what a decibel of gain was seen to bring', () => {
    const source = { integratedLufs: -30, truePeakDbtp: 0 };
    const ceilingDbtp = -3.1;
    const next = nextLevelling(
      [
        { levelling: { gainDb: 18, ceilingDbtp }, made: { integratedLufs: -20, truePeakDbtp: -1.6 } },
        { levelling: { gainDb: 20, ceilingDbtp }, made: { integratedLufs: -19, truePeakDbtp: -1.6 } },
      ],
      source,
      DEFAULT_ENCODING,
    );
    expect(next).toEqual({ gainDb: 26, ceilingDbtp });
  });

  it('lowers the ceiling by what came out too high, and stops when it is right', () => {
    const source = { integratedLufs: -16, truePeakDbtp: 0 };
    const first = firstLevelling(source, DEFAULT_ENCODING);
    const next = nextLevelling(
      [{ levelling: first, made: { integratedLufs: -16.2, truePeakDbtp: -0.9 } }],
      source,
      DEFAULT_ENCODING,
    );
    expect(next?.ceilingDbtp).toBeLessThan((first.ceilingDbtp ?? 0) - 0.6);
    expect(
      nextLevelling(
        [{ levelling: first, made: { integratedLufs: -16.2, truePeakDbtp: -1.5 } }],
        source,
        DEFAULT_ENCODING,
      ),
    ).toBeUndefined();
  });
});
