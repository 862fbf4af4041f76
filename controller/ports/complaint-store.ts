/** Complaints and measured levels. */
import type { AreaId, BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import type { ComplaintOwner, ComplaintState } from '@loa-lang/schemas/states/complaint';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Complaint, ComplaintPlace, ComplaintReport } from '../domain/complaints/complaint.ts';
import type { PersonRef } from '../domain/people/person.ts';
import type { PageEnd } from './page-end.ts';

export interface ComplaintStore {
  /** where the cluster stands that has this code */
  placeByCode(code: string): Promise<ComplaintPlace | undefined>;
  placeOfCluster(clusterId: ClusterId): Promise<ComplaintPlace | undefined>;
  codeOf(clusterId: ClusterId): Promise<string | undefined>;
  setCode(clusterId: ClusterId, code: string): Promise<void>;
  /** Joins one of the same place and kind that is open and was heard of since then; else it is a new one. */
  report(complaint: Complaint, report: ComplaintReport & { tokenHash: string }, since: EpochMillis): Promise<Complaint>;
  find(id: string): Promise<Complaint | undefined>;
  /** newest first, 200 at most */
  reports(id: string): Promise<ComplaintReport[]>;
  byToken(tokenHash: string): Promise<{ complaint: Complaint; at: EpochMillis } | undefined>;
  /** @returns false when somebody has changed what it was before */
  change(complaint: Complaint, before: Complaint): Promise<boolean>;
  list(filter: {
    hamletIds?: readonly AreaId[];
    communeIds?: readonly AreaId[];
    communeId?: AreaId | undefined;
    clusterId?: ClusterId | undefined;
    state?: ComplaintState | undefined;
    owner?: ComplaintOwner | undefined;
    before?: PageEnd | undefined;
    limit: number;
  }): Promise<Complaint[]>;
  open(): Promise<Complaint[]>;
  /** What is overdue and was not said to be; says so in the incident it belongs to. */
  escalateOverdue(now: EpochMillis, text: string): Promise<number>;
  /** of what was seen to before then */
  eraseContacts(before: EpochMillis): Promise<number>;
}

export interface SoundReading {
  id: string;
  clusterId: ClusterId;
  at: EpochMillis;
  levelDba: number;
  distanceM: number;
  place: string;
  conditions: string;
  instrument: string;
  broadcastId: BroadcastId | undefined;
  takenBy: PersonRef;
  createdAt: EpochMillis;
}

export interface SoundReadingStore {
  add(reading: SoundReading): Promise<void>;
  /** not removed */
  find(id: string): Promise<SoundReading | undefined>;
  remove(id: string, at: EpochMillis): Promise<void>;
  list(filter: {
    hamletIds?: readonly AreaId[];
    clusterId?: ClusterId | undefined;
    before?: PageEnd | undefined;
    limit: number;
  }): Promise<SoundReading[]>;
}
