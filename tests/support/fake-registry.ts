/** Devices and incidents in memory. */
import type { DeviceRegistry, IncidentLog, RegisteredDevice } from '@loa-lang/controller/ports/device-registry';
import type { DeviceId, InstallationId, StoreId } from '@loa-lang/schemas/ids';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { Presence } from '@loa-lang/schemas/wire/presence';

export class FakeRegistry implements DeviceRegistry {
  down = false;
  readonly devices = new Map<DeviceId, RegisteredDevice>();
  readonly presences = new Map<DeviceId, Presence>();
  readonly syncs = new Map<DeviceId, StoreId>();

  async find(deviceId: DeviceId): Promise<RegisteredDevice | 'revoked' | undefined> {
    this.check();
    const device = this.devices.get(deviceId);
    return device && { ...device, planIds: [...device.planIds] };
  }

  async bindInstallation(deviceId: DeviceId, installationId: InstallationId): Promise<InstallationId> {
    this.check();
    const device = this.devices.get(deviceId);
    if (device === undefined) throw new Error(`no device ${deviceId}`);
    device.installationId ??= installationId;
    return device.installationId;
  }

  async recordPresence(deviceId: DeviceId, presence: Presence): Promise<void> {
    this.check();
    const known = this.presences.get(deviceId);
    if (known === undefined || presence.connection >= known.connection) this.presences.set(deviceId, presence);
  }

  async recordSync(deviceId: DeviceId, storeId: StoreId): Promise<void> {
    this.check();
    this.syncs.set(deviceId, storeId);
  }

  private check(): void {
    if (this.down) throw new Error('database away');
  }
}

export class FakeIncidents implements IncidentLog {
  readonly open = new Map<string, string>();
  readonly raised: { kind: IncidentKind; subject: string; detail: string }[] = [];

  async raise(kind: IncidentKind, subject: string, detail: string): Promise<void> {
    this.open.set(`${kind} ${subject}`, detail);
    this.raised.push({ kind, subject, detail });
  }

  async clear(kind: IncidentKind, subject: string): Promise<void> {
    this.open.delete(`${kind} ${subject}`);
  }

  of(kind: IncidentKind): string[] {
    return this.raised.filter((incident) => incident.kind === kind).map((incident) => incident.subject);
  }
}
