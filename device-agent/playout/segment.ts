/**
 * What playout is told: stretches of sound laid on controller time. All devices that hold the same plans compute the
 * same segments, so a position in an asset belongs to an instant, never to a device.
 */
import type { AssetId, BroadcastId, StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { SoundWindow } from './sound-window.ts';

/** Decoded sound with random access: mono floats at `SAMPLE_RATE_HZ`. Used from one thread, freed by its user. */
export interface SoundReader {
  readonly durationSamples: number;
  /** The next `read` starts at this sample; beyond the end nothing is read. */
  seek(sample: number): void;
  /**
   * Fills `into` from its start with what follows.
   * @returns samples written; fewer than `into.length` only at the end of the sound.
   * @throws SoundFault when the file turns out to be broken here
   */
  read(into: Float32Array): number;
  free(): void;
}

/** Why a sound cannot be had. */
export type SoundFaultReason = 'missing' | 'corrupt' | 'unsupported';

export type OpenedSound =
  | { ok: true; reader: SoundReader }
  | { ok: false; reason: SoundFaultReason; detail: string; cause?: unknown };

/** A sound of a file, or a stream. */
export type OpenedSegment = OpenedSound | { ok: true; window: SoundWindow };

/** Thrown by a reader in mid-sound; everything knowable at the start is an `OpenedSound` instead. */
export class SoundFault extends Error {
  readonly reason: SoundFaultReason;
  constructor(reason: SoundFaultReason, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SoundFault';
    this.reason = reason;
  }
}

export interface SoundSegment {
  /** the same for the same (broadcast, run, item) on every evaluation: continuity, journal and floors hang on it */
  key: string;
  broadcastId: BroadcastId;
  run: number;
  /** index of the item in the plan's `items` */
  itemIndex: number;
  /** what sounds: an asset, or else a stream, whose positions count from where it is laid */
  assetId?: AssetId;
  streamId?: StreamId;
  /** controller time of the first sample, fractions allowed */
  startAt: EpochMillis;
  /** controller time from which nothing of it sounds; the asset may end earlier */
  endAt: EpochMillis;
  /** position in the asset at `startAt` */
  assetOffsetMs: Millis;
  /** device volume plus the broadcast's gain, dB */
  gainDb: number;
  /** set when `endAt` cuts the sound short: the last milliseconds before it fade out */
  fadeOutMs?: Millis;
  /** Called once when the segment comes near, again after a failure at the earliest one second later. */
  open(): Promise<OpenedSegment>;
}

/** Whether a player may go on with the other one, wherever it is cut. */
export const isSameSound = (a: SoundSegment, b: SoundSegment): boolean =>
  a.assetId === b.assetId &&
  a.streamId === b.streamId &&
  (a.streamId === undefined || assetPositionAt(a, b.startAt) === b.assetOffsetMs);

/** Asset position that all devices have at a controller instant, ms. */
export const assetPositionAt = (segment: SoundSegment, at: EpochMillis): Millis =>
  segment.assetOffsetMs + (at - segment.startAt);
