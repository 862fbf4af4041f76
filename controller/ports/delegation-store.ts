/** Who stands in for whom, and when. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Delegation } from '../domain/approval/delegation.ts';

export interface DelegationStore {
  create(delegation: Delegation): Promise<void>;
  find(id: string): Promise<Delegation | undefined>;
  /** not over at the instant, soonest first */
  notOver(at: EpochMillis): Promise<Delegation[]>;
  /** Only the first end counts. */
  end(id: string, at: EpochMillis): Promise<void>;
}
