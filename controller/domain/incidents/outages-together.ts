/** Areas that went dark together, from the first minute until the last device is back. */
import type { AreaId, DeviceId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type DarkDevice, TOGETHER_MS, togetherOf } from './together.ts';

/**
 * After the first are back the others have so long: power returns, a board boots in a minute or two, back-offs take up to
 * one, and a line is often switched on in parts. Who is not there then is judged anew.
 */
const SETTLE_MS: Millis = 10 * 60_000;

interface Outage {
  since: EpochMillis;
  /** one of them was without connection, not only without mains: it stays that, whoever is back first */
  isLost: boolean;
  returnedAt: EpochMillis | undefined;
}

export class OutagesTogether {
  readonly #outages = new Map<AreaId, Outage>();
  readonly #areaOf = new Map<DeviceId, AreaId>();
  /** those of which somebody was told by themselves: who is lost for a moment later on has nothing to do with them */
  readonly #alone = new Set<DeviceId>();

  /** As it is known to somebody who was not there. */
  know(areaId: AreaId, deviceIds: readonly DeviceId[], since: EpochMillis, isLost: boolean): void {
    if (!this.#outages.has(areaId)) this.#outages.set(areaId, { since, isLost, returnedAt: undefined });
    for (const id of deviceIds) this.#areaOf.set(id, areaId);
  }

  knowAlone(deviceId: DeviceId): void {
    this.#alone.add(deviceId);
  }

  /**
   * @param dark all that are dark now
   * @param isOverdue somebody is to be told of it already
   */
  look(
    dark: readonly DarkDevice[],
    sizes: ReadonlyMap<AreaId, number>,
    isOverdue: (deviceId: DeviceId) => boolean,
    now: EpochMillis,
  ): void {
    const darkIds = new Set(dark.map(({ deviceId }) => deviceId));
    for (const [id, areaId] of this.#areaOf) {
      if (darkIds.has(id) || isOverdue(id)) continue;
      this.#areaOf.delete(id);
      const outage = this.#outages.get(areaId);
      if (outage !== undefined) outage.returnedAt = now;
    }
    this.#end(now);
    for (const id of this.#alone) if (!isOverdue(id)) this.#alone.delete(id);
    const free = dark.filter((device) => !this.#areaOf.has(device.deviceId) && !this.#joins(device));
    const undecided = free.filter(({ deviceId }) => !this.#alone.has(deviceId));
    for (const { areaId, devices } of togetherOf(undecided, dark, sizes)) {
      const ids = devices.map(({ deviceId }) => deviceId);
      const since = Math.min(...devices.map((device) => device.since));
      const isLost = devices.some(({ isConnected }) => !isConnected);
      if (ids.some(isOverdue)) this.know(areaId, ids, since, isLost);
    }
    for (const { deviceId, isLost } of dark) {
      const areaId = this.#areaOf.get(deviceId);
      const outage = this.#outages.get(areaId ?? '');
      if (outage !== undefined) outage.isLost ||= isLost;
      else if (isOverdue(deviceId)) this.#alone.add(deviceId);
    }
  }

  isLost(areaId: AreaId): boolean {
    return this.#outages.get(areaId)?.isLost === true;
  }

  /** Areas and whom they explain. */
  get areas(): ReadonlyMap<AreaId, DeviceId[]> {
    const areas = new Map<AreaId, DeviceId[]>();
    for (const [id, areaId] of this.#areaOf) areas.set(areaId, [...(areas.get(areaId) ?? []), id]);
    return areas;
  }

  areaOf(deviceId: DeviceId): AreaId | undefined {
    return this.#areaOf.get(deviceId);
  }

  /** When all are back, or those that are have been for long enough. */
  #end(now: EpochMillis): void {
    const left = new Set(this.#areaOf.values());
    for (const [areaId, { returnedAt }] of this.#outages) {
      const isSettled = returnedAt !== undefined && now - returnedAt >= SETTLE_MS;
      if (!isSettled && left.has(areaId)) continue;
      this.#outages.delete(areaId);
      for (const [id, its] of this.#areaOf) if (its === areaId) this.#areaOf.delete(id);
    }
  }

  /** One that went at the same time and was noticed late. */
  #joins({ deviceId, hamletId, communeId, since }: DarkDevice): boolean {
    for (const areaId of [hamletId, communeId]) {
      const outage = this.#outages.get(areaId);
      if (outage === undefined || Math.abs(since - outage.since) > TOGETHER_MS) continue;
      this.#areaOf.set(deviceId, areaId);
      return true;
    }
    return false;
  }
}
