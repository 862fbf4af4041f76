/** What playout says about what really happened, per segment. */
import type { Dbfs, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { SoundFaultReason, SoundSegment } from './segment.ts';

export interface PlayedRecord {
  key: string;
  segment: SoundSegment;
  /** milliseconds of the asset that left the sink audibly: amplifier on, not muted, not below a floor */
  playedMs: Millis;
  /** when its first sample was heard */
  firstHeardAt: MonotonicMillis | undefined;
  lastHeardAt: MonotonicMillis | undefined;
  /** asset positions of the first sample and after the last one */
  fromPositionMs: Millis | undefined;
  toPositionMs: Millis | undefined;
  /** first sample's instant minus the planned one for that position; positive is late */
  startErrorMs: Millis | undefined;
  startErrorBasis: 'measured' | 'estimated' | undefined;
  startUncertaintyMs: Millis | undefined;
  /** RMS at the sink over what sounded */
  outputLevelDbfs: Dbfs | undefined;
  /** milliseconds that should have sounded while the decoder had nothing ready */
  underrunMs: Millis;
  /** jumps inside the sound and the largest of them; rate corrections are not jumps */
  jumps: number;
  largestJumpMs: Millis;
}

export type PlayoutEndReason =
  /** reached `endAt` or the end of its asset */
  | 'ended'
  /** taken away or shortened while it sounded */
  | 'cut'
  /** its sound could not be opened or broke */
  | 'failed';

/** All calls come outside `render`, in order; a listener that throws is ignored. */
export interface PlayoutListener {
  started?(record: PlayedRecord): void;
  ended?(record: PlayedRecord, reason: PlayoutEndReason): void;
  /** first time a segment had nothing to play although it should */
  underrun?(record: PlayedRecord): void;
  failed?(segment: SoundSegment, reason: SoundFaultReason, detail: string): void;
}
