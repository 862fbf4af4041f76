/** How much louder or softer a recording is made. Pure. */
import type { EncodingSettings } from '../../ports/audio.ts';
import type { Levelling } from './filter-graph.ts';

/**
 * No recording is raised by more. A voice recorded 20 dB too low is still a voice; what needs more is noise of an
 * empty room, and a horn would shout it over the village.
 */
export const MAX_GAIN_DB = 20;

/** Opus at speech rates overshoots the peaks it was given by up to about this much; measured again afterwards. */
const CODEC_OVERSHOOT_DB = 1;

/** Beyond this the finished asset is made once more: EBU R128 allows 0.5 LU for programmes levelled by machine. */
const LOUDNESS_TOLERANCE_LU = 0.5;
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
  return levelled(wantedGainDb(source, settings), settings.maxTruePeakDbtp - CODEC_OVERSHOOT_DB, source);
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
