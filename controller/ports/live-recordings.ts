/** Lives on the disk as they are spoken: whatever kills the process, what was spoken a second before can be read. */
import type { BroadcastId } from '@loa-lang/schemas/ids';

export interface LiveRecorder {
  /** A frame of 20 ms that follows the one before. Never waits; a disk that fails is told of once. */
  add(frame: Uint8Array): void;
  /** Resolves when all is with the disk. */
  close(): Promise<void>;
}

export interface LiveRecordings {
  /** @param onProblem told when the disk takes no more; what it took stays */
  begin(id: BroadcastId, onProblem: (cause: unknown) => void): LiveRecorder;
  /** of lives whose recording is not among the bulletins yet */
  left(): Promise<BroadcastId[]>;
  /** `undefined` when nothing was recorded */
  find(id: BroadcastId): Promise<{ path: string } | undefined>;
  remove(id: BroadcastId): Promise<void>;
}
