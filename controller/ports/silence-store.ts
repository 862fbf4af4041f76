/** Latches of silence: in the database, and in a file for when it is away. */
import type { AreaId, ClusterId, PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Revision } from '@loa-lang/schemas/wire/common';
import type { Latch } from '@loa-lang/schemas/wire/plan';

export interface LatchRecord extends Latch {
  areaId: AreaId;
  /** person; not known of a latch that was learnt from a plan */
  latchedBy?: string;
  liftedBy?: string;
}

/** A cluster's device holds a plan that carries the latch, or its lifting. */
export interface SilenceConfirmation {
  latchId: string;
  clusterId: ClusterId;
  latchedAt?: EpochMillis;
  liftedAt?: EpochMillis;
}

export interface SilenceStore {
  /** open ones and those lifted after the instant, newest first */
  list(liftedAfter: EpochMillis): Promise<LatchRecord[]>;
  find(ids: readonly string[]): Promise<LatchRecord[]>;
  /** Joined with what is there: the earlier beginning, and lifted when either says so. */
  take(latches: readonly LatchRecord[]): Promise<void>;
  confirmations(latchIds: readonly string[]): Promise<SilenceConfirmation[]>;
  /** Only the first of a kind counts. */
  confirm(confirmations: readonly SilenceConfirmation[]): Promise<void>;
  /** Notes that a latch was recalled so many times. @returns false when another controller was first */
  remind(latchId: string, count: number): Promise<boolean>;
}

/** `revision`: a plan was signed so high without being recorded. */
export type JournalEntry = { latch: LatchRecord } | { planId: PlanId; revision: Revision };

export interface SilenceJournal {
  /** what can be read; a line that a crash tore is none */
  read(): Promise<JournalEntry[]>;
  /** Replaces all by these. */
  replace(entries: readonly JournalEntry[]): Promise<void>;
  /** Durable when it resolves. */
  append(entry: JournalEntry): Promise<void>;
}
