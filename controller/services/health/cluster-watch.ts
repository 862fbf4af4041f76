/** One cluster as it is watched: its days, and what it plays. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { dayStart } from '../../domain/health/slots.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ClusterProgramme, ClusterWatchReader, DayUptime } from '../../ports/cluster-watch-reader.ts';

export interface ClusterWatchDeps {
  clusterWatchReader: ClusterWatchReader;
  clock: Clock;
}

const DAY_MS: Millis = 86_400_000;

export class ClusterWatch {
  readonly #deps: ClusterWatchDeps;

  constructor(deps: ClusterWatchDeps) {
    this.#deps = deps;
  }

  programme(clusterId: ClusterId): Promise<ClusterProgramme> {
    return this.#deps.clusterWatchReader.programme(clusterId, this.#deps.clock.now());
  }

  /** @param days the last so many with today, oldest first; today ends now */
  async days(clusterId: ClusterId, days: number): Promise<(DayUptime & { startAt: EpochMillis })[]> {
    const now = this.#deps.clock.now();
    const today = dayStart(now);
    const starts = Array.from({ length: days }, (_, n) => today - (days - 1 - n) * DAY_MS);
    const told = await this.#deps.clusterWatchReader.days(clusterId, [...starts, now]);
    return told.flatMap((each, n) => {
      const startAt = starts[n];
      return startAt === undefined ? [] : [{ ...each, startAt }];
    });
  }
}
