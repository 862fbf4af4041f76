/** Faults as they are shown. */
import type { EpochMillis } from '@loa-lang/schemas/units';

export interface IncidentRecord {
  id: string;
  kind: string;
  subject: string;
  detail: string;
  raisedAt: EpochMillis;
  lastAt: EpochMillis;
  count: number;
  clearedAt: EpochMillis | undefined;
}

export interface IncidentReader {
  /** newest first, 500 at most */
  list(all: boolean): Promise<IncidentRecord[]>;
}
