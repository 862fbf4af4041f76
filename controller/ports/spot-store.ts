/** Cards by which somebody speaks at a device itself, and what devices say was done with them. */
import type { BroadcastId, ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { LocalAct } from '@loa-lang/schemas/wire/report';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import type { SpotCredentialRecord } from '../domain/on-the-spot/credential.ts';

export interface SpotCredentialStore {
  /** latest first */
  list(): Promise<SpotCredentialRecord[]>;
  find(id: string): Promise<SpotCredentialRecord | undefined>;
  add(credential: SpotCredentialRecord): Promise<void>;
  /** @returns false when there is none of this id, or it is revoked already */
  revoke(id: string, at: EpochMillis): Promise<boolean>;
}

/** An act as a device names it: other devices' acts of the same name are others. */
export interface ActName {
  deviceId: DeviceId;
  broadcastId: BroadcastId;
}

export interface LocalActStore {
  /** Acts that are reported and are no broadcast yet. */
  unrecorded(since: EpochMillis): Promise<ActName[]>;
  /** What the device said last of it, and when that came. */
  last(act: ActName): Promise<{ body: LocalAct; receivedAt: EpochMillis } | undefined>;
  /**
   * Makes it a broadcast, or brings the one that it is up to date, and takes the receipts that came before it. What is
   * somebody else's under this id stays as it is.
   */
  record(act: ActName, broadcast: Broadcast, clusterId: ClusterId): Promise<'made' | 'updated' | 'not-theirs'>;
  /** Takes receipts that came while it was being made. */
  applyReceipts(act: ActName): Promise<void>;
  /** Acts of the device that became broadcasts since. */
  countSince(deviceId: DeviceId, since: EpochMillis): Promise<number>;
}
