/** Faults as they are shown. */

import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Sight } from '../domain/permissions/sight.ts';

export interface IncidentRecord {
  id: string;
  kind: string;
  subject: string;
  /** in which the device stands, where the subject is one */
  cluster: { id: string; code: string; name: string } | undefined;
  detail: string;
  raisedAt: EpochMillis;
  lastAt: EpochMillis;
  count: number;
  clearedAt: EpochMillis | undefined;
}

/** What is open of certain kinds, all of it. */
export interface OpenIncidents {
  openOf(kinds: readonly IncidentKind[]): Promise<{ kind: IncidentKind; subject: string; detail: string }[]>;
}

export interface IncidentReader {
  /** Of what is in sight; newest first, 500 at most. */
  list(all: boolean, sight: Sight): Promise<IncidentRecord[]>;
}
