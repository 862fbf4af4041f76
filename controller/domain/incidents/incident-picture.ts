/**
 * What is wrong with the devices now, from what they say and since when they say nothing: the whole of it at every look,
 * so that what could not be written down is written at the next.
 */
import type { AreaId, DeviceId } from '@loa-lang/schemas/ids';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { HEALTH_RULES } from './health-rules.ts';
import { OutagesTogether } from './outages-together.ts';
import type { DarkDevice } from './together.ts';
import { type DeviceChange, type DeviceRow, WatchedDevice } from './watched-device.ts';

export interface Wrong {
  kind: IncidentKind;
  /** a device, or an area */
  subject: string;
  detail: string;
  /** the wrong of this area explains it */
  explainedBy: AreaId | undefined;
}

export interface BookedWrong extends Omit<Wrong, 'explainedBy' | 'detail'> {
  raisedAt: EpochMillis;
  reopened: number;
  explainedBy: AreaId | undefined;
}

/** All kinds that are found here. */
export const PICTURED: readonly IncidentKind[] = [
  'device-offline',
  'area-offline',
  ...HEALTH_RULES.map(({ kind }) => kind),
];
const OF_AREAS: ReadonlySet<IncidentKind> = new Set(['area-offline', 'mains-lost']);
/** What follows from a power cut or a network that is down. */
const EXPLAINED: ReadonlySet<IncidentKind> = new Set(['device-offline', 'mains-lost', 'battery-low']);

export class IncidentPicture {
  readonly #devices = new Map<DeviceId, WatchedDevice>();
  readonly #restless = new Set<DeviceId>();
  readonly #together = new OutagesTogether();
  readonly #booked = new Map<string, BookedWrong[]>();
  #sizes = new Map<AreaId, number>();

  /** @param booked what is open now */
  constructor(booked: readonly BookedWrong[], rows: readonly DeviceRow[]) {
    for (const each of booked) this.#booked.set(each.subject, [...(this.#booked.get(each.subject) ?? []), each]);
    this.takeAll(rows);
    for (const { kind, subject, raisedAt, explainedBy: by } of booked) {
      if (kind === 'device-offline' && by === undefined) this.#together.knowAlone(subject);
      if (!OF_AREAS.has(kind) || this.#devices.has(subject)) continue;
      const explained = booked.filter(({ explainedBy }) => explainedBy === subject).map((each) => each.subject);
      this.#together.know(subject, [...new Set(explained)], raisedAt, kind === 'area-offline');
    }
  }

  /** These devices are there, and no others. */
  takeAll(rows: readonly DeviceRow[]): void {
    this.#keep(new Set(rows.map(({ deviceId }) => deviceId)), this.#devices.keys());
    for (const row of rows) this.#take(row);
    this.#sizes = new Map();
    for (const { hamletId } of rows) this.#sizes.set(hamletId, (this.#sizes.get(hamletId) ?? 0) + 1);
  }

  /** These have changed; one that is new comes with the next of all. */
  take(changes: readonly DeviceChange[]): void {
    for (const change of changes) {
      this.#devices.get(change.deviceId)?.take(change);
      this.#restless.add(change.deviceId);
    }
  }

  /** Those of which something is wrong, or may soon be. */
  get restless(): readonly DeviceId[] {
    return [...this.#restless];
  }

  /** Of the restless these are there, and no others. */
  keepRestless(there: ReadonlySet<DeviceId>): void {
    this.#keep(there, this.#restless);
  }

  /** When the last sample that is known of it was made. */
  healthAt(deviceId: DeviceId): EpochMillis | undefined {
    return this.#devices.get(deviceId)?.row.healthAt;
  }

  /**
   * @param notBefore no device is called lost before
   * @param unpowered hamlets that are to be without power now
   */
  look(now: EpochMillis, notBefore: EpochMillis, unpowered: ReadonlySet<AreaId>): Wrong[] {
    const dark: DarkDevice[] = [];
    for (const id of this.#restless) {
      const device = this.#devices.get(id);
      device?.look(now, notBefore);
      if (device === undefined || device.isAtRest) this.#restless.delete(id);
      const since = device?.darkSince;
      if (device === undefined || since === undefined) continue;
      const { deviceId, hamletId, communeId } = device.row;
      dark.push({ deviceId, hamletId, communeId, since, ...connectionOf(device), planned: unpowered.has(hamletId) });
    }
    // after the broker was away all would seem to have gone together
    if (now >= notBefore) this.#together.look(dark, this.#sizes, (id) => this.#isOverdue(id), now);
    return [...this.#ofAreas(), ...this.#ofDevices()];
  }

  *#ofAreas(): Iterable<Wrong> {
    for (const [areaId, deviceIds] of this.#together.areas) {
      const devices = deviceIds.flatMap((id) => this.#devices.get(id) ?? []);
      const hamlets = [...new Set(devices.map(({ row }) => row.hamletName))].sort();
      const detail = `${devices.length}: ${hamlets.join(', ')}`;
      yield {
        kind: this.#together.isLost(areaId) ? 'area-offline' : 'mains-lost',
        subject: areaId,
        detail,
        explainedBy: undefined,
      };
    }
  }

  *#ofDevices(): Iterable<Wrong> {
    for (const id of this.#restless) {
      const areaId = this.#together.areaOf(id);
      for (const { kind, detail } of this.#devices.get(id)?.open() ?? []) {
        yield { kind, subject: id, detail, explainedBy: EXPLAINED.has(kind) ? areaId : undefined };
      }
    }
  }

  #isOverdue(deviceId: DeviceId): boolean {
    const device = this.#devices.get(deviceId);
    return device?.isOpen('device-offline') === true || device?.isOpen('mains-lost') === true;
  }

  #keep(there: ReadonlySet<DeviceId>, of: Iterable<DeviceId>): void {
    for (const id of of) {
      if (there.has(id)) continue;
      this.#devices.delete(id);
      this.#restless.delete(id);
    }
  }

  #take(row: DeviceRow): void {
    const device = this.#devices.get(row.deviceId);
    if (device === undefined) {
      this.#devices.set(row.deviceId, new WatchedDevice(row, this.#booked.get(row.deviceId) ?? []));
      this.#booked.delete(row.deviceId);
    } else {
      device.take(row);
    }
    this.#restless.add(row.deviceId);
  }
}

const connectionOf = (device: WatchedDevice) => ({
  isConnected: device.row.online,
  isLost: device.isOpen('device-offline'),
});
