/** The face of playout towards the rest of the agent; `PlayoutSource` implements it. */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { AudioSource } from '../ports/audio-sink.ts';
import type { Clock } from '../ports/clock.ts';
import type { PlayedRecord, PlayoutListener } from './played.ts';
import type { SoundSegment } from './segment.ts';
import type { TimeMapSource } from './time-map.ts';

export interface PlayoutOptions {
  clock: Clock;
  timeMap: TimeMapSource;
  listener?: PlayoutListener;
  /** whether what is heard at the instant reaches the horns, e.g. the amplifier is warm; only then it counts as played */
  isAudible?: (at: MonotonicMillis) => boolean;
}

export interface Playout extends AudioSource {
  /** Replaces all segments, ordered by `startAt`; what sounds and is unchanged goes on without a seam. */
  setSegments(segments: readonly SoundSegment[]): void;
  /** Nothing of this key sounds before the asset position, whatever the clock does: it has sounded already. */
  setFloor(key: string, assetPositionMs: Millis): void;
  /** Records of segments that are set or sounded recently, newest last. */
  records(): PlayedRecord[];
  record(key: string): PlayedRecord | undefined;
  /** Opens and pre-decodes what starts soon. Resolves when all of it is ready or failed. */
  prime(): Promise<void>;
  stop(): void;
}
