import { selfTestAlarms } from '@loa-lang/controller/domain/self-test/alarm';
import { calibrationState } from '@loa-lang/controller/domain/self-test/calibration';
import { gradeOf } from '@loa-lang/controller/domain/self-test/grade';
import {
  type Band,
  type Baseline,
  isClearEnough,
  type Measurement,
} from '@loa-lang/controller/domain/self-test/measurement';
import type { SelfTestGrade } from '@loa-lang/schemas/states/self-test';
import { describe, expect, it } from 'vitest';

const HZ = [400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000];
const bands = (levelOf: (index: number) => number, noiseDbfs = -70): Band[] =>
  HZ.map((hz, index) => ({ hz, levelDbfs: Math.max(levelOf(index), noiseDbfs - 13), noiseDbfs }));
const WELL = (index: number) => -35 - index;
const measured = (more: Partial<Measurement> = {}): Measurement => ({
  ...{ playedDbfs: -20, bands: bands(WELL), delayMs: 40, confidence: 0.8, ...more },
});
const BASELINE: Baseline = { ...measured(), deviceId: 'may', volumeDb: 0, madeAt: 0 };
const grade = (more: Partial<Measurement>, before?: SelfTestGrade) => gradeOf(measured(more), BASELINE, 'may', before);

describe('a horn beside how it was', () => {
  it('passes as it was, and with what wind and rain do', () => {
    expect(grade({})).toMatchObject({ grade: 'pass', figures: { lossDb: 0, missing: 0, notes: [], delayShiftMs: 0 } });
    expect(grade({ bands: bands((index) => WELL(index) - 2 + (index % 3)) }).grade).toBe('pass');
    expect(grade({ bands: bands((index) => WELL(index) - 5.9) }).grade).toBe('pass');
  });

  it('is weak by 6 dB, and good again by less than 4 only', () => {
    const softer = (db: number) => ({ bands: bands((index) => WELL(index) - db) });
    expect(grade(softer(6))).toMatchObject({ grade: 'weak', figures: { lossDb: 6, notes: ['level-low'] } });
    expect(grade(softer(5), 'weak').grade).toBe('weak');
    expect(grade(softer(3.9), 'weak').grade).toBe('pass');
    expect(grade(softer(5), 'pass').grade).toBe('pass');
  });

  it('is expected as loud as it was played', () => {
    const quieter = { playedDbfs: -28, bands: bands((index) => WELL(index) - 8) };
    expect(grade(quieter)).toMatchObject({ grade: 'pass', figures: { correctionDb: -8, lossDb: 0 } });
    expect(grade({ ...quieter, bands: bands((index) => WELL(index) - 15) })).toMatchObject({
      ...{ grade: 'weak', figures: { lossDb: 7 } },
    });
    // played louder, it should be louder
    expect(grade({ playedDbfs: -13 })).toMatchObject({ grade: 'weak', figures: { lossDb: 7 } });
    expect(grade({ playedDbfs: -40 })).toMatchObject({ grade: undefined, figures: { notes: ['other-level'] } });
  });

  it('with a third of its bands gone is weak, whatever the rest does', () => {
    const torn = grade({ bands: bands((index) => (index < 4 ? -90 : WELL(index))) });
    expect(torn).toMatchObject({ grade: 'weak', figures: { missing: 4, notes: ['bands-missing'] } });
    expect(torn.figures.bands[0]).toMatchObject({ hz: 400, missing: true, expectedDbfs: -35 });
    const rattles = grade({ bands: bands((index) => WELL(index) - (index < 4 ? 12 : 1)) });
    expect(rattles).toMatchObject({ grade: 'weak', figures: { missing: 0, lossDb: 1, notes: ['bands-missing'] } });
    expect(grade({ bands: bands((index) => (index < 3 ? -90 : WELL(index))) }).grade).toBe('pass');
  });

  it('is silent when nothing stands above the noise', () => {
    const nothing = { bands: bands(() => -90), confidence: 0.05 };
    expect(grade(nothing)).toMatchObject({ grade: 'silent', figures: { missing: 12, notes: ['not-heard'] } });
    expect(grade({ bands: bands(() => -90), confidence: undefined }).grade).toBe('silent');
    // a recording with holes, in which level and noise are both nothing
    const holes = HZ.map((hz) => ({ hz, levelDbfs: -160, noiseDbfs: -160 }));
    expect(grade({ bands: holes, confidence: 0.02 }).grade).toBe('silent');
    // the correlation finds what bands do not show: soft, and there
    expect(grade({ bands: bands(() => -68), confidence: 0.4 }).grade).toBe('weak');
  });

  it('is not judged where it is too noisy, and by those bands that can be heard otherwise', () => {
    const noisy = { bands: bands(WELL, -40), confidence: 0.1 };
    expect(grade(noisy)).toMatchObject({ grade: undefined, figures: { notes: ['too-noisy'] } });
    // a tractor in the low bands
    const tractor = HZ.map((hz, index) => ({ hz, levelDbfs: WELL(index), noiseDbfs: index < 6 ? -30 : -70 }));
    expect(grade({ bands: tractor })).toMatchObject({ grade: 'pass', figures: { bands: { length: 6 } } });
  });

  it('heard much later or earlier is another one', () => {
    expect(grade({ delayMs: 90 })).toMatchObject({
      grade: 'weak',
      figures: { delayShiftMs: 50, notes: ['delay-shifted'] },
    });
    expect(grade({ delayMs: 80 }).grade).toBe('pass');
    expect(grade({ delayMs: undefined }).grade).toBe('pass');
  });
});

describe('without anything to compare with', () => {
  it('silence is silence all the same, and nothing else can be said', () => {
    const silent = measured({ bands: bands(() => -90), confidence: 0.05 });
    expect(gradeOf(silent, undefined, 'may', undefined)).toMatchObject({
      ...{ grade: 'silent', figures: { notes: ['not-heard', 'not-calibrated'] } },
    });
    const holes = HZ.map((hz) => ({ hz, levelDbfs: -160, noiseDbfs: -160 }));
    expect(gradeOf(measured({ bands: holes, confidence: 0 }), undefined, 'may', undefined).grade).toBe('silent');
    expect(gradeOf(measured(), undefined, 'may', undefined)).toMatchObject({
      ...{ grade: undefined, figures: { notes: ['not-calibrated'] } },
    });
    expect(gradeOf(measured(), BASELINE, 'may-moi', undefined)).toMatchObject({
      ...{ grade: undefined, figures: { notes: ['other-device'] } },
    });
  });

  it('a measurement must be clear to be compared with', () => {
    expect(isClearEnough(measured())).toBe(true);
    expect(isClearEnough(measured({ confidence: 0.1 }))).toBe(false);
    expect(isClearEnough(measured({ bands: bands(WELL, -37) }))).toBe(false);
    expect(isClearEnough(measured({ bands: [] }))).toBe(false);
  });

  it('a cluster asks to be calibrated', () => {
    expect(calibrationState(undefined, 'may')).toBe('missing');
    expect(calibrationState(BASELINE, 'may')).toBe('calibrated');
    expect(calibrationState(BASELINE, 'khac')).toBe('other-device');
    expect(calibrationState(BASELINE, undefined)).toBe('other-device');
  });
});

describe('an incident', () => {
  const alarms = (...grades: SelfTestGrade[]) => selfTestAlarms(grades);
  it('of silence is raised at once, of weakness by a second test that agrees', () => {
    expect(alarms('silent')).toEqual({ silent: 'raise', weak: 'clear' });
    expect(alarms('weak')).toEqual({ silent: 'clear', weak: 'keep' });
    expect(alarms('weak', 'weak')).toEqual({ silent: 'clear', weak: 'raise' });
    expect(alarms('weak', 'pass')).toEqual({ silent: 'clear', weak: 'keep' });
    expect(alarms('weak', 'silent')).toEqual({ silent: 'clear', weak: 'raise' });
  });
  it('is cleared by what is heard, and by nothing that hears nothing', () => {
    expect(alarms('pass', 'silent')).toEqual({ silent: 'clear', weak: 'clear' });
    expect(alarms('no-microphone', 'silent')).toEqual({ silent: 'keep', weak: 'keep' });
    expect(alarms()).toEqual({ silent: 'keep', weak: 'keep' });
  });
});
