/**
 * The record of signed documents: what was last published under each subject, and the lock under which the next one
 * is made. Truth is the database; the broker only carries copies.
 */
import type { DeviceId, PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Revision } from '@loa-lang/schemas/wire/common';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import type { Settings } from '@loa-lang/schemas/wire/settings';

export interface LedgerEntry extends Revision {
  subject: string;
  bytes: Uint8Array;
  /** hash of the content without revision and instants: equal means nothing changed */
  contentHash: string;
  issuedAt: EpochMillis;
}

export interface DocumentLedger {
  /** Runs `work` while no other controller does so for this subject. Rejects when the lock is not had within 10 s. */
  underLock<T>(subject: string, work: () => Promise<T>): Promise<T>;
  last(subject: string): Promise<LedgerEntry | undefined>;
  /** Committed when it resolves. @throws when the revision is not higher than the last one. */
  record(entry: LedgerEntry): Promise<void>;
  latest(subjects: readonly string[]): Promise<Map<string, Revision>>;
  /** every document, or those issued since, without their bytes: thousands of them are looked through at once */
  all(since?: EpochMillis): Promise<Omit<LedgerEntry, 'bytes'>[]>;
  epoch(): Promise<number>;
  /** Opens a higher epoch; at least `atLeast`. Kept outside the database too. */
  openEpoch(atLeast: number): Promise<number>;
}

export type PlanContent = Pick<
  Plan,
  'areaId' | 'horizonEndsAt' | 'silence' | 'keepAssets' | 'broadcasts' | 'streamGaps' | 'onTheSpot'
>;
export type SettingsContent = Omit<Settings, 'epoch' | 'revision'>;

/** What documents must say now, computed from the database. */
export interface DocumentSource {
  planIds(): Promise<PlanId[]>;
  planContent(planId: PlanId, now: EpochMillis): Promise<PlanContent>;
  deviceIds(): Promise<DeviceId[]>;
  settingsContent(deviceId: DeviceId): Promise<SettingsContent | undefined>;
}
