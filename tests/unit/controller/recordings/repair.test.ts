import { DEFAULT_ENCODING, encodingKey } from '@loa-lang/controller/adapters/audio/encoding-settings';
import { recordingWarnings } from '@loa-lang/controller/domain/recordings/recording-warnings';
import { noiseFloorOf, repairKey, soundingRange } from '@loa-lang/controller/domain/recordings/repair';
import { readWarning, warningText } from '@loa-lang/controller/domain/text/stored-warning';
import { errorText, isErrorCode } from '@loa-lang/schemas/errors/codes';
import type { RecordingAnalysis } from '@loa-lang/schemas/http/recordings';
import { describe, expect, it } from 'vitest';

const sound: RecordingAnalysis = {
  durationMs: 60_000,
  integratedLufs: -20,
  truePeakDbtp: -3,
  leadingSilenceMs: 200,
  trailingSilenceMs: 100,
  noiseFloorDbfs: -55.4,
  signalToNoiseDb: 30,
  clipped: false,
  fullScaleShare: 0,
  phase: 'mono',
  speechShare: 1,
  speech: 'speech',
  waveform: { columnMs: 30, min: [], max: [] },
};

describe('a repair', () => {
  it('keeps a little before the first and after the last sound, and cuts nothing where little is to be cut', () => {
    expect(soundingRange(sound)).toBeUndefined();
    const silent = { ...sound, leadingSilenceMs: 12_000, trailingSilenceMs: 5_000 };
    expect(soundingRange(silent)).toEqual({ startMs: 11_700, endMs: 55_300 });
    expect(soundingRange({ ...sound, leadingSilenceMs: 60_000, trailingSilenceMs: 0 })).toBeUndefined();
  });
  it('takes the measured background for noise, within what the filter takes', () => {
    expect(noiseFloorOf(sound)).toBe(-55);
    expect(noiseFloorOf({ ...sound, noiseFloorDbfs: -110 })).toBe(-80);
    expect(noiseFloorOf({ ...sound, noiseFloorDbfs: -5 })).toBe(-20);
  });
  it('has one key, and one that is empty makes the asset that none makes', () => {
    expect(repairKey({ gainDb: -3, highPassHz: 100 })).toBe(repairKey({ highPassHz: 100, gainDb: -3 }));
    const [none, empty, some] = [{}, { repair: {} }, { repair: { gainDb: -3 } }].map((more) =>
      encodingKey('a', { ...DEFAULT_ENCODING, ...more }),
    );
    expect(empty).toBe(none);
    expect(some).not.toBe(none);
  });
});

describe('warnings', () => {
  const codes = (change: Partial<RecordingAnalysis>) =>
    recordingWarnings({ ...sound, ...change }).map(({ code }) => code);
  it.each<[string[], Partial<RecordingAnalysis>]>([
    [[], {}],
    [['audio-silence-leading'], { leadingSilenceMs: 3_000 }],
    [['audio-silence-trailing'], { trailingSilenceMs: 4_000 }],
    [['audio-silent'], { leadingSilenceMs: 60_000, clipped: true }],
    [['audio-clipped'], { clipped: true }],
    [['audio-noisy'], { signalToNoiseDb: 9 }],
    [['audio-not-speech'], { signalToNoiseDb: 2, speech: 'other' }],
    [['audio-phase'], { phase: 'cancels' }],
  ])('%j', (expected, change) => expect(codes(change)).toEqual(expected));

  it('keep their values through being stored, and fill their sentences', () => {
    const [warning] = recordingWarnings({ ...sound, leadingSilenceMs: 12_300 });
    if (warning === undefined) throw new Error('no warning');
    const { code, values } = readWarning(warningText(warning));
    if (!isErrorCode(code)) throw new Error(code);
    expect(errorText(code, values).vi).toContain('im lặng 12 giây');
    expect(readWarning('audio-damaged')).toEqual({ code: 'audio-damaged', values: {} });
  });
});
