/** The row of each device in memory, written as the database writes it. */
import type { DeviceChange, DeviceRow } from '@loa-lang/controller/domain/incidents/watched-device';
import type { DeviceStates } from '@loa-lang/controller/ports/device-states';
import type { Health } from '@loa-lang/schemas/wire/health';
import type { Presence } from '@loa-lang/schemas/wire/presence';

type Row = DeviceRow & { connection: number; lastSyncAt: number | undefined };

export class MemoryDevices implements DeviceStates {
  readonly rows = new Map<string, Row>();

  add(place: Pick<DeviceRow, 'deviceId' | 'clusterId' | 'hamletId' | 'hamletName' | 'communeId'>): void {
    this.rows.set(place.deviceId, {
      ...{ ...place, online: false, onlineSince: undefined, offlineSince: undefined, saidGoodbye: false },
      ...{ health: undefined, healthAt: undefined, connection: 0, lastSyncAt: undefined },
    });
  }

  async all(): Promise<DeviceRow[]> {
    return [...this.rows.values()].map((row) => ({ ...row }));
  }

  async hanging(deviceIds: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(deviceIds.filter((id) => this.rows.has(id)));
  }

  async changedSince(instant: number): Promise<DeviceChange[]> {
    const changed = [...this.rows.values()].filter(({ onlineSince = 0, offlineSince = 0, healthAt = 0 }) =>
      [onlineSince, offlineSince, healthAt].some((at) => at > instant),
    );
    return changed.map(({ deviceId, online, onlineSince, offlineSince, saidGoodbye, health, healthAt }) => ({
      ...{ deviceId, online, onlineSince, offlineSince, saidGoodbye, health, healthAt },
    }));
  }

  async recordPresence(deviceId: string, { state, connection, goodbye }: Presence, at: number): Promise<void> {
    const row = this.rows.get(deviceId);
    const isOnline = state === 'online';
    if (row === undefined || connection < row.connection) return;
    const isSame = connection === row.connection;
    if (isSame && isOnline && !row.online) return;
    if (isOnline && !(row.online && isSame)) row.onlineSince = at;
    if (isOnline) row.offlineSince = undefined;
    else if (row.online || !isSame || row.offlineSince === undefined) row.offlineSince = at;
    row.saidGoodbye = !isOnline && (goodbye === true || (row.saidGoodbye && isSame));
    Object.assign(row, { online: isOnline, connection });
  }

  allOffline(at: number): void {
    for (const row of this.rows.values()) {
      if (row.online) Object.assign(row, { online: false, offlineSince: at, saidGoodbye: false });
    }
  }

  recordHealth(deviceId: string, health: Health, at: number): void {
    const row = this.rows.get(deviceId);
    if (row !== undefined) Object.assign(row, { health, healthAt: at });
  }

  recordSync(deviceId: string, at: number): void {
    const row = this.rows.get(deviceId);
    if (row !== undefined) row.lastSyncAt = at;
  }

  async silentSince(instant: number) {
    return [...this.rows.values()]
      .filter(
        ({ online, offlineSince, lastSyncAt = 0 }) => lastSyncAt < instant && (online || offlineSince === undefined),
      )
      .map(({ deviceId, lastSyncAt }) => ({ deviceId, lastSyncAt }));
  }
}
