/** Times in which somebody works at a cluster, or on all of an area. */
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PersonRef } from '../domain/people/person.ts';

export interface MaintenanceWindow {
  id: string;
  communeId: AreaId;
  /** one of the two */
  areaId: AreaId | undefined;
  clusterId: ClusterId | undefined;
  fromAt: EpochMillis;
  untilAt: EpochMillis;
  reason: string;
  madeBy: PersonRef;
  /** before its time */
  endedAt: EpochMillis | undefined;
}

export interface MaintenanceStore {
  create(window: MaintenanceWindow): Promise<void>;
  find(id: string): Promise<MaintenanceWindow | undefined>;
  /** Not over at the instant, of clusters that are still there; soonest first, 500 at most. */
  coming(at: EpochMillis): Promise<(MaintenanceWindow & { hamletId: AreaId | undefined })[]>;
  /** @returns false when it was over already */
  end(id: string, at: EpochMillis): Promise<boolean>;
}
