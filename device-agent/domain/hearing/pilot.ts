/**
 * The pilot of a self-test: one logarithmic sweep over the third octaves from 200 Hz to 5 kHz (Farina, 2000). It is short,
 * glides upwards like a whistle, and is found again in a recording far below the noise.
 */
import type { Dbfs, Millis } from '@loa-lang/schemas/units';
import { THIRD_OCTAVES } from './third-octaves.ts';

export const PILOT_MS: Millis = 1500;
const FADE_MS = 15;
const FROM_HZ = (THIRD_OCTAVES[0] as { fromHz: number }).fromHz;
const TO_HZ = (THIRD_OCTAVES.at(-1) as { toHz: number }).toHz;
const OCTAVES_E = Math.log(TO_HZ / FROM_HZ);

/** Samples of the pilot. @param levelDbfs RMS of its steady part */
export function pilotAt(rateHz: number, levelDbfs: Dbfs): Float32Array {
  const seconds = PILOT_MS / 1000;
  const length = Math.round(seconds * rateHz);
  const fade = (FADE_MS / 1000) * rateHz;
  const peak = Math.SQRT2 * 10 ** (levelDbfs / 20);
  return Float32Array.from({ length }, (_, i) => {
    const share = i / length;
    const phase = ((2 * Math.PI * FROM_HZ * seconds) / OCTAVES_E) * Math.expm1(share * OCTAVES_E);
    const edge = Math.min(1, i / fade, (length - 1 - i) / fade);
    return peak * Math.sin(phase) * (0.5 - 0.5 * Math.cos(Math.PI * edge));
  });
}

/** When the pilot passes the frequency, ms after its start. */
export const passesAt = (hz: number): Millis => (PILOT_MS * Math.log(hz / FROM_HZ)) / OCTAVES_E;
