/** Devices as the controller knows them: who may speak for which cluster, and when it was last seen. */
import type { ClusterId, DeviceId, InstallationId, PlanId, StoreId } from '@loa-lang/schemas/ids';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Revision } from '@loa-lang/schemas/wire/common';
import type { Presence } from '@loa-lang/schemas/wire/presence';

export interface RegisteredDevice {
  deviceId: DeviceId;
  /** Ed25519 public key, JWK `x` */
  publicKey: string;
  clusterId: ClusterId | undefined;
  /** the first installation that spoke with the device's key; later others are clones */
  installationId: InstallationId | undefined;
  /** plans it follows */
  planIds: PlanId[];
}

export interface DeviceRegistry {
  /** Nothing that a revoked device says counts; it has an own answer since it is no forgery either. */
  find(deviceId: DeviceId): Promise<RegisteredDevice | 'revoked' | undefined>;
  /** Binds the first installation; answers the one that is bound, which may be another. */
  bindInstallation(deviceId: DeviceId, installationId: InstallationId): Promise<InstallationId>;
  /** Ignores what is older than what is known (connection number). */
  recordPresence(deviceId: DeviceId, presence: Presence, at: EpochMillis): Promise<void>;
  /** @param settings the settings it holds */
  recordSync(deviceId: DeviceId, storeId: StoreId, at: EpochMillis, settings?: Revision): Promise<void>;
}

export interface SilentDevices {
  /**
   * Devices of clusters that are connected, or never were, and have not made a dated sync request since; those made later
   * are not among them.
   */
  silentSince(instant: EpochMillis): Promise<{ deviceId: DeviceId; lastSyncAt: EpochMillis | undefined }[]>;
}

/** An open fault; one row per (kind, subject) while it is open. */
export interface IncidentLog {
  raise(kind: IncidentKind, subject: string, detail: string, at: EpochMillis): Promise<void>;
  clear(kind: IncidentKind, subject: string, at: EpochMillis): Promise<void>;
}
