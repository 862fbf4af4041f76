/** Silence at the ends, noise, clipping and speech, from the frames of a recording. Pure. */
import type { RecordingAnalysis } from '@loa-lang/schemas/http/recordings';
import { FRAME_MS, levelAt, type SoundFrames } from './sound-frames.ts';
import { speechShare, verdictOf } from './speech-likeness.ts';

/** Softer than this nobody hears over a horn, whatever the rest is like. */
const INAUDIBLE_DBFS = -60;
/** So far below the loud parts a frame counts as silence: the room before somebody speaks, not the speech. */
const BELOW_LOUD_DB = 30;
/** Sound has begun where half of 100 ms is sound; a click is shorter. */
const ONSET_FRAMES = 100 / FRAME_MS;
/** The loud parts: exceeded a twentieth of the time. The background: exceeded nine tenths (ISO 1996-1, L90). */
const LOUD_SHARE = 0.95;
const BACKGROUND_SHARE = 0.1;
/** More samples than this at full scale are no chance; undistorted speech has none or a handful. */
const CLIPPED_SHARE = 0.002;
/** A tone at full scale rests there too, but its level does not move. */
const STEADY_DB = 3;

export type FrameVerdict = Pick<
  RecordingAnalysis,
  | 'leadingSilenceMs'
  | 'trailingSilenceMs'
  | 'noiseFloorDbfs'
  | 'signalToNoiseDb'
  | 'fullScaleShare'
  | 'speechShare'
  | 'speech'
  | 'waveform'
> & { atFullScale: boolean };

const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** Index of the first frame with sound, seen from either end; the length when there is none. */
function firstSound(levels: Float32Array, threshold: number, frameAt: (index: number) => number): number {
  const needed = Math.min(ONSET_FRAMES, levels.length) / 2;
  let inWindow = 0;
  for (let index = 0; index < levels.length; index++) {
    if ((levels[frameAt(index)] ?? 0) >= threshold) inWindow++;
    const leaving = index - ONSET_FRAMES;
    if (leaving >= 0 && (levels[frameAt(leaving)] ?? 0) >= threshold) inWindow--;
    if (inWindow < needed) continue;
    let first = Math.max(0, leaving + 1);
    while ((levels[frameAt(first)] ?? 0) < threshold) first++;
    return first;
  }
  return levels.length;
}

function spreadOf(levels: Float32Array, threshold: number): number {
  let [count, sum, squares] = [0, 0, 0];
  for (const level of levels) {
    if (level < threshold) continue;
    count++;
    sum += level;
    squares += level * level;
  }
  return count === 0 ? 0 : Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}

/** @param durationMs decoded length; the last frame may be shorter than the others */
export function judgeFrames(frames: SoundFrames, durationMs: number): FrameVerdict {
  const { levels, fullScaleShare, waveform } = frames;
  const last = levels.length - 1;
  const loud = levelAt(levels, LOUD_SHARE);
  // Where little of the recording is sound, its loud parts are rarer than a twentieth.
  const peak = Math.max(loud, levelAt(levels, 0.995) - 6);
  const threshold = Math.max(INAUDIBLE_DBFS, peak - BELOW_LOUD_DB);
  const leading = firstSound(levels, threshold, (index) => index);
  const trailing = leading === levels.length ? 0 : firstSound(levels, threshold, (index) => last - index);
  const sounding = leading === levels.length ? levels : levels.subarray(leading, levels.length - trailing);
  // Of the band of speech: hum below it is no matter of hearing, since no horn plays it.
  const voice = frames.voiceLevels.subarray(leading % levels.length, levels.length - trailing);
  const noiseFloor = levelAt(voice, BACKGROUND_SHARE);
  const share = leading === levels.length ? 0 : speechShare(frames, levelAt(frames.voiceLevels, LOUD_SHARE));
  return {
    leadingSilenceMs: Math.min(durationMs, leading * FRAME_MS),
    trailingSilenceMs: Math.min(durationMs, trailing * FRAME_MS),
    noiseFloorDbfs: round(noiseFloor),
    signalToNoiseDb: round(Math.max(0, levelAt(voice, LOUD_SHARE) - noiseFloor)),
    fullScaleShare: round(fullScaleShare, 5),
    atFullScale: fullScaleShare >= CLIPPED_SHARE && spreadOf(sounding, threshold) >= STEADY_DB,
    speechShare: round(share, 2),
    speech: verdictOf(share),
    waveform,
  };
}
