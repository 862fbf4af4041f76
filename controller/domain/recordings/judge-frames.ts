/** Silence at the ends, noise, clipping and speech, from the frames of a recording. Pure. */
import type { RecordingAnalysis } from '@loa-lang/schemas/http/recordings';
import type { LevelTrack } from './level-track.ts';
import { FRAME_MS, type SoundFrames } from './sound-frames.ts';
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
function firstSound(levels: LevelTrack, threshold: number, frameAt: (index: number) => number): number {
  const needed = Math.min(ONSET_FRAMES, levels.length) / 2;
  let inWindow = 0;
  for (let index = 0; index < levels.length; index++) {
    if (levels.at(frameAt(index)) >= threshold) inWindow++;
    const leaving = index - ONSET_FRAMES;
    if (leaving >= 0 && levels.at(frameAt(leaving)) >= threshold) inWindow--;
    if (inWindow < needed) continue;
    let first = Math.max(0, leaving + 1);
    while (levels.at(frameAt(first)) < threshold) first++;
    return first;
  }
  return levels.length;
}

/** @param durationMs decoded length; the last frame may be shorter than the others */
export function judgeFrames(frames: SoundFrames, durationMs: number): FrameVerdict {
  const { levels, voiceLevels, fullScaleShare, waveform } = frames;
  const last = levels.length - 1;
  // Where little of the recording is sound, its loud parts are rarer than a twentieth.
  const loud = Math.max(levels.under(LOUD_SHARE), levels.under(0.995) - 6);
  const threshold = Math.max(INAUDIBLE_DBFS, loud - BELOW_LOUD_DB);
  const leading = firstSound(levels, threshold, (index) => index);
  const isSilent = leading === levels.length;
  const trailing = isSilent ? 0 : firstSound(levels, threshold, (index) => last - index);
  // Of the band of speech: hum below it is no matter of hearing, since no horn plays it.
  const ends = isSilent ? [] : [leading, trailing];
  const noiseFloor = voiceLevels.under(BACKGROUND_SHARE, ...ends);
  const share = isSilent ? 0 : speechShare(frames, voiceLevels.under(LOUD_SHARE));
  return {
    leadingSilenceMs: Math.min(durationMs, leading * FRAME_MS),
    trailingSilenceMs: Math.min(durationMs, trailing * FRAME_MS),
    noiseFloorDbfs: round(noiseFloor),
    signalToNoiseDb: round(Math.max(0, voiceLevels.under(LOUD_SHARE, ...ends) - noiseFloor)),
    fullScaleShare: round(fullScaleShare, 5),
    atFullScale: fullScaleShare >= CLIPPED_SHARE && levels.spreadFrom(threshold) >= STEADY_DB,
    speechShare: round(share, 2),
    speech: verdictOf(share),
    waveform,
  };
}
