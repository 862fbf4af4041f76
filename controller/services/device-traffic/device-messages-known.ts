/**
 * Devices and their imported public keys, remembered for a short while: thousands of devices speak every ten seconds
 * and each message needs them. While the database is away, what is remembered keeps serving.
 */
import type { DeviceId, InstallationId } from '@loa-lang/schemas/ids';
import { publicKeyFrom } from '@loa-lang/schemas/sealing/seal';
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { CryptoKey } from 'jose';
import type { Clock } from '../../ports/clock.ts';
import type { DeviceRegistry, RegisteredDevice } from '../../ports/device-registry.ts';

export interface KnownDevice extends RegisteredDevice {
  key: CryptoKey;
}

interface Entry {
  device: KnownDevice | undefined;
  revoked?: boolean;
  readAtMs: MonotonicMillis;
  reading: Promise<KnownDevice | undefined> | undefined;
}

/** Until then what is remembered is taken as it is. */
const FRESH_MS: Millis = 5000;
/**
 * Until then it still serves while it is being read again: hundreds of messages a second must not stand still for that.
 * A device that moves to other plans is answered by the new ones this much later, at most.
 */
const USABLE_MS: Millis = 10_000;
/** Entries at most: the largest deployment, and room for names that nobody has. */
const MAX_ENTRIES = 20_000;

export class KnownDevices {
  private readonly registry: DeviceRegistry;
  private readonly clock: Clock;
  private readonly entries = new Map<DeviceId, Entry>();
  private readonly bindings = new Map<DeviceId, Promise<InstallationId>>();

  constructor(registry: DeviceRegistry, clock: Clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** `undefined` for an unknown or revoked device. @throws when it is not remembered and the database does not answer. */
  async find(deviceId: DeviceId): Promise<KnownDevice | undefined> {
    const now = this.clock.monotonicNow();
    const entry = this.entries.get(deviceId);
    const ageMs = entry === undefined ? Number.POSITIVE_INFINITY : now - entry.readAtMs;
    if (entry !== undefined && ageMs < FRESH_MS && entry.reading === undefined) return entry.device;
    let reading = entry?.reading;
    if (reading === undefined) {
      reading = this.read(deviceId, entry?.device);
      // a failure is told to who waits for it
      reading.catch(() => undefined);
      this.remember(deviceId, {
        device: entry?.device,
        readAtMs: entry?.readAtMs ?? Number.NEGATIVE_INFINITY,
        reading,
      });
    }
    return entry?.device !== undefined && ageMs < USABLE_MS ? entry.device : reading;
  }

  /** Of what was found a moment ago. */
  isRevoked(deviceId: DeviceId): boolean {
    return this.entries.get(deviceId)?.revoked === true;
  }

  /**
   * Whether this installation may speak for the device: the first one that spoke with its key, and no other.
   * @throws when the database does not answer and no installation is remembered.
   */
  async accepts(device: KnownDevice, installationId: InstallationId): Promise<boolean> {
    device.installationId ??= await this.bind(device.deviceId, installationId);
    return device.installationId === installationId;
  }

  /** Forgets what it remembers, after a device was changed here. */
  forget(deviceId: DeviceId): void {
    this.entries.delete(deviceId);
  }

  /** Messages that come while the first one binds share its answer. */
  private bind(deviceId: DeviceId, installationId: InstallationId): Promise<InstallationId> {
    let binding = this.bindings.get(deviceId);
    if (binding === undefined) {
      binding = this.registry.bindInstallation(deviceId, installationId).finally(() => this.bindings.delete(deviceId));
      this.bindings.set(deviceId, binding);
    }
    return binding;
  }

  private async read(deviceId: DeviceId, old: KnownDevice | undefined): Promise<KnownDevice | undefined> {
    let device = old;
    let revoked = false;
    try {
      const answer = await this.registry.find(deviceId);
      revoked = answer === 'revoked';
      const found = answer === 'revoked' ? undefined : answer;
      const key = found?.publicKey === old?.publicKey && old !== undefined ? old.key : undefined;
      device = found && { ...found, key: key ?? (await publicKeyFrom(found.publicKey)) };
    } catch (error) {
      if (old === undefined) {
        this.entries.delete(deviceId);
        throw error;
      }
    }
    this.remember(deviceId, { device, revoked, readAtMs: this.clock.monotonicNow(), reading: undefined });
    return device;
  }

  private remember(deviceId: DeviceId, entry: Entry): void {
    this.entries.delete(deviceId);
    this.entries.set(deviceId, entry);
    if (this.entries.size <= MAX_ENTRIES) return;
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}
