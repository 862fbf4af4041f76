/** Names of runs and segments, the same on every evaluation and in every life of the agent. */
import type { BroadcastId } from '@loa-lang/schemas/ids';

export interface RunName {
  broadcastId: BroadcastId;
  version: number;
  run: number;
}

/** `broadcast:version:run`; ids hold no colon. */
export const runKey = ({ broadcastId, version, run }: RunName): string => `${broadcastId}:${version}:${run}`;

/** What a key of a run names. */
export function runOf(key: string): RunName {
  const [broadcastId = '', version = '', run = ''] = key.split(':');
  return { broadcastId, version: Number(version), run: Number(run) };
}

/** `broadcast:version:run:item`. */
export const segmentKey = (segment: RunName & { itemIndex: number }): string =>
  `${runKey(segment)}:${segment.itemIndex}`;

/** The run a segment key belongs to. */
export const runOfSegmentKey = (key: string): string => key.slice(0, key.lastIndexOf(':'));
