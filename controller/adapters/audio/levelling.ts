/**
 * How much louder or softer a recording is made. Pure. The rules:
 * - what can be measured comes to the target, whatever it was, by one gain for the whole;
 * - **short** (under 400 ms, one block of the meter): measured as if it went on, and so as any other;
 * - **silent** (nothing passes the gate at −70 LUFS): no gain but the one asked for;
 * - **soft**: at most `MAX_GAIN_DB`; a recording below −50 LUFS therefore stays below the target, and says so;
 * - **hot**: lowered; what was clipped before stays clipped, and says so;
 * - **spiky** (a slammed door over a soft voice): the peaks are limited and the rest raised to the target, with at most
 *   `MAX_MAKE_UP_DB` more gain than its loudness asked for; what needs more (nothing but slams) stays below the target,
 *   and says so;
 * - no peak of the finished asset is above the ceiling, whatever that costs in loudness.
 */
import type { EncodingSettings } from '../../ports/audio.ts';
import type { Levelling } from './filter-graph.ts';

/**
 * No recording is raised by more to reach the target. A telephone at the far end of a hall records a voice at −45 to
 * −50 LUFS and still above its own noise; what is softer is an empty room, and a horn would shout it over the village.
 */
export const MAX_GAIN_DB = 34;
/** What limiting took away is given back, up to here; more would only be limited again. A voice is that far below slams. */
export const MAX_MAKE_UP_DB = 24;

/**
 * Opus at speech rates raises the peaks it was given: 0.8 to 1.5 dB on eSpeak's voice, less on people's. Measured
 * again afterwards; this much kept clear makes a second encoding rare.
 */
const CODEC_OVERSHOOT_DB = 1.6;
/** Limiting a peak by one decibel costs speech about this much loudness, which is added beforehand. */
const LOSS_PER_LIMITED_DB = 0.2;
/** More than this is not guessed, but added when it was seen to be missing. */
const MAX_GUESS_DB = 4;

/** Beyond this the finished asset is made once more. EBU R128 asks for 0.5 LU, and 1 LU where that is impracticable. */
const LOUDNESS_TOLERANCE_LU = 0.7;
/** The meter prints tenths. */
const PEAK_TOLERANCE_DB = 0.05;
/** Kept clear below the ceiling when an encoding came out too high. */
const PEAK_STEP_DB = 0.2;
/** The limiter takes nothing lower (its own bound of 1/16 is −24 dBFS). */
const LOWEST_CEILING_DBTP = -24;
/** The more is limited, the less a decibel of gain brings; less than this is not believed. */
const LEAST_YIELD = 0.25;
/** A difference of gain that tells something. */
const TELLING_DB = 0.3;
/** Not raised further at once: the yield is an estimate. */
const LARGEST_STEP_DB = 8;

export interface Measured {
  integratedLufs: number | undefined;
  truePeakDbtp: number;
}

/** An encoding and what came out of it. */
export interface Tried {
  levelling: Levelling;
  made: Measured;
}

/** Loudness that this recording is to have, LUFS. */
export const targetOf = ({ targetLufs, repair }: EncodingSettings): number => targetLufs + (repair?.gainDb ?? 0);

/** The gain to reach the target; what was asked for, where loudness cannot be measured. */
export function wantedGainDb(source: Measured, settings: EncodingSettings): number {
  if (source.integratedLufs === undefined) return settings.repair?.gainDb ?? 0;
  return Math.min(MAX_GAIN_DB, targetOf(settings) - source.integratedLufs);
}

function levelled(gainDb: number, ceilingDbtp: number, source: Measured): Levelling {
  const needsLimiter = source.truePeakDbtp + gainDb > ceilingDbtp;
  return { gainDb, ceilingDbtp: needsLimiter ? Math.max(LOWEST_CEILING_DBTP, ceilingDbtp) : undefined };
}

/** The first try. */
export function firstLevelling(source: Measured, settings: EncodingSettings): Levelling {
  const ceilingDbtp = settings.maxTruePeakDbtp - CODEC_OVERSHOOT_DB;
  const gainDb = wantedGainDb(source, settings);
  const limitedDb = Math.max(0, source.truePeakDbtp + gainDb - ceilingDbtp);
  const makeUpDb = source.integratedLufs === undefined ? 0 : Math.min(MAX_GUESS_DB, limitedDb * LOSS_PER_LIMITED_DB);
  return levelled(gainDb + makeUpDb, ceilingDbtp, source);
}

/** Loudness that a decibel of gain brought from one try to the next. */
function yieldOf(last: Tried, before: Tried | undefined): number {
  const gained = last.levelling.gainDb - (before?.levelling.gainDb ?? last.levelling.gainDb);
  if (Math.abs(gained) < TELLING_DB) return 1;
  const louder = (last.made.integratedLufs ?? 0) - (before?.made.integratedLufs ?? 0);
  return Math.max(LEAST_YIELD, Math.min(1, louder / gained));
}

/** The next try after those there were, in order; undefined when the last is good enough or cannot be bettered. */
export function nextLevelling(
  tries: readonly Tried[],
  source: Measured,
  settings: EncodingSettings,
): Levelling | undefined {
  const [last, before] = [tries.at(-1), tries.at(-2)];
  if (last === undefined) return firstLevelling(source, settings);
  const { levelling: tried, made } = last;
  const tooHighDb = made.truePeakDbtp - settings.maxTruePeakDbtp;
  const wantedDb = wantedGainDb(source, settings);
  const measurable = made.integratedLufs !== undefined && source.integratedLufs !== undefined;
  const shortLu = measurable ? (source.integratedLufs ?? 0) + wantedDb - (made.integratedLufs ?? 0) : 0;
  const stepDb = Math.max(-LARGEST_STEP_DB, Math.min(LARGEST_STEP_DB, shortLu / yieldOf(last, before)));
  const gainDb = Math.min(wantedDb + MAX_MAKE_UP_DB, tried.gainDb + stepDb);
  const raise = Math.abs(shortLu) > LOUDNESS_TOLERANCE_LU && Math.abs(gainDb - tried.gainDb) > 0.1;
  const peakIsFine = tooHighDb <= PEAK_TOLERANCE_DB;
  if (peakIsFine && !raise) return undefined;
  const usedCeiling = tried.ceilingDbtp ?? settings.maxTruePeakDbtp - CODEC_OVERSHOOT_DB;
  const ceilingDbtp = peakIsFine ? usedCeiling : usedCeiling - tooHighDb - PEAK_STEP_DB;
  return levelled(raise ? gainDb : tried.gainDb, ceilingDbtp, source);
}
