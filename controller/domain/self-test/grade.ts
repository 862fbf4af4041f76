/** How a horn sounds beside how it sounded when it was well: levels over the noise, band by band, and the way the sound took. */
import type { SelfTestGrade, SelfTestNote } from '@loa-lang/schemas/states/self-test';
import type { Millis } from '@loa-lang/schemas/units';
import {
  aboveNoise,
  type Band,
  type Baseline,
  CLEAR_DB,
  FEWEST_BANDS,
  HEARD_DB,
  HOLE_DBFS,
  type Measurement,
  SURE_CONFIDENCE,
} from './measurement.ts';

/** Half of the loudness of old is gone at 10 dB; one of two horns silent is 6 dB. */
export const WEAK_DB = 6;
/** After a weak one the loss must be smaller by 2 dB before it is called good again: wind and rain move levels by 1 to 2 dB. */
export const GOOD_AGAIN_DB = 4;
/** A driver whose coil is torn still rattles in some bands; a third of them gone is a fault. */
export const MISSING_SHARE = 1 / 3;
/** So far below the others a band is gone, though something of it is still heard. */
export const GONE_DB = 10;
/** So far below, and not found by correlation either, what is measured is something else, or a recording with holes. */
export const NOTHING_DB = 25;
/** 15 m of air and more: another horn is heard. The sound card itself starts up to some ms earlier or later. */
export const SHIFTED_MS: Millis = 45;
/** Over such a difference neither amplifier nor microphone is linear enough to calculate what would be heard. */
export const COMPARABLE_DB = 12;

export interface BandFigures {
  hz: number;
  /** that it should have, of the baseline at the level that was played */
  expectedDbfs: number;
  levelDbfs: number;
  noiseDbfs: number;
  /** expected − heard; at least so much where nothing was heard over the noise */
  lossDb: number;
  /** nothing was heard over the noise although it should have been */
  missing: boolean;
}

export interface Figures {
  /** played against the baseline's, dB; what is expected moves by it */
  correctionDb?: number;
  /** median over the bands that can be compared, dB; positive is softer */
  lossDb?: number;
  bands: BandFigures[];
  missing: number;
  /** against the baseline, ms */
  delayShiftMs?: Millis;
  notes: SelfTestNote[];
}

export interface Graded {
  grade: SelfTestGrade | undefined;
  figures: Figures;
}

/** @param before the last grade of the cluster: what was weak must be clearly better to pass */
export function gradeOf(
  measured: Measurement,
  baseline: Baseline | undefined,
  deviceId: string,
  before: SelfTestGrade | undefined,
): Graded {
  if (baseline === undefined) return withoutBaseline(measured, 'not-calibrated');
  if (baseline.deviceId !== deviceId) return withoutBaseline(measured, 'other-device');
  const correctionDb = measured.playedDbfs - baseline.playedDbfs;
  if (Math.abs(correctionDb) > COMPARABLE_DB) return withoutBaseline(measured, 'other-level');
  const bands = compared(measured, baseline, correctionDb);
  const missing = bands.filter((band) => band.missing).length;
  const figures: Figures = {
    correctionDb: round(correctionDb),
    bands,
    missing,
    ...shiftOf(measured, baseline),
    notes: [],
  };
  if (bands.length < FEWEST_BANDS) return { grade: undefined, figures: { ...figures, notes: ['too-noisy'] } };
  const lossDb = median(bands.map((band) => band.lossDb));
  const isSure = measured.confidence !== undefined && measured.confidence >= SURE_CONFIDENCE;
  if (!isSure && bands.every((band) => band.missing || band.lossDb >= NOTHING_DB)) {
    return { grade: 'silent', figures: { ...figures, lossDb: round(lossDb), notes: ['not-heard'] } };
  }
  const notes: SelfTestNote[] = [];
  if (lossDb >= (before === 'weak' || before === 'silent' ? GOOD_AGAIN_DB : WEAK_DB)) notes.push('level-low');
  const gone = bands.filter((band) => band.missing || band.lossDb - lossDb >= GONE_DB).length;
  if (gone >= bands.length * MISSING_SHARE) notes.push('bands-missing');
  if (Math.abs(figures.delayShiftMs ?? 0) > SHIFTED_MS) notes.push('delay-shifted');
  return { grade: notes.length > 0 ? 'weak' : 'pass', figures: { ...figures, lossDb: round(lossDb), notes } };
}

/** Whether anything is heard at all can be said without one. */
function withoutBaseline({ bands, confidence }: Measurement, why: SelfTestNote): Graded {
  const heard = bands.filter((band) => aboveNoise(band) >= HEARD_DB && band.levelDbfs > HOLE_DBFS).length;
  const isSilent =
    heard === 0 && bands.length >= FEWEST_BANDS && confidence !== undefined && confidence < SURE_CONFIDENCE;
  const figures = { bands: [], missing: 0 };
  if (isSilent) return { grade: 'silent', figures: { ...figures, notes: ['not-heard', why] } };
  return { grade: undefined, figures: { ...figures, notes: [why] } };
}

/** Bands that the baseline has clearly, where today's noise would not hide them. */
function compared(measured: Measurement, baseline: Baseline, correctionDb: number): BandFigures[] {
  const now = new Map(measured.bands.map((band) => [band.hz, band]));
  return baseline.bands.flatMap((was): BandFigures[] => {
    const is = now.get(was.hz);
    const expectedDbfs = was.levelDbfs + correctionDb;
    if (is === undefined || aboveNoise(was) < CLEAR_DB || expectedDbfs - is.noiseDbfs < CLEAR_DB) return [];
    const missing = aboveNoise(is) < HEARD_DB;
    const lossDb = expectedDbfs - (missing ? Math.min(is.levelDbfs, is.noiseDbfs + HEARD_DB) : is.levelDbfs);
    return [{ ...rounded(is), expectedDbfs: round(expectedDbfs), lossDb: round(lossDb), missing }];
  });
}

function shiftOf(measured: Measurement, baseline: Baseline): Pick<Figures, 'delayShiftMs'> {
  if (measured.delayMs === undefined || baseline.delayMs === undefined) return {};
  return { delayShiftMs: round(measured.delayMs - baseline.delayMs) };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const rounded = ({ hz, levelDbfs, noiseDbfs }: Band): Band => ({
  hz,
  levelDbfs: round(levelDbfs),
  noiseDbfs: round(noiseDbfs),
});

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
