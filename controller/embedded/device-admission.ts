/** Whom the embedded broker lets in by certificate: devices that are enrolled, with their own key, on their own board. */
import type { DeviceId, InstallationId } from '@loa-lang/schemas/ids';
import type { RegisteredDevice } from '../ports/device-registry.ts';
import type { BrokerAccess } from './broker-access.ts';

export interface AdmissionDeps {
  find(deviceId: DeviceId): Promise<RegisteredDevice | undefined>;
  /** another board uses the device's key and certificate */
  onClone(deviceId: DeviceId, installationId: InstallationId): void;
}

/** The dot is in no id. */
const CLIENT_ID = /^([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{1,64})$/;

/**
 * A certificate alone opens nothing: the device must be on record with that very key. While the database is away,
 * whoever holds a certificate is let in, but for those whom the broker was told to shut out; what it reads is signed and no secret, and what
 * it says is not believed before it is found on record.
 */
export const certificateAccess = (deps: AdmissionDeps): Pick<BrokerAccess, 'admit'> => ({
  async admit(clientId, { name: deviceId, publicKey }) {
    const [, owner, installationId = ''] = CLIENT_ID.exec(clientId) ?? [];
    if (owner !== deviceId || publicKey === undefined) return undefined;
    let device: RegisteredDevice | undefined;
    try {
      device = await deps.find(deviceId);
    } catch {
      return { kind: 'device', deviceId };
    }
    if (device === undefined || device.publicKey !== publicKey) return undefined;
    if (device.installationId !== undefined && device.installationId !== installationId) {
      deps.onClone(deviceId, installationId);
      return undefined;
    }
    return { kind: 'device', deviceId };
  },
});
