/** Rows in memory that several stores share, as they share the tables of a database. */
import type { ApprovalRequest } from '@loa-lang/controller/domain/approval/approval-request';
import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
import type { RowHashes } from '@loa-lang/controller/domain/schedules/reconcile';
import type { Schedule } from '@loa-lang/controller/domain/schedules/schedule';
import type { Idempotency, PartialStop } from '@loa-lang/controller/ports/broadcast-store';
import type { AssetRecord, BulletinRecord, VersionRecord } from '@loa-lang/controller/ports/bulletin-store';
import type { PageEnd } from '@loa-lang/controller/ports/page-end';
import type { ClusterId, PlanId } from '@loa-lang/schemas/ids';

export interface BroadcastRow {
  broadcast: Broadcast;
  clusterIds: readonly ClusterId[];
  once: Partial<Idempotency> | undefined;
  /** of an occurrence */
  hashes?: RowHashes;
  withdrawn?: boolean;
}

export type BulletinRow = Omit<BulletinRecord, 'versions'> & {
  versions: (VersionRecord & { removedAt: Date | null })[];
};

export class Tables {
  readonly broadcasts = new Map<string, BroadcastRow>();
  readonly stops: (PartialStop & { planId: PlanId })[] = [];
  readonly requests = new Map<string, ApprovalRequest>();
  readonly schedules = new Map<string, Schedule>();
  readonly bulletins = new Map<string, BulletinRow>();
  readonly assets = new Map<string, { asset: AssetRecord; warnings: string[] }>();
  /** key of what was encoded → its asset */
  readonly encodings = new Map<string, string>();
}

/** A copy that nobody can change, so that it may be handed out as it is: what a store gives is the taker's to read only. */
export function kept<T>(value: T): T {
  return frozen(structuredClone(value));
}

export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  for (const each of Object.values(value)) frozen(each);
  return Object.freeze(value);
}

/** In the order of a key, or of several. */
export const by =
  <T>(...keys: ((row: T) => number | string)[]) =>
  (a: T, b: T): number => {
    for (const key of keys) {
      const [left, right] = [key(a), key(b)];
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  };

/** Latest first. */
export const isBehind = (row: PageEnd, before: PageEnd | undefined): boolean =>
  before === undefined || row.at < before.at || (row.at === before.at && row.id < before.id);
