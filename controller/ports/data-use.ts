/** Mobile data of clusters. */
import type { Sim } from '@loa-lang/schemas/http/clusters';
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Month, Use } from '../domain/health/sim.ts';

export interface ClusterUse extends Use {
  clusterId: ClusterId;
  sim: Sim;
}

export interface DataUse {
  /** Of these clusters, or of all that have a card. */
  used(clusterIds: readonly ClusterId[] | 'with a card', month: Month, now: EpochMillis): Promise<ClusterUse[]>;
}
