/** Whom the broker lets in, when that changes. */
import type { DeviceId, InstallationId } from '@loa-lang/schemas/ids';

export interface BrokerGate {
  /** Devices have come or gone, or follow other plans. */
  changed(): void;
  /** A device was withdrawn: nothing reaches it any more, its session ends, and none begins. */
  shutOut(device: { deviceId: DeviceId; installationId: InstallationId | undefined }): Promise<void>;
}
