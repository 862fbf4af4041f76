/** Starts of devices' programs, as they announce them: a machine never goes back to an earlier one. */
import type { DeviceId } from '@loa-lang/schemas/ids';
import type { Presence } from '@loa-lang/schemas/wire/presence';

/** A device that restarts more often between two turns of its clone has other troubles. */
const REMEMBERED = 8;

interface Start {
  boot: string;
  /** the highest that it has announced */
  connection: number;
}

export class Boots {
  /** oldest first; the last one is at work */
  private readonly seen = new Map<DeviceId, Start[]>();

  /**
   * Whether this start was followed by another one before: then two machines use one identity. What is no new
   * connection of that start is only said again, by whoever has recorded it.
   */
  returns(deviceId: DeviceId, { boot, connection }: Pick<Presence, 'boot' | 'connection'>): boolean {
    if (boot === undefined) return false;
    const known = this.seen.get(deviceId) ?? [];
    const before = known.find((each) => each.boot === boot);
    if (before !== undefined && connection <= before.connection) return false;
    const returns = before !== undefined && before !== known.at(-1);
    const starts = [...known.filter((each) => each !== before), { boot, connection }];
    this.seen.set(deviceId, starts.slice(-REMEMBERED));
    return returns;
  }
}
