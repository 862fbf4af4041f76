/** How much louder or softer a recording is made. Pure. */
import type { EncodingSettings } from '../../ports/audio.ts';
import type { Levelling } from './filter-graph.ts';

/**
 * No recording is raised by more. A voice recorded 20 dB too low is still a voice; what needs more is noise of an
 * empty room, and a horn would shout it over the village.
 */
export const MAX_GAIN_DB = 20;

/**
 * Opus at speech rates raises the peaks it was given: 0.8 to 1.5 dB on eSpeak's voice, less on people's. Measured
 * again afterwards; this much kept clear makes a second encoding rare.
 */
const CODEC_OVERSHOOT_DB = 1.6;

/** Limiting a peak by one decibel costs speech about this much loudness, which is added beforehand. */
const LOSS_PER_LIMITED_DB = 0.2;

/** Beyond this the finished asset is made once more. EBU R128 asks for 0.5 LU, and 1 LU where that is impracticable. */
const LOUDNESS_TOLERANCE_LU = 0.7;
/** The meter prints tenths. */
const PEAK_TOLERANCE_DB = 0.05;
/** What limiting took away is given back, up to here; more would only be limited again. */
const MAX_MAKE_UP_DB = 4;
/** Kept clear below the ceiling when an encoding came out too high. */
const PEAK_STEP_DB = 0.2;
/** The limiter takes nothing lower (its own bound of 1/16 is −24 dBFS). */
const LOWEST_CEILING_DBTP = -24;

export interface Measured {
  integratedLufs: number | undefined;
  truePeakDbtp: number;
}

/** The gain to reach the target; none for what has no measurable loudness (silence, clips under 400 ms). */
export function wantedGainDb(source: Measured, settings: EncodingSettings): number {
  if (source.integratedLufs === undefined) return 0;
  return Math.min(MAX_GAIN_DB, settings.targetLufs - source.integratedLufs);
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
  const makeUpDb = source.integratedLufs === undefined ? 0 : Math.min(MAX_MAKE_UP_DB, limitedDb * LOSS_PER_LIMITED_DB);
  return levelled(Math.min(MAX_GAIN_DB, gainDb + makeUpDb), ceilingDbtp, source);
}

/** The next try after `made` came out of `tried`; undefined when it is good enough. */
export function nextLevelling(
  tried: Levelling,
  made: Measured,
  source: Measured,
  settings: EncodingSettings,
): Levelling | undefined {
  const tooHighDb = made.truePeakDbtp - settings.maxTruePeakDbtp;
  const wantedDb = wantedGainDb(source, settings);
  const shortLu =
    made.integratedLufs === undefined || source.integratedLufs === undefined
      ? 0
      : source.integratedLufs + wantedDb - made.integratedLufs;
  const peakIsFine = tooHighDb <= PEAK_TOLERANCE_DB;
  const gainDb = Math.min(wantedDb + MAX_MAKE_UP_DB, MAX_GAIN_DB, tried.gainDb + shortLu);
  const raise = Math.abs(shortLu) > LOUDNESS_TOLERANCE_LU && Math.abs(gainDb - tried.gainDb) > 0.1;
  if (peakIsFine && !raise) return undefined;
  const usedCeiling = tried.ceilingDbtp ?? settings.maxTruePeakDbtp - CODEC_OVERSHOOT_DB;
  const ceilingDbtp = peakIsFine ? usedCeiling : usedCeiling - tooHighDb - PEAK_STEP_DB;
  return levelled(raise ? gainDb : tried.gainDb, ceilingDbtp, source);
}
