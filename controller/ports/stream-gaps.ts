/** When a stream was not to be had: shared by relay and live, carried by the plans of the broadcasts that name it. */
import type { StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { StreamGap } from '@loa-lang/schemas/wire/plan';

/**
 * - `dead`, `silent`: a relay's source gives nothing, or nothing to be heard;
 * - `ended`, `abnormal`, `maximum`, `stopped`, `silenced`: why a live was over.
 */
export const GAP_REASONS = ['dead', 'silent', 'ended', 'abnormal', 'maximum', 'stopped', 'silenced'] as const;
export type GapReason = (typeof GAP_REASONS)[number];

export interface RecordedGap extends StreamGap {
  reason: GapReason;
  /** for people who look for the cause */
  detail?: string;
}

export interface StreamGaps {
  /**
   * The stream is not to be had from `from` on. A stream has one open gap at most: while one is open, another one changes
   * nothing.
   * @returns whether it was opened
   */
  open(streamId: StreamId, from: EpochMillis, reason: GapReason, detail?: string): Promise<boolean>;
  /**
   * The stream is back at `to`; a gap that had not begun by then never was.
   * @returns whether one was open
   */
  close(streamId: StreamId, to: EpochMillis): Promise<boolean>;
  /** Those that are open or ended after `since`, by stream and start. */
  of(streamIds: readonly StreamId[], since: EpochMillis): Promise<RecordedGap[]>;
}
