/** Plays segments made by formula through a real sink on the real clock. */
import { SystemClock } from '@loa-lang/device-agent/adapters/system-clock';
import type { PlayoutListener } from '@loa-lang/device-agent/playout/played';
import { PlayoutSource } from '@loa-lang/device-agent/playout/playout-source';
import type { SoundSegment } from '@loa-lang/device-agent/playout/segment';
import type { AudioSink } from '@loa-lang/device-agent/ports/audio-sink';
import { formulaSound } from './synthetic-sound.ts';

/** Controller time is the monotonic clock plus this. */
export const CONTROLLER_OFFSET_MS = 1_700_000_000_000;

export const realBench = (listener: PlayoutListener = {}) => {
  const clock = new SystemClock({ hasBatteryClock: false });
  const playout = new PlayoutSource({
    clock,
    listener,
    timeMap: () => ({
      toController: (at) => at + CONTROLLER_OFFSET_MS,
      toMonotonic: (at) => at - CONTROLLER_OFFSET_MS,
    }),
  });
  return { clock, playout, controllerTimeAt: (at: number) => at + CONTROLLER_OFFSET_MS };
};

export const clip = (
  index: number,
  startAt: number,
  durationMs: number,
  formula: (k: number) => number,
): SoundSegment => ({
  key: `clip/1/${index}`,
  broadcastId: 'clip',
  run: 1,
  itemIndex: index,
  assetId: `asset-${index}`,
  startAt: startAt + CONTROLLER_OFFSET_MS,
  endAt: startAt + CONTROLLER_OFFSET_MS + durationMs,
  assetOffsetMs: 0,
  gainDb: 0,
  open: formulaSound(durationMs * 48, formula),
});

/** A chirp: correlates with itself at one place only. */
export const chirp = (k: number): number => 0.5 * Math.sin(2 * Math.PI * (200 + k / 200) * (k / 48_000));

/** Low enough that a millisecond of bending while an output settles leaves it alike. */
export const slowChirp = (k: number): number => 0.5 * Math.sin(2 * Math.PI * (100 + k / 4000) * (k / 48_000));

export const setAndChange = (playout: PlayoutSource, sink: AudioSink, segments: SoundSegment[]): void => {
  playout.setSegments(segments);
  sink.changed();
};
