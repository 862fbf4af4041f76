/** What a repair asks for, made exact and comparable. */
import type { RecordingAnalysis, Repair } from '@loa-lang/schemas/http/recordings';

/** Kept before the first and after the last sound: soft consonants begin before the level does. */
const KEEP_MS = 300;
/** What is cut saves less than anybody would notice. */
const WORTH_CUTTING_MS = 100;

/** The range between first and last sound; undefined when nothing sounds or nothing is worth cutting. */
export function soundingRange({ durationMs, leadingSilenceMs, trailingSilenceMs }: RecordingAnalysis): Repair['range'] {
  if (leadingSilenceMs >= durationMs) return undefined;
  const startMs = Math.max(0, leadingSilenceMs - KEEP_MS);
  const endMs = Math.min(durationMs, durationMs - trailingSilenceMs + KEEP_MS);
  return startMs + (durationMs - endMs) < WORTH_CUTTING_MS ? undefined : { startMs, endMs };
}

/** What the noise reduction takes for noise unless told: the measured background, within what the filter takes. */
export const noiseFloorOf = ({ noiseFloorDbfs }: RecordingAnalysis): number =>
  Math.round(Math.max(-80, Math.min(-20, noiseFloorDbfs)));

/** One text for one repair, whatever the order and the omissions in which it was written; empty for none. */
export function repairKey({ range, highPassHz, denoise, gainDb }: Repair): string {
  return [
    ...(range === undefined ? [] : [`${range.startMs}-${range.endMs}ms`]),
    ...(highPassHz === undefined ? [] : [`above${highPassHz}hz`]),
    ...(denoise === undefined ? [] : [`denoise${denoise.reductionDb}at${denoise.noiseFloorDbfs ?? 'auto'}`]),
    ...(gainDb === undefined || gainDb === 0 ? [] : [`${gainDb}db`]),
  ].join('+');
}
