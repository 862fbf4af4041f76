/** Emergencies and drills, who answers for them, and what stands prepared. */
import type { AreaId, BroadcastId, BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Level } from '@loa-lang/schemas/wire/plan';
import type { RequestedTargets } from '../domain/placement/placement.ts';

/** What is to be planned, whenever its audio is there. */
export interface EmergencyOrder {
  title: string | undefined;
  requested: RequestedTargets;
  level: Level;
  everyMs: number;
  lastsMs: number;
  gainDb: number;
  /** latches that are lifted in the same act */
  liftIds: string[];
  /** goes on air when its audio is made, and was promised so */
  later: boolean;
  /** of what was asked for and by whom: the same key with another wish is no repetition */
  fingerprint?: string;
}

/** Fault of one that was stopped before it could sound. */
export const CALLED_OFF = 'emergency-called-off';

export interface EmergencyAct {
  id: string;
  communeId: AreaId;
  bulletinId: BulletinId;
  /** `undefined` while its audio is being made */
  broadcastId: BroadcastId | undefined;
  drill: boolean;
  order: EmergencyOrder;
  sentBy: { personId: string; name: string };
  sentAt: EpochMillis;
  fault: string | undefined;
  justifiedBy: { personId: string; name: string } | undefined;
  justifiedAt: EpochMillis | undefined;
  reason: string | undefined;
  flaggedAt: EpochMillis | undefined;
}

export interface EmergencyDelegation {
  id: string;
  hamletId: AreaId;
  from: EpochMillis;
  until: EpochMillis;
  grantedBy: string;
  grantedAt: EpochMillis;
  revokedAt: EpochMillis | undefined;
}

export interface PreparedBulletin {
  communeId: AreaId;
  templateId: string;
  bulletinId: BulletinId;
  inputs: string;
}

export interface EmergencyStore {
  /** @returns false when there is one of this id */
  create(act: EmergencyAct): Promise<boolean>;
  find(id: string): Promise<EmergencyAct | undefined>;
  /** sent after the instant, or not justified; newest first; of some communes, or all */
  list(sentAfter: EpochMillis, communeIds?: readonly AreaId[]): Promise<EmergencyAct[]>;
  /** It is on air. @returns false when it was called off meanwhile */
  attach(id: string, broadcastId: BroadcastId): Promise<boolean>;
  /** Unless it is on air, or was called off. @returns whether it was written */
  fail(id: string, fault: string): Promise<boolean>;
  /** @returns false when somebody was first */
  justify(id: string, by: { personId: string; name: string }, at: EpochMillis, reason: string): Promise<boolean>;
  /** Flags what was sent before the instant and nobody has justified. @returns all that is flagged and still open */
  flag(sentBefore: EpochMillis, at: EpochMillis): Promise<EmergencyAct[]>;
  delegations(): Promise<EmergencyDelegation[]>;
  delegate(delegation: EmergencyDelegation): Promise<void>;
  /** @returns false when there is none */
  revoke(id: string, at: EpochMillis): Promise<boolean>;
  prepared(): Promise<PreparedBulletin[]>;
  prepare(prepared: PreparedBulletin): Promise<void>;
  forget(communeId: AreaId, templateId: string): Promise<void>;
}
