/** Faults as they are shown, and what somebody does about them. */

import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { IncidentEvent, IncidentKind, IncidentState } from '@loa-lang/schemas/states/incident';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PersonRef } from '../domain/people/person.ts';
import type { Sight } from '../domain/permissions/sight.ts';
import type { PageEnd } from './page-end.ts';

export interface IncidentRecord {
  id: string;
  kind: string;
  subject: string;
  /** in which the device stands, where the subject is one */
  cluster: { id: string; code: string; name: string } | undefined;
  communeId: AreaId | undefined;
  detail: string;
  raisedAt: EpochMillis;
  lastAt: EpochMillis;
  count: number;
  clearedAt: EpochMillis | undefined;
  acknowledgedAt: EpochMillis | undefined;
  acknowledgedBy: PersonRef | undefined;
  assignee: PersonRef | undefined;
  dueAt: EpochMillis | undefined;
  /** absent where it was over by itself */
  resolvedBy: PersonRef | undefined;
  reopened: number;
  /** the incident that explains it */
  explainedBy: string | undefined;
  expected: boolean;
}

export interface IncidentEventRecord {
  at: EpochMillis;
  event: string;
  by: PersonRef | undefined;
  text: string | undefined;
}

/** What is open of certain kinds, all of it. */
export interface OpenIncidents {
  openOf(kinds: readonly IncidentKind[]): Promise<{ kind: IncidentKind; subject: string; detail: string }[]>;
}

export interface IncidentQuery {
  /** those that are over too */
  all: boolean;
  state?: IncidentState;
  kinds?: readonly IncidentKind[];
  clusterId?: ClusterId;
  /** in one of these, or about one of them */
  areaIds?: readonly AreaId[];
  limit: number;
  before?: PageEnd;
}

export interface IncidentReader {
  /** Of what is in sight; by when they were raised, newest first. */
  list(query: IncidentQuery, sight: Sight): Promise<IncidentRecord[]>;
  find(id: string): Promise<IncidentRecord | undefined>;
  /** In their order. */
  events(id: string): Promise<IncidentEventRecord[]>;
}

export interface IncidentStep {
  event: IncidentEvent;
  at: EpochMillis;
  by: PersonRef;
  text: string | undefined;
  /** fields that change; `undefined`: taken away */
  set: Partial<Pick<IncidentRecord, 'acknowledgedAt' | 'acknowledgedBy' | 'assignee' | 'clearedAt' | 'resolvedBy'>>;
}

export interface IncidentActs {
  /**
   * What somebody does, decided on how it is at that moment; nobody else does anything meanwhile.
   * @param decide throws where it will not be done; `undefined`: nothing is to be done
   * @returns how it was and how it is; `undefined`: there is none, or the same is open again
   */
  act(
    id: string,
    decide: (incident: IncidentRecord) => IncidentStep | undefined,
  ): Promise<{ before: IncidentRecord; after: IncidentRecord } | undefined>;
}
