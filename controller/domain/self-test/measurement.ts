/** What a device's microphone recorded of the pilot, and what it is compared with. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

/** One third-octave band, dBFS in the recording. */
export interface Band {
  hz: number;
  levelDbfs: number;
  /** of what was there without the pilot */
  noiseDbfs: number;
}

export interface Measurement {
  /** of the pilot at the sink, after the volume, dBFS RMS */
  playedDbfs: number;
  bands: readonly Band[];
  delayMs: Millis | undefined;
  /** height of the pilot in the correlation, 0 to 1 */
  confidence: number | undefined;
}

export interface Baseline extends Measurement {
  deviceId: string;
  volumeDb: number;
  madeAt: EpochMillis;
}

/** A band's level is that while the pilot passes it; by so much above its noise it is measured to half a decibel. */
export const CLEAR_DB = 10;
/** What is left of noise alone, of which the mean is taken off, stays under the noise; a band that is heard is above this. */
export const HEARD_DB = 3;
/** With fewer bands nothing can be said of a horn: its range of 400 Hz to 5 kHz holds twelve thirds of an octave. */
export const FEWEST_BANDS = 4;
/** The pilot stands out of anything else in a correlation by then; chance peaks of a recording stay below 0.1. */
export const SURE_CONFIDENCE = 0.2;

/** No microphone records less than its own noise: below this there is a hole in the recording. */
export const HOLE_DBFS = -120;

export const aboveNoise = ({ levelDbfs, noiseDbfs }: Band): number => levelDbfs - noiseDbfs;

/** Whether it may stand for how the cluster sounds when it is well. */
export const isClearEnough = ({ bands, confidence }: Measurement): boolean =>
  bands.filter((band) => aboveNoise(band) >= CLEAR_DB).length >= FEWEST_BANDS &&
  (confidence === undefined || confidence >= SURE_CONFIDENCE);
