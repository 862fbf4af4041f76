/** The JSON document of `--json`. */
import type { BroadcastBody } from '@loa-lang/schemas/http/broadcasts';
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import type { Heard } from './listen.ts';

export interface Timings {
  /** from the command to a controller that answers, ms */
  startedMs: number;
  /** making all bulletins, ms */
  bulletinsMs: number;
  /** from the order to the first sample, ms */
  leadMs: number;
  totalMs: number;
}

export function resultDocument(
  broadcast: BroadcastBody,
  bulletins: readonly BulletinBody[],
  coverage: CoverageBody,
  heard: ReadonlyMap<string, Heard>,
  publishedAudioBytes: number,
  timings: Timings,
) {
  const { hamletsReached, hamletsTotal, householdsReached, householdsTotal, hamlets } = coverage;
  return {
    broadcastId: broadcast.id,
    startAt: broadcast.startAt,
    clusters: coverage.clusters.map((cluster) => ({
      id: cluster.id,
      code: cluster.code,
      hamlet: cluster.hamlet,
      // what the device said last; without a report what coverage makes of the silence
      state: cluster.receipt ?? cluster.state,
      coverage: cluster.state,
      ...(cluster.reason === undefined ? {} : { reason: cluster.reason }),
      playedMs: cluster.playedMs,
      startErrorMs: cluster.startErrorMs ?? null,
      outputLevelDbfs: cluster.outputLevelDbfs ?? null,
      heard: heard.get(cluster.id) ?? null,
    })),
    coverage: { hamletsReached, hamletsTotal, householdsReached, householdsTotal, hamlets },
    assetBytes: bulletins.reduce((sum, { audio }) => sum + (audio?.sizeBytes ?? 0), 0),
    publishedAudioBytes,
    timings,
  };
}
