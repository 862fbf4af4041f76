/** What goes into the timeline and what comes out of it. All instants are controller time. */
import type { AssetId, BroadcastId, ClusterId, StreamId } from '../ids.ts';
import type { EpochMillis, Millis } from '../units.ts';
import type { BroadcastClass, Level, Plan, StreamGap } from '../wire/plan.ts';

export interface TimelineInput {
  /** every plan the device follows, in any order */
  plans: readonly Plan[];
  clusterId: ClusterId;
  /** the device's languages in order of preference */
  languages: readonly string[];
  /** the unit is muted by its settings: it keeps time with the others and sounds nothing */
  muted: boolean;
  /** beside those that the plans name: streams that do not reach this device */
  streamGaps?: readonly StreamGap[];
  /** what is asked for: everything that touches `[from, to)` */
  from: EpochMillis;
  to: EpochMillis;
}

/** Why a run or a segment ends before its own length. */
export type CutReason = 'interrupted' | 'cancelled' | 'silenced' | 'window-ended';

/** A stretch of one item that sounds. Segments are ordered and never overlap. */
export interface Segment {
  broadcastId: BroadcastId;
  version: number;
  run: number;
  /** index in the plan's `items` */
  itemIndex: number;
  part: number;
  startAt: EpochMillis;
  endAt: EpochMillis;
  /** position in the item at `startAt` */
  offsetMs: Millis;
  /** position in the run at `startAt`: what the journal and the floors count */
  runOffsetMs: Millis;
  /** `undefined` for an item that is not an asset; one that is no stream either is unknown here, and its time silent */
  assetId: AssetId | undefined;
  streamId?: StreamId;
  /** the broadcast's own gain, without the device's volume */
  gainDb: number;
  /** set when the item is longer than the segment */
  cut?: CutReason;
}

/** One item a device plays, with its place in the run. */
export interface RunItem {
  index: number;
  part: number;
  kind: string;
  assetId: AssetId | undefined;
  streamId?: StreamId;
  /** of a stream: where it is over whenever it was begun, from its first run on */
  slotEndAt?: EpochMillis;
  /** from the start of the run */
  offsetMs: Millis;
  durationMs: Millis;
}

/** One run of a broadcast: a first start, a repetition, a restart, or a stream that has come back. */
export interface Run {
  broadcastId: BroadcastId;
  version: number;
  class: BroadcastClass;
  level: Level;
  /** 1 for the first */
  run: number;
  /** when it should have started by plan; earlier than `startAt` when something else was on air */
  dueAt: EpochMillis;
  startAt: EpochMillis;
  endAt: EpochMillis;
  /** own length if nothing cuts it */
  durationMs: Millis;
  /** the broadcast's bound for joining */
  joinUntilAt: EpochMillis;
  /** the broadcast's last instant */
  endsAt: EpochMillis;
  outcome: 'completed' | CutReason;
  /** the broadcast that interrupted this run */
  interruptedBy?: BroadcastId;
  /** the broadcast's own gain, without the device's volume */
  gainDb: number;
  items: readonly RunItem[];
}

/** A start that never happens, as planned. */
export interface NeverStarted {
  broadcastId: BroadcastId;
  version: number;
  /** when it should have started: the broadcast's start, a repetition, or the interruption a restart would follow */
  dueAt: EpochMillis;
  endsAt: EpochMillis;
  /** runs of this broadcast before this one */
  runsBefore: number;
  kind: 'first' | 'repetition' | 'restart' | 'return';
  /**
   * `late`: still waiting at its latest start (or no room left to restart); `empty`: nothing in it for this device;
   * `no-stream`: it is a stream that is not to be had
   */
  reason: 'late' | 'cancelled' | 'silenced' | 'empty' | 'no-stream';
}

export interface Timeline {
  segments: Segment[];
  /** every run that touches the window, ordered; also those that are muted */
  runs: Run[];
  neverStarted: NeverStarted[];
  /** starts were left out because the plans hold more than {@link MAX_STARTS}; nothing sensible reaches that */
  truncated: boolean;
}

/** Starts and repetitions that are replayed, at most: bounds what a senseless `repeat` can cost a small board. */
export const MAX_STARTS = 200_000;
