/** Devices that ask to be enrolled, and the certificates that were given out. */
import type { ClusterId, DeviceId, InstallationId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { IssuedCertificate, Pem, Withdrawn } from './authority.ts';
import type { Written } from './register.ts';

export interface EnrolmentRecord {
  id: string;
  code: string;
  /** JWK `x` */
  publicKey: string;
  installationId: InstallationId;
  agentVersion: string;
  /** network address it asked from last */
  address: string;
  firstAskedAt: EpochMillis;
  lastAskedAt: EpochMillis;
  rejectedAt: EpochMillis | undefined;
}

/** A device as it is known by its key. */
export interface EnrolledDevice {
  deviceId: DeviceId;
  clusterId: ClusterId | undefined;
  clusterName: string | undefined;
  installationId: InstallationId | undefined;
  revokedAt: EpochMillis | undefined;
  /** the one given last */
  certificate: Pem | undefined;
}

export interface Admission {
  enrolment: EnrolmentRecord;
  deviceId: DeviceId;
  clusterId: ClusterId;
  certificate: IssuedCertificate;
  /** its forerunner in the cluster, revoked in the same act */
  replaces: DeviceId | undefined;
}

export interface EnrolmentStore {
  /** newest first */
  all(): Promise<EnrolmentRecord[]>;
  find(id: string): Promise<EnrolmentRecord | undefined>;
  byKey(publicKey: string): Promise<EnrolmentRecord | undefined>;
  byCode(code: string): Promise<EnrolmentRecord[]>;
  /** from which those ask that nobody has turned away */
  waitingAddresses(): Promise<string[]>;
  /** Adds it, or brings the row of its key up to date; the first instant and a rejection stay. */
  ask(record: Omit<EnrolmentRecord, 'rejectedAt'>): Promise<void>;
  reject(id: string, at: EpochMillis): Promise<void>;
  /** Forgets who has not asked since. */
  forget(before: EpochMillis): Promise<void>;
  /** All or nothing. `taken` when the key, or by now the cluster, belongs to another device. */
  admit(admission: Admission, at: EpochMillis): Promise<Written>;
  deviceByKey(publicKey: string): Promise<EnrolledDevice | undefined>;
  addCertificate(deviceId: DeviceId, certificate: IssuedCertificate, at: EpochMillis): Promise<void>;
  /** certificates of revoked devices */
  withdrawn(): Promise<Withdrawn[]>;
  revokedDevices(): Promise<DeviceId[]>;
}
